/** The header of a WebSocket frame from a server (RFC 6455, section 5.2): never masked, no extensions. */

export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** Larger than any frame a gateway may send: a welcome with a thousand comments is below 1 MiB. */
export const MAX_FRAME_BYTES = 16 * 1024 * 1024;

const MAX_CONTROL_BYTES = 125;

/** @returns bytes of the frame at `at`, or of as much of its header as is needed to know more; or what is wrong with it. */
export function frameBytes(bytes: Buffer, at: number, available: number): number | string {
  if (available < 2) return 2;
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if ((first & 0x70) !== 0) return 'a frame uses an extension nobody agreed on';
  if ((second & 0x80) !== 0) return 'a frame from the server is masked';
  const opcode = first & 0x0f;
  if (opcode > OPCODE.pong || (opcode > OPCODE.binary && opcode < OPCODE.close)) return `opcode ${opcode} is not known`;
  if (opcode >= OPCODE.close && ((first & 0x80) === 0 || second > MAX_CONTROL_BYTES)) {
    return 'a control frame is fragmented or too long';
  }
  if (second < 126) return 2 + second;
  if (second === 126) return available < 4 ? 4 : 4 + bytes.readUInt16BE(at + 2);
  if (available < 10) return 10;
  const length = bytes.readUInt32BE(at + 2) * 2 ** 32 + bytes.readUInt32BE(at + 6);
  return length > MAX_FRAME_BYTES ? `a frame of ${length} bytes is too long` : 10 + length;
}

/** @param second byte of the frame: its length, or which larger field has it. */
export function headerBytes(second: number): number {
  return second < 126 ? 2 : second === 126 ? 4 : 10;
}

/** Writes the header that had `first` and was of `header` bytes. */
export function writeHeader(frame: Buffer, first: number, header: number, payloadBytes: number): void {
  frame[0] = first;
  frame[1] = header === 2 ? payloadBytes : header === 4 ? 126 : 127;
  if (header === 4) frame.writeUInt16BE(payloadBytes, 2);
  if (header === 10) frame.writeBigUInt64BE(BigInt(payloadBytes), 2);
}
