import type { CommentsMessage } from '@danmaku-live/protocol';
import { describe, expect, test } from 'vitest';
import { Feed } from './feed.ts';
import { markText } from './marker.ts';
import { RawFrames } from './raw-frames.ts';

const RUN = '0a1b2c3d';
const room = {
  name: 'r',
  viewers: 3,
  publishers: 2,
  firstPublisher: 10,
  comments: 100,
  schedule: { segments: [{ fromMs: 0, factor: 1 }], perSecond: 10, phase: 0 },
};

function feed(maxBytes?: number): Feed {
  return new Feed(room, RUN, 200, new RawFrames(maxBytes));
}

function message(offset: string, texts: readonly string[], more: Partial<CommentsMessage> = {}): CommentsMessage {
  const comments = texts.map((text, index) => ({
    id: `${offset}.${index}`,
    text,
    user: { id: 'u', name: 'U' },
    time: 1,
  }));
  return { type: 'comments', offset, comments, ...more };
}

function bytesOf(one: CommentsMessage): Buffer {
  return Buffer.from(JSON.stringify(one));
}

function learn(into: Feed, from: Feed['root'], one: CommentsMessage): Feed['root'] {
  const bytes = bytesOf(one);
  return into.learn(from, one, bytes, 0, bytes.length);
}

describe('the feed of a room', () => {
  test('numbers comments by publisher and sequence, and counts what others stand for', () => {
    const texts = [
      markText(RUN, { publisher: 10, sequence: 0 }),
      markText(RUN, { publisher: 11, sequence: 4 }),
      'hello',
    ];
    const { comments } = message('1', texts);
    const counted = comments.map((comment, index) => (index === 0 ? { ...comment, count: 3 } : comment));
    expect(feed().read(counted, 7)).toEqual({ numbers: [0, 9], comments: 3, leftOut: 7, merged: 2, stray: 0 });
  });

  test('tells comments of another room or beyond the plan from its own', () => {
    const texts = [markText(RUN, { publisher: 9, sequence: 0 }), markText(RUN, { publisher: 10, sequence: 50 })];
    expect(feed().read(message('1', texts).comments, 0)).toMatchObject({ numbers: [], stray: 2 });
  });

  test('knows a frame by its bytes after the one it followed for another viewer', () => {
    const known = feed();
    const first = message('1', ['a']);
    const frame = learn(known, known.root, first);
    const bytes = bytesOf(first);
    expect(known.expected(known.root, bytes, 0, bytes.length)).toBe(frame);
    expect(known.expected(frame, bytes, 0, bytes.length)).toBeUndefined();
    const other = bytesOf(message('1', ['b']));
    expect(known.expected(known.root, other, 0, other.length)).toBeUndefined();
  });

  test('knows a frame by how it begins and how long it is', () => {
    const known = feed();
    const first = message('1', ['a']);
    learn(known, known.root, first);
    const bytes = bytesOf(first);
    expect(known.begun(known.root, bytes.length, bytes, 0, 20)).toEqual(bytes);
    expect(known.begun(known.root, bytes.length, bytes, 0, 0)).toEqual(bytes);
    expect(known.begun(known.root, bytes.length + 1, bytes, 0, 20)).toBeUndefined();
    expect(known.begun(known.root, bytes.length, bytes, 1, 20)).toBeUndefined();
  });

  test('takes frames for one only when all that counts is equal', () => {
    const known = feed();
    const frame = learn(known, known.root, message('1', ['a']));
    expect(learn(known, frame, message('1', ['a']))).toBe(frame);
    expect(learn(known, frame, message('1', ['a'], { leftOut: 1 }))).not.toBe(frame);
    expect(learn(known, frame, message('1', ['a', 'a']))).not.toBe(frame);
    expect(learn(known, frame, message('2', ['a']))).not.toBe(frame);
    expect(known.frames).toHaveLength(4);
  });

  test('measures latency of comments meant for after the warm-up only', () => {
    const texts = [1, 2, 3].map((sequence) => markText(RUN, { publisher: 10, sequence }));
    const known = feed();
    expect(learn(known, known.root, message('1', texts)).intendedMs).toEqual([200, 400, 600]);
    const early = [markText(RUN, { publisher: 11, sequence: 0 })];
    expect(learn(known, known.root, message('2', early)).intendedMs).toEqual([]);
  });

  test('forgets the bytes of old frames, and still knows what they said', () => {
    const known = feed(300);
    let frame = known.root;
    const messages = Array.from({ length: 20 }, (_, index) => message(String(index), [`comment ${index}`]));
    for (const one of messages) frame = learn(known, frame, one);
    expect(known.frames.filter(({ raw }) => raw !== undefined).length).toBeLessThan(5);
    const [first] = messages;
    expect(first && learn(known, known.root, first)).toBe(known.frames[0]);
    expect(known.frames).toHaveLength(20);
  });

  test('expects only a few frames after one, however many ways there are', () => {
    const known = feed();
    for (let index = 0; index < 50; index += 1) learn(known, known.root, message(String(index), ['x']));
    expect(known.root.next.length).toBeLessThanOrEqual(6);
    expect(known.root.next[0]).toBe(known.frames[0]);
  });
});
