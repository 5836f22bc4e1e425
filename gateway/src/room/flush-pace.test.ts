import { describe, expect, it } from 'vitest';
import { nextFlushMs } from './flush-pace.ts';

const LIMITS = { minMs: 50, maxMs: 400 };

function paceAfter(startMs: number, utilisation: number, times: number): number {
  let ms = startMs;
  for (let time = 0; time < times; time += 1) ms = nextFlushMs(ms, utilisation, LIMITS);
  return ms;
}

describe('The pace of flushes (5.3)', () => {
  it('widens under load, up to its limit', () => {
    expect(paceAfter(50, 0.9, 1)).toBe(65);
    expect(paceAfter(50, 1, 100)).toBe(400);
  });

  it('narrows when it is calm again, down to its limit', () => {
    expect(paceAfter(400, 0.2, 1)).toBe(340);
    expect(paceAfter(400, 0, 100)).toBe(50);
  });

  it('stays as it is in between, so that it does not swing', () => {
    for (const utilisation of [0.5, 0.6, 0.75]) expect(paceAfter(130, utilisation, 10)).toBe(130);
  });
});
