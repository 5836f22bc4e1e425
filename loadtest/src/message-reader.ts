/** A gateway's message from the bytes of one WebSocket message. */
import { inflateRawSync } from 'node:zlib';
import { decodeServerMessage, type DecodedServerMessage } from '@danmaku-live/protocol';
import { MAX_FRAME_BYTES } from './frame-header.ts';

/** Binary messages are the raw-deflate of the JSON. Never throws. */
export function readMessage(binary: boolean, bytes: Buffer, start: number, end: number): DecodedServerMessage {
  if (!binary) return decodeServerMessage(bytes.toString('utf8', start, end));
  try {
    const json = inflateRawSync(bytes.subarray(start, end), { maxOutputLength: MAX_FRAME_BYTES });
    return decodeServerMessage(json.toString('utf8'));
  } catch {
    return { ok: false, reason: 'not a raw-deflate stream' };
  }
}
