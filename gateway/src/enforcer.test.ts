import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BrokerAway, type Broker } from './broker/broker.ts';
import { Enforcer } from './enforcer.ts';
import type { Viewer } from './gateway.ts';
import type { Identity } from './identity/identity.ts';
import { tailOf } from './room/log-tail.ts';
import { Room } from './room/room.ts';
import { sanctionField } from './room/sanctions.ts';
import { defaultSettings } from './room/settings.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('A sanction reaches its user’s network although the broker was away for a moment', async () => {
  const cyd: Identity = { id: 'cyd', name: 'Cyd', role: 'member', by: 'token' };
  const ban = { kind: 'ban', user: 'cyd', byAddress: true, sinceMs: 0 };
  const state = new Map([[sanctionField({ user: 'cyd' }), JSON.stringify(ban)]]);
  const start = { state, ...tailOf({ epochMs: 1, seq: 0 }), settings: defaultSettings('post') };
  const limits = { maxComments: 10, maxControls: 10, maxAgeMs: 60_000 };
  const options = { historyLimits: limits, budget: { ordinaryPerSecond: 10, reservedPerSecond: 10 } };
  const room = new Room<Viewer>('lobby', start, options, Date.now(), 0);
  const control = vi.fn<Broker['control']>(() => Promise.resolve());
  control.mockRejectedValueOnce(new BrokerAway('no answer in time'));
  const enforcer = new Enforcer({ broker: { control }, onError: (error) => expect.unreachable(String(error)) });

  expect(enforcer.judge(room, cyd, 'net', Date.now())?.kind).toBe('ban');
  await vi.advanceTimersByTimeAsync(5000);
  const fields = control.mock.calls.map(([, , change]) => Object.keys(change ?? {}));
  const field = sanctionField({ user: 'cyd', network: 'net' });
  expect(fields).toEqual([[field], [field]]);
});
