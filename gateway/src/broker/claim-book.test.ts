import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClaimBook } from './claim-book.ts';
import { commentBy, once, rate, submit } from './ear.contract.ts';

const RATE = { perSecond: 1, burst: 3 };
const MINUTE_MS = 60_000;

function decide(book: ClaimBook, refKey: string, nowMs: number, claims = [rate('ann', RATE)]) {
  return book.decide(submit(commentBy('ann', 'x', nowMs), { refKey, claims }), nowMs);
}

describe('The embedded broker’s book of claims', () => {
  it('answers a known ref with the first id for a minute, and then forgets it (3.4)', () => {
    const book = new ClaimBook();
    const first = decide(book, 'r1', 0);
    expect(decide(book, 'r1', MINUTE_MS - 1)).toEqual({ ...first, repeated: true });
    expect(decide(book, 'r1', MINUTE_MS)).toMatchObject({ ok: true, repeated: false });
  });

  it('takes nothing for a repeated ref, and nothing when one of several claims is refused (3.5)', () => {
    const book = new ClaimBook();
    for (let time = 0; time < 10; time += 1) decide(book, 'r1', 0);
    const claims = [rate('ann', RATE), once('slow', 5000, 'slow_mode')];
    expect(decide(book, 'r2', 0, claims)).toMatchObject({ ok: true });
    for (let time = 0; time < 10; time += 1) {
      expect(decide(book, `x${time}`, 0, claims)).toEqual({ ok: false, code: 'slow_mode', retryAfterMs: 5000 });
    }
    expect(decide(book, 'r3', 0)).toMatchObject({ ok: true });
    expect(decide(book, 'r4', 0)).toEqual({ ok: false, code: 'rate_limited', retryAfterMs: 1000 });
  });

  it('leaves a refused ref free (3.4)', () => {
    const book = new ClaimBook();
    const claims = [once('same', 1000, 'duplicate')];
    decide(book, 'r1', 0, claims);
    expect(decide(book, 'r2', 500, claims)).toEqual({ ok: false, code: 'duplicate', retryAfterMs: 500 });
    expect(decide(book, 'r2', 1000, claims)).toMatchObject({ ok: true, repeated: false });
  });

  it('keeps its promise of when to come back', () => {
    const wait = fc.array(fc.nat(3000), { minLength: 1, maxLength: 60 });
    const holds = (waits: number[]) => {
      const book = new ClaimBook();
      let nowMs = 0;
      for (const [index, ms] of waits.entries()) {
        nowMs += ms;
        const outcome = decide(book, `a${index}`, nowMs, [rate('ann', RATE), once('slow', 1700, 'slow_mode')]);
        if (outcome.ok) continue;
        const claims = [rate('ann', RATE), once('slow', 1700, 'slow_mode')];
        nowMs += outcome.retryAfterMs;
        const again = decide(book, `b${index}`, nowMs, claims);
        // The other claim may still hold it back, never the same one.
        if (!again.ok && again.code === outcome.code) return false;
      }
      return true;
    };
    expect(fc.defaultReportMessage(fc.check(fc.property(wait, holds), { seed: 1, numRuns: 500 }))).toBeUndefined();
  });

  it('does not refill a large burst by forgetting its bucket', () => {
    const book = new ClaimBook();
    const large = rate('ann', { perSecond: 1, burst: 1000 });
    for (let time = 0; time < 1000; time += 1) decide(book, `r${time}`, 0, [large]);
    let granted = 0;
    for (let time = 0; time < 1000; time += 1) {
      if (decide(book, `s${time}`, 2 * MINUTE_MS, [large]).ok) granted += 1;
    }
    expect(granted).toBe(120);
  });

  it('is empty again once everything has passed', () => {
    const book = new ClaimBook();
    for (let user = 0; user < 5000; user += 1) {
      decide(book, `r${user}`, user, [rate(`u${user}`, RATE), once(`slow${user}`, 1000, 'slow_mode')]);
    }
    expect(book.size).toBeGreaterThan(5000);
    decide(book, 'last', 10 * MINUTE_MS);
    expect(book.size).toBe(2);
  });
});
