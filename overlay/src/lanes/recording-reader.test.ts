import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAtOnce } from '../../test/lanes/recording-scene.ts';
import { readRecording } from './recording-reader.ts';

const texts = (given: unknown, start?: number) => readAtOnce(given, start).recording.comments.map(({ text }) => text);

describe('reading a recording', () => {
  it('puts comments in the order of their positions, those of one position as they were given', () => {
    const { recording, skipped } = readAtOnce([
      { text: 'c', media: 2 },
      { text: 'a', media: 1 },
      { text: 'b', media: 1 },
    ]);
    expect(recording.comments.map(({ text }) => text)).toEqual(['a', 'b', 'c']);
    expect([0, 1000, 1001, 2000, 9000].map((ms) => recording.indexAt(ms))).toEqual([0, 0, 2, 2, 3]);
    expect(skipped).toEqual({});
  });

  it('counts moments from the start: the one that is named, else the first', () => {
    const log = [
      { text: 'late', time: 1_764_000_009_000 },
      { text: 'first', media: 1_764_000_001, time: 1_764_000_020_000 },
      { text: 'placed', media: 2 },
    ];
    expect(readAtOnce(log).recording.atMs(0)).toBe(0);
    expect(texts(log)).toEqual(['first', 'placed', 'late']);
    expect(readAtOnce(log, 1_764_000_000).recording.atMs(0)).toBe(1000);
    expect(readAtOnce(log, 1_764_000_005)).toMatchObject({ skipped: { before_start: 1 } });
    expect(texts(log, Number.NaN)).toEqual(texts(log));
  });

  it('keeps of an author what it knows: id, name and one of the roles', () => {
    const user = { id: 'u', name: 'Ann' };
    const users = [{ ...user, role: 'paid' }, { ...user, role: 'constructor' }, { ...user, role: 7 }, { id: 'u' }];
    const { recording } = readAtOnce(users.map((user, media) => ({ text: 'x', media, user })));
    expect(recording.comments.map(({ user }) => user)).toEqual([
      { ...user, role: 'paid' },
      user,
      user,
      { id: '', name: '' },
    ]);
  });

  it('takes out what is withdrawn, with its place', () => {
    const { recording } = readAtOnce([1, 2, 3].map((media) => ({ text: `at ${media}`, media })));
    expect(recording.withdraw(({ text }) => text === 'at 2')).toBe(true);
    expect(recording.withdraw(({ text }) => text === 'at 2')).toBe(false);
    expect([recording.atMs(0), recording.atMs(1), recording.atMs(2)]).toEqual([1000, 3000, Infinity]);
  });

  it('puts many in order as well, and never works on more than some of them at once', () => {
    const given = Array.from({ length: 10_000 }, (_, i) => ({ text: `${i}`, media: (i * 7_919) % 3_001 }));
    let looked = 0;
    let most = 0;
    const counted = given.map(({ text, media }) => ({
      get text() {
        looked += 1;
        return text;
      },
      media,
    }));
    const reading = readRecording(counted);
    let step = reading.next();
    for (; step.done !== true; step = reading.next()) {
      most = Math.max(most, looked);
      looked = 0;
    }
    expect(most).toBeLessThan(100);
    const expected = given.toSorted((a, b) => a.media - b.media).map(({ text }) => text);
    expect(step.value.recording.comments.map(({ text }) => text)).toEqual(expected);
    expect(step.value.recording.atMs(9_999)).toBe(3_000_000);
  });

  it('uses or counts every entry of whatever it is given, and never throws', () => {
    const entry = fc.oneof(
      fc.anything(),
      fc.record({
        text: fc.string(),
        media: fc.oneof(fc.double(), fc.anything()),
        time: fc.anything(),
        user: fc.anything(),
      }),
    );
    fc.assert(
      fc.property(fc.array(entry), fc.oneof(fc.double(), fc.constant(undefined)), (given, start) => {
        const { recording, skipped } = readAtOnce(given, start);
        const counted = Object.values(skipped).reduce((sum, count) => sum + count, 0);
        expect(recording.comments.length + counted).toBe(given.length);
        for (const i of recording.comments.keys()) expect(recording.atMs(i)).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 500 },
    );
    for (const none of [undefined, null, 7, 'text', {}]) expect(readAtOnce(none).skipped).toEqual({ invalid: 1 });
  });
});
