import { describe, expect, it } from 'vitest';
import { FlushMarks } from './lag.ts';

const at = (seq: number) => ({ epochMs: 1, seq });

describe('How far a viewer is behind (5.6)', () => {
  it('is nothing before anything was flushed', () => {
    expect(new FlushMarks().isBehind(0, 60_000, 5000)).toBe(false);
  });

  it('is too far when what was flushed 5 s ago is not processed yet', () => {
    const marks = new FlushMarks();
    marks.add(at(10), 1000);
    expect(marks.isBehind(9, 5999, 5000)).toBe(false);
    expect(marks.isBehind(9, 6000, 5000)).toBe(true);
    expect(marks.isBehind(10, 60_000, 5000)).toBe(false);
  });

  it('is held against the newest mark that is old enough', () => {
    const marks = new FlushMarks();
    for (let second = 0; second < 10; second += 1) marks.add(at(second * 100), second * 1000);
    expect([marks.isBehind(399, 9000, 5000), marks.isBehind(400, 9000, 5000)]).toEqual([true, false]);
  });

  it('needs no more than a mark every half second, and keeps no more than sixteen seconds', () => {
    const marks = new FlushMarks();
    for (let ms = 0; ms <= 60_000; ms += 50) marks.add(at(ms), ms);
    expect(marks.isBehind(44_000, 60_000, 15_000)).toBe(true);
    expect(marks.isBehind(0, 60_000, 20_000)).toBe(false);
  });
});
