import { expect, test } from 'vitest';
import { DIALECTS } from './dialects.ts';
import { FrameMemory } from './frame-memory.ts';
import { readStamps, stampText } from './stamp.ts';

test('what was posted when is read from a frame of any dialect', () => {
  for (const { post } of Object.values(DIALECTS)) {
    const frame = [3, 4].map((number) => post('a', stampText(number, number * 1.5), number)).join(',');
    expect(readStamps(frame)).toEqual([4.5, 6]);
  }
});

test('a frame that came before is known again by its bytes, and only by all of them', () => {
  const memory = new FrameMemory();
  const bytes = Buffer.from(`..["${stampText(1, 2)}","${stampText(2, 3)}"]..`);
  const first = memory.find(bytes, 2, bytes.length - 2);
  expect(first).toMatchObject({ comments: 2, intendedMs: [2, 3] });
  expect(memory.find(Buffer.from(bytes), 2, bytes.length - 2)).toBe(first);
  bytes[bytes.length - 4] = 33;
  const other = memory.find(bytes, 2, bytes.length - 2);
  expect(other).toMatchObject({ comments: 2 });
  expect(other).not.toBe(first);
});

test('what holds no comment is no frame of comments', () => {
  const answer = Buffer.from('{"type":"ack","ref":"r1","id":"c1"}');
  expect(new FrameMemory().find(answer, 0, answer.length)).toBeUndefined();
});
