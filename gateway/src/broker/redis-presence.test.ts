import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RedisKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';
import { RedisPresence } from './redis-presence.ts';
import { SingleTopology } from './redis-topology.ts';

/** What was said to the server, and what it has still to answer. */
let said: { readonly own: readonly unknown[]; readonly answer: (sums: readonly number[]) => void }[];
let presence: RedisPresence;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  said = [];
  const node: Pick<RedisNode, 'isUp' | 'read'> = {
    isUp: true,
    read: (_script, _keys, [, , ...own]) => new Promise((answer) => said.push({ own, answer })),
  };
  presence = new RedisPresence({
    keys: new RedisKeys(false, 0),
    topology: new SingleTopology(node as RedisNode),
    instance: 'a',
    onPresence: () => undefined,
  });
});
afterEach(() => vi.useRealTimers());

const step = () => vi.advanceTimersByTime(250);

it('says of a room that fills again what is so, however late the server answers that it was empty', async () => {
  presence.report('lobby', 1);
  step();
  said.shift()?.answer([1, 1]);
  await new Promise(setImmediate);
  presence.report('lobby', 0);
  step();
  step();
  const [first, second] = said.splice(0);
  expect([first?.own, second?.own]).toEqual([[0], [0]]);
  first?.answer([0, 0]);
  await new Promise(setImmediate);
  presence.report('lobby', 1);
  second?.answer([0, 0]);
  await new Promise(setImmediate);
  step();
  expect(said.map(({ own }) => own)).toEqual([[1]]);
});
