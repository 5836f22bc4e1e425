/**
 * How long an act of a moderator at one gateway takes to reach the viewers of another, under 100 comments a second.
 * It takes 20 acts by default; `ACTS=200 npx vitest run gateway/test/moderation/act-latency` measures.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { join } from '../client.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { RedisServer } from '../redis/redis-server.ts';
import { SECRET, enter, kept, moderate } from './people.ts';

const ACTS = Number(process.env['ACTS'] ?? 20);
const COMMENTS_PER_SECOND = 100;
const ROOM = 'busy';

let redis: RedisServer;
let one: Gateway;
let two: Gateway;
beforeAll(async () => {
  redis = await RedisServer.start();
  const environment = { JWT_SECRET: SECRET, REDIS_URL: redis.url };
  [one, two] = await Promise.all([startGateway(environment), startGateway(environment)]);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await redis.stop();
});

it('recalls and bans reach the viewers of another gateway, all of them, while the room is busy', async () => {
  const [viewer, crowd] = [await join(two, ROOM), await join(two, ROOM, { bearer: SERVER_KEY })];
  let said = 0;
  const startMs = Date.now();
  const posting = setInterval(() => {
    const due = ((Date.now() - startMs) / 1000) * COMMENTS_PER_SECOND;
    for (; said < due; said += 1) crowd.send({ type: 'post', ref: `${said}`, text: `n${said}` });
  }, 10);
  const recallMs: number[] = [];
  const banMs: number[] = [];
  const recalled: string[] = [];
  try {
    for (let act = 0; act < ACTS; act += 2) {
      const { id, text } = (await viewer.take('comments')).comments[0] ?? (await viewer.sees('n0'));
      let since = performance.now();
      const [, { ids }] = await Promise.all([
        moderate(one, ROOM, 'DELETE', `/comments/${id}`),
        viewer
          .takeWhere('recall', (what) => what.ids?.includes(id) ?? false)
          .then((told) => {
            recallMs.push(performance.now() - since);
            return told;
          }),
      ]);
      expect(ids).toEqual([id]);
      recalled.push(text);
      const banned = await enter(two, ROOM, `user-${act}`);
      since = performance.now();
      const [, { code }] = await Promise.all([
        moderate(one, ROOM, 'PUT', `/sanctions/user-${act}`, { kind: 'ban' }),
        banned.closed.then((end) => {
          banMs.push(performance.now() - since);
          return end;
        }),
      ]);
      expect(code).toBe(4403);
    }
  } finally {
    clearInterval(posting);
  }
  const rate = said / ((Date.now() - startMs) / 1000);
  await crowd.settle();
  const left = new Set(await kept(two, ROOM));
  expect(recalled.filter((text) => left.has(text))).toEqual([]);
  console.log(
    `${ACTS} acts under ${rate.toFixed(0)} comments a second: recall ${summary(recallMs)}, ban ${summary(banMs)}`,
  );
}, 120_000);

function summary(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms`;
}
