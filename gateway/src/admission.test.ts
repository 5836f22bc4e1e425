import { describe, expect, it } from 'vitest';
import { Admission, type AdmissionLimits } from './admission.ts';

const NO_LIMITS: AdmissionLimits = { maxConnections: 0, maxPerAddress: 0, acceptPerSecond: 1_000_000 };

function admission(limits: Partial<AdmissionLimits>): Admission {
  return new Admission({ ...NO_LIMITS, ...limits }, 0);
}

describe('Who is let in (2.6)', () => {
  it('is everybody where there are no caps', () => {
    const open = admission({});
    const kinds = Array.from({ length: 5000 }, () => open.admit('a', 0).kind);
    expect(new Set(kinds)).toEqual(new Set(['welcome']));
    expect(open.connections).toBe(5000);
  });

  it('is nobody beyond the cap of connections, until somebody leaves', () => {
    const full = admission({ maxConnections: 2 });
    expect([full.admit('a', 0), full.admit('b', 0)]).toEqual([{ kind: 'welcome' }, { kind: 'welcome' }]);
    expect(full.admit('c', 0)).toEqual({ kind: 'refused', why: 'connections', retryAfterSeconds: 5 });
    full.closed('a');
    expect(full.admit('c', 0)).toEqual({ kind: 'welcome' });
  });

  it('is told by a close code beyond the cap of its address, and others are let in', () => {
    const capped = admission({ maxPerAddress: 2 });
    const kinds = ['a', 'a', 'a', 'b'].map((address) => capped.admit(address, 0).kind);
    expect(kinds).toEqual(['welcome', 'welcome', 'address_full', 'welcome']);
    for (const address of ['a', 'a', 'a']) capped.closed(address);
    expect(capped.admit('a', 0)).toEqual({ kind: 'welcome' });
  });

  it('is nobody beyond the rate, and the answer says when to come back', () => {
    const slow = admission({ acceptPerSecond: 3 });
    expect([0, 0, 0].map(() => slow.admit('a', 0).kind)).toEqual(['welcome', 'welcome', 'welcome']);
    expect(slow.admit('a', 0)).toEqual({ kind: 'refused', why: 'accept_rate', retryAfterSeconds: 1 });
    expect(slow.admit('a', 334)).toEqual({ kind: 'welcome' });
  });

  it('is nobody once the gateway is leaving', () => {
    const leaving = admission({});
    leaving.draining = true;
    expect(leaving.admit('a', 0)).toEqual({ kind: 'refused', why: 'draining', retryAfterSeconds: 1 });
    expect(leaving.connections).toBe(0);
  });

  it('does not cost the rate when the gateway is full', () => {
    const full = admission({ maxConnections: 1, acceptPerSecond: 2 });
    full.admit('a', 0);
    for (let tries = 0; tries < 10; tries += 1) full.admit('b', 0);
    full.closed('a');
    expect(full.admit('b', 0)).toEqual({ kind: 'welcome' });
  });

  it('forgets the addresses of those who have left', () => {
    const capped = admission({ maxPerAddress: 1 });
    for (let visitor = 0; visitor < 1000; visitor += 1) {
      capped.admit(`a${visitor}`, 0);
      capped.closed(`a${visitor}`);
    }
    expect(capped.connections).toBe(0);
    expect(capped.addresses).toBe(0);
  });
});
