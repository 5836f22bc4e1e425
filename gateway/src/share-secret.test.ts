import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { shareSecret } from './share-secret.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A secret that the broker tells when `tell` is called, and whether the wait for it is over. */
function asked(trouble?: 'unreachable') {
  let tell: (secret: Buffer) => void = () => undefined;
  const told: string[] = [];
  const outcome = { isOver: false };
  const broker = {
    trouble: () => trouble,
    secret: (_name: string, use: (secret: Buffer) => void) => void (tell = use),
  };
  void shareSecret(broker, 'networks', (secret) => told.push(secret.toString())).then(() => (outcome.isOver = true));
  return { tell: (secret: string) => tell(Buffer.from(secret)), told, outcome };
}

describe('a secret that all gateways share', () => {
  it('is waited for until it is told, and taken again when it is another one', async () => {
    const { tell, told, outcome } = asked();
    await vi.advanceTimersByTimeAsync(900);
    expect(outcome.isOver).toBe(false);
    tell('first');
    await vi.advanceTimersByTimeAsync(0);
    expect(outcome.isOver).toBe(true);
    tell('second');
    expect(told).toEqual(['first', 'second']);
  });

  it('is waited for a second at most, and not at all where the broker is away', async () => {
    const slow = asked();
    const away = asked('unreachable');
    await vi.advanceTimersByTimeAsync(0);
    expect([slow.outcome.isOver, away.outcome.isOver]).toEqual([false, true]);
    await vi.advanceTimersByTimeAsync(1000);
    expect(slow.outcome.isOver).toBe(true);
  });
});
