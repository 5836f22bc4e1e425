/** Redis may answer with an error of which the library keeps the whole command: no comment gets into the log with it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { RedisKeys } from '../../src/broker/redis-keys.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { call } from '../http.ts';
import { RedisServer } from './redis-server.ts';

const SAID = 'what-somebody-said';

let redis: RedisServer;
let gateway: Gateway;
beforeAll(async () => {
  redis = await RedisServer.start();
  gateway = await startGateway({ REDIS_URL: redis.url, API_KEYS: SERVER_KEY, LOG_LEVEL: 'debug' });
});
afterAll(async () => {
  await gateway.stop();
  await redis.stop();
});

it('says what Redis objects to, and nothing of what it was sent', async () => {
  const post = (ref: string) =>
    call(gateway, 'POST', '/v1/rooms/broken/comments', { bearer: SERVER_KEY, body: { text: `${SAID} ${ref}`, ref } });
  expect((await post('first')).status).toBe(201);
  await redis.admin.set(new RedisKeys(false, 0).room('broken').head, 'no hash');
  expect((await post('second')).status).toBe(503);
  const line = await gateway.logged('unexpected error');
  expect(line).toMatchObject({ level: 'error', err: { type: 'ReplyError' } });
  expect((line['err'] as { message: string }).message).toContain('WRONGTYPE');
  expect(Object.keys(line['err'] as object).filter((key) => !['type', 'message', 'stack'].includes(key))).toEqual([]);
  const log = gateway.lines.join('\n');
  expect(log).not.toContain(SAID);
  expect(log).not.toContain(Buffer.from(SAID).toString('base64'));
});
