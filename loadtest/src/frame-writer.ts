/** Frames from client to server (RFC 6455): masked, final, never larger than the protocol's 4 KiB. */
import { OPCODE } from './frame-header.ts';

/** A text frame. `mask` is any 32-bit number; a fresh random one per frame is what the standard asks for. */
export function textFrame(text: string, mask: number): Buffer {
  return maskedFrame(OPCODE.text, Buffer.from(text), mask);
}

export function pongFrame(payload: Buffer, mask: number): Buffer {
  return maskedFrame(OPCODE.pong, payload, mask);
}

export function closeFrame(code: number, mask: number): Buffer {
  const payload = Buffer.alloc(2);
  payload.writeUInt16BE(code);
  return maskedFrame(OPCODE.close, payload, mask);
}

/** @throws RangeError above 65,535 bytes: no message of the protocol comes near. */
function maskedFrame(opcode: number, payload: Buffer, mask: number): Buffer {
  const { length } = payload;
  if (length > 0xffff) throw new RangeError(`A client frame of ${length} bytes`);
  const headerBytes = length < 126 ? 2 : 4;
  const frame = Buffer.allocUnsafe(headerBytes + 4 + length);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (length < 126 ? length : 126);
  if (headerBytes === 4) frame.writeUInt16BE(length, 2);
  frame.writeUInt32BE(mask >>> 0, headerBytes);
  for (let index = 0; index < length; index += 1) {
    const key = frame[headerBytes + (index & 3)] ?? 0;
    frame[headerBytes + 4 + index] = (payload[index] ?? 0) ^ key;
  }
  return frame;
}
