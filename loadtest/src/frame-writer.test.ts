import { describe, expect, test } from 'vitest';
import { closeFrame, pongFrame, textFrame } from './frame-writer.ts';

/** As a server reads it. */
function unmask(frame: Buffer): { readonly opcode: number; readonly payload: Buffer } {
  const length = (frame[1] ?? 0) & 0x7f;
  const header = length === 126 ? 4 : 2;
  const mask = frame.subarray(header, header + 4);
  const payload = frame.subarray(header + 4).map((byte, index) => byte ^ (mask[index & 3] ?? 0));
  expect(payload).toHaveLength(length === 126 ? frame.readUInt16BE(2) : length);
  return { opcode: (frame[0] ?? 0) & 0x0f, payload: Buffer.from(payload) };
}

describe('a client frame', () => {
  test.each([0, 1, 125, 126, 4096])('of %i bytes is masked and can be read back', (length) => {
    const text = 'é'.repeat(length / 2);
    const frame = textFrame(text, 0xdeadbeef);
    expect((frame[1] ?? 0) & 0x80).toBe(0x80);
    expect(unmask(frame)).toEqual({ opcode: 1, payload: Buffer.from(text) });
  });

  test('carries a close code, and a pong what the ping said', () => {
    expect(unmask(closeFrame(1000, 1)).payload.readUInt16BE(0)).toBe(1000);
    expect(unmask(pongFrame(Buffer.from('x'), 2)).payload.toString()).toBe('x');
  });

  test('is never too long for its length field', () => {
    expect(() => textFrame('x'.repeat(65_536), 0)).toThrow(RangeError);
  });
});
