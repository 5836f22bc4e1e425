import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { MemoryBroker } from './broker/memory-broker.ts';
import { Holds } from './holds.ts';
import type { HeldComment } from './room/held-comments.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('A held comment whose time comes while the state of its room can’t be read is published once it can', async () => {
  const limits = { maxComments: 100, maxControls: 100, maxAgeMs: 60_000 };
  const memory = new MemoryBroker({ limits, maxRooms: 10, clock: Date.now });
  let trouble: string | undefined;
  const held = new Map<string, HeldComment>();
  const holds = new Holds({
    broker: {
      append: (...given) => memory.append(...given),
      control: (...given) => memory.control(...given),
      trouble: () => trouble,
    },
    rooms: {
      hold: () => Promise.resolve({ moderation: { held, sanctions: { ofUser: () => undefined } } }),
      release: () => undefined,
    },
    onError: (error) => expect.unreachable(String(error)),
  });
  const comment = { id: 'c1', text: 'hello', user: { id: 'ann', name: 'Ann' }, time: Date.now() };
  const one = { comment, untilMs: Date.now() + 1000 };
  await holds.hold('lobby', comment, one.untilMs);
  holds.news('lobby', { held: [one], sanctions: [], dropped: [] }, Date.now());

  trouble = 'away';
  await vi.advanceTimersByTimeAsync(3000);
  expect((await memory.read('lobby')).state.size).toBe(1);
  trouble = undefined;
  held.set(comment.id, one);
  await vi.advanceTimersByTimeAsync(1000);
  const { comments } = await memory.page('lobby', { limit: 10 });
  expect(comments.map(({ json }) => JSON.parse(json) as unknown)).toMatchObject([{ text: 'hello' }]);
  expect((await memory.read('lobby')).state.size).toBe(0);
  holds.close();
});
