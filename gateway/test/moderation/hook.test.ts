import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { join, newRoom } from '../client.ts';
import { GatewayProcess, startGateway, type Gateway } from '../harness.ts';
import { expectProblem, call, metric } from '../http.ts';
import { SECRET, enter, kept, tokenOf } from './people.ts';
import { Site, type Reply } from './site.ts';

const HOOK_SECRET = 'the-hook-secret-of-the-tests';

let site: Site;
let gateway: Gateway;
let closed: Gateway;
beforeAll(async () => {
  site = await Site.open();
  const env = {
    JWT_SECRET: SECRET,
    HOOK_URL: site.url,
    HOOK_SECRET,
    HOOK_ALLOW_PRIVATE: '1',
    HOOK_TIMEOUT_MS: '300',
    HOOK_CONCURRENCY: '4',
    POST_BURST: '30',
  };
  [gateway, closed] = await Promise.all([startGateway(env), startGateway({ ...env, HOOK_FAIL: 'closed' })]);
});
afterAll(async () => {
  await Promise.all([gateway.stop(), closed.stop()]);
  await site.close();
});
beforeEach(() => {
  site.reply = answer({ action: 'accept' });
  site.questions.length = 0;
});

function answer(value: unknown): Reply {
  return (_question, response) => response.end(JSON.stringify(value));
}

describe('The hook (3.9)', () => {
  it('is asked about each comment, by a signed request', async () => {
    const room = newRoom();
    const ann = await enter(gateway, room, 'ann', 'paid');
    await ann.post({ ref: '1', text: ' hello ', color: '#FF0000', media: 7 });
    await ann.sees('hello');
    const [question] = site.questions;
    expect(question?.json).toEqual({
      type: 'comment',
      room,
      user: { id: 'ann', name: 'ann', role: 'paid' },
      time: expect.any(Number) as number,
      text: 'hello',
      mode: 'scroll',
      color: '#FF0000',
      size: 'medium',
      media: 7,
    });
    const timestamp = String(question?.headers['danmaku-timestamp']);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(60);
    const signature = createHmac('sha256', HOOK_SECRET).update(`${timestamp}.${question?.body}`).digest('hex');
    expect(question?.headers['danmaku-signature']).toBe(`sha256=${signature}`);
  });

  it('may refuse with a reason of its own, by socket and by HTTP, and the ref is free again', async () => {
    const room = newRoom();
    site.reply = answer({ action: 'refuse', reason: 'Not during\u202e the match.\n' });
    const ann = await enter(gateway, room, 'ann');
    const refused = { type: 'refused', code: 'not_allowed', message: 'Not during the match.' };
    expect(await ann.post({ ref: '1', text: 'goal' })).toMatchObject(refused);
    const body = { text: 'goal' };
    const options = { bearer: tokenOf('ann'), body };
    expectProblem(await call(gateway, 'POST', `/v1/rooms/${room}/comments`, options), 403, 'not_allowed');
    site.reply = answer({ action: 'accept' });
    expect(await ann.post({ ref: '1', text: 'goal' })).toMatchObject({ type: 'ack' });
    expect(await kept(gateway, room)).toEqual(['goal']);
  });

  it('may change text and look', async () => {
    const room = newRoom();
    site.reply = answer({ action: 'change', text: ' ****  you ', color: '#00ff00', mode: 'top' });
    const ann = await enter(gateway, room, 'ann');
    await ann.post({ ref: '1', text: 'darn you', size: 'large' });
    expect(await ann.sees('**** you')).toMatchObject({ color: '#00ff00', mode: 'top', size: 'large' });
  });

  it('is not asked about moderators, what is refused anyway, and what a shadow ban hides', async () => {
    const room = newRoom();
    const mod = await enter(gateway, room, 'mod', 'moderator');
    const ann = await enter(gateway, room, 'ann');
    await mod.post({ ref: '1', text: 'mine' });
    await ann.post({ ref: '1', text: '\u200b' });
    const bearer = tokenOf('mod', 'moderator');
    await call(gateway, 'PUT', `/v1/rooms/${room}/sanctions/ann`, { bearer, body: { kind: 'shadow' } });
    expect(await ann.post({ ref: '2', text: 'unseen' })).toMatchObject({ type: 'ack' });
    expect(site.questions).toEqual([]);
  });

  it('is not asked faster than a user may post', async () => {
    const guest = await join(gateway, newRoom());
    const posts = Array.from({ length: 80 }, (_, index) => guest.post({ ref: `${index}`, text: `n${index}` }));
    const codes = (await Promise.all(posts)).map((one) => ('code' in one ? one.code : 'ack'));
    expect(codes.filter((code) => code === 'rate_limited').length).toBeGreaterThanOrEqual(15);
    expect(site.questions.length).toBeLessThanOrEqual(65);
  });
});

describe.each<[string, Reply]>([
  ['answers too late', () => undefined],
  ['answers an error', (_question, response) => response.writeHead(500).end('{"action":"accept"}')],
  ['answers no JSON', (_question, response) => response.end('yes')],
  ['answers what means nothing', answer({ action: 'maybe' })],
  ['makes of a comment what it can’t be', answer({ action: 'change', mode: 'sideways' })],
  ['makes nothing of a comment', answer({ action: 'change', text: '\u200b' })],
  [
    'answers too much',
    (_question, response) => response.end(JSON.stringify({ action: 'accept', pad: 'x'.repeat(20_000) })),
  ],
  ['sends us elsewhere', (_question, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
  ['hangs up', (_question, response) => response.destroy()],
])('A hook that %s (3.9)', (_how, reply) => {
  it('lets comments through or keeps them out, as the operator chose', async () => {
    const room = newRoom();
    const [open, shut] = [await enter(gateway, room, 'ann'), await enter(closed, room, 'ann')];
    site.reply = reply;
    const [first, second] = await Promise.all([open.post({ ref: '1', text: 'x' }), shut.post({ ref: '1', text: 'x' })]);
    expect(first).toMatchObject({ type: 'ack' });
    expect(second).toMatchObject({ type: 'refused', code: 'overloaded', retryAfterMs: 1000 });
    // A connection that was cut is tried once more: it may have lain idle for too long.
    expect(new Set(site.questions.map(({ headers }) => headers['danmaku-signature'])).size).toBeLessThanOrEqual(2);
    expect(site.questions.length).toBeLessThanOrEqual(4);
    site.reply = answer({ action: 'accept' });
    expect(await shut.post({ ref: '1', text: 'x' })).toMatchObject({ type: 'ack' });
    expect(await open.post({ ref: '2', text: 'y' })).toMatchObject({ type: 'ack' });
  });
});

it('3.9: a hook that keeps failing is left alone for a while, and says so once in the log', async () => {
  const room = newRoom();
  const ann = await enter(gateway, room, 'ann-2');
  site.reply = (_question, response) => response.destroy();
  for (let count = 0; count < 12; count += 1) await ann.post({ ref: `${count}`, text: `n${count}` });
  expect(site.questions.length).toBeLessThanOrEqual(10);
  expect(gateway.log.filter(({ msg }) => msg === 'HOOK_URL does not answer')).toHaveLength(1);
  expect(await metric(gateway, 'danmaku_hook_unanswered_total')).toBeGreaterThanOrEqual(12);
  expect(await kept(gateway, room)).toHaveLength(12);
});

it.each(['http://127.0.0.1:1/', 'http://2130706433/', 'http://[::1]/hook', 'http://169.254.169.254/latest'])(
  '3.9: %s lies in a private network, and a gateway that may not go there does not start',
  async (url) => {
    const process = new GatewayProcess({ PORT: '0', HOST: '127.0.0.1', HOOK_URL: url, HOOK_SECRET });
    expect((await process.exited).code).toBe(1);
    expect(process.log.map(({ msg }) => msg).join()).toContain('HOOK_URL: lies in a private network');
  },
);

it('3.9: a name that leads into a private network is not asked', async () => {
  const url = site.url.replace('127.0.0.1', 'localhost');
  const strict = await startGateway({ JWT_SECRET: SECRET, HOOK_URL: url, HOOK_SECRET, HOOK_FAIL: 'closed' });
  const ann = await enter(strict, 'lobby', 'ann');
  expect(await ann.post({ ref: '1', text: 'x' })).toMatchObject({ code: 'overloaded' });
  expect(site.questions).toEqual([]);
  await strict.stop();
});
