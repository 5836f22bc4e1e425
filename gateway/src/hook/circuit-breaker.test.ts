import { expect, it } from 'vitest';
import { CircuitBreaker } from './circuit-breaker.ts';

it('stays closed while failures do not come in a row', () => {
  const breaker = new CircuitBreaker({ failures: 3, restMs: 1000 });
  for (let round = 0; round < 5; round += 1) {
    breaker.failed(0);
    breaker.failed(0);
    expect(breaker.allows(0)).toBe(true);
    breaker.succeeded();
  }
});

it('opens after so many in a row, and says so once', () => {
  const breaker = new CircuitBreaker({ failures: 3, restMs: 1000 });
  expect([breaker.failed(0), breaker.failed(0), breaker.failed(0), breaker.failed(0)]).toEqual([
    false,
    false,
    true,
    false,
  ]);
  expect(breaker.allows(999)).toBe(false);
});

it('lets one call try after each rest, and closes when one succeeds', () => {
  const breaker = new CircuitBreaker({ failures: 1, restMs: 1000 });
  breaker.failed(0);
  expect([breaker.allows(1000), breaker.allows(1001), breaker.allows(1999)]).toEqual([true, false, false]);
  breaker.failed(1500);
  expect([breaker.allows(1999), breaker.allows(2000), breaker.allows(2000)]).toEqual([false, true, false]);
  breaker.succeeded();
  expect([breaker.allows(2001), breaker.allows(2001)]).toEqual([true, true]);
});
