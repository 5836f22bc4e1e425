import type { Role } from '@danmaku-live/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, type ConnectOptions } from '../client.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { call } from '../http.ts';
import { SECRET, tokenOf } from './people.ts';

type Standing = Role | 'server';
type GuestSetting = 'post' | 'read' | 'none';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ JWT_SECRET: SECRET, POST_PER_SECOND: '1000', POST_BURST: '1000' });
  for (const guests of ['post', 'read', 'none'] satisfies GuestSetting[]) {
    await call(gateway, 'PATCH', `/v1/rooms/${guests}/settings`, { body: { guests } });
  }
});
afterAll(() => gateway.stop());

const STANDINGS: readonly Standing[] = ['guest', 'member', 'paid', 'moderator', 'owner', 'server'];
const SETTINGS: readonly GuestSetting[] = ['post', 'read', 'none'];

function credential(standing: Standing): string | undefined {
  if (standing === 'server') return SERVER_KEY;
  return standing === 'guest' ? undefined : tokenOf(`a ${standing}`, standing);
}

/** y where the request is not answered `not_allowed`. */
async function allowed(
  standing: Standing,
  room: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  const options = { bearer: credential(standing) ?? null, ...(body !== undefined && { body }) };
  const { json, status } = await call(gateway, method, `/v1/rooms/${room}${path}`, options);
  if (status < 300 || status === 404) return 'y';
  expect(json).toMatchObject({ status: 403, code: 'not_allowed' });
  return 'n';
}

type Request = readonly [name: string, expected: string, method: string, path: string, body?: object];

/** Per request what a guest may in a room of each setting (post, read, none), then the others in any room. */
const REQUESTS: readonly Request[] = [
  ['post a comment', 'ynn yyyyy', 'POST', '/comments', { text: 'hello' }],
  ['list comments', 'yyn yyyyy', 'GET', '/comments'],
  ['export comments', 'yyn yyyyy', 'GET', '/comments?format=xml'],
  ['recall a comment', 'nnn nnyyy', 'DELETE', '/comments/c1'],
  ['recall a user', 'nnn nnyyy', 'DELETE', '/comments?user=nobody'],
  ['recall all', 'nnn nnyyy', 'DELETE', '/comments?all=true'],
  ['see the room', 'yyn yyyyy', 'GET', ''],
  ['change settings', 'nnn nnyyy', 'PATCH', '/settings', {}],
  ['list words', 'nnn nnyyy', 'GET', '/words'],
  ['replace words', 'nnn nnyyy', 'PUT', '/words', { words: [] }],
  ['list sanctions', 'nnn nnyyy', 'GET', '/sanctions'],
  ['sanction a user', 'nnn nnyyy', 'PUT', '/sanctions/nobody', { kind: 'mute', seconds: 1 }],
  ['lift a sanction', 'nnn nnyyy', 'DELETE', '/sanctions/somebody'],
  ['list held comments', 'nnn nnyyy', 'GET', '/held'],
  ['publish a held comment', 'nnn nnyyy', 'POST', '/held/nothing'],
  ['see the audit', 'nnn nnyyy', 'GET', '/audit'],
];

const CASES = REQUESTS.map(([name, expected, method, path, body]) => ({ name, expected, method, path, body }));

it.each(CASES)('7.19: who may $name: $expected', async ({ expected, method, path, body }) => {
  const guests = [];
  for (const setting of SETTINGS) guests.push(await allowed('guest', setting, method, path, body));
  const others = [];
  for (const standing of STANDINGS.slice(1)) {
    const cells = new Set<string>();
    for (const setting of SETTINGS) cells.add(await allowed(standing, setting, method, path, body));
    others.push([...cells].join(''));
  }
  expect(`${guests.join('')} ${others.join('')}`).toBe(expected);
});

describe('Messages (7.19)', () => {
  const options = (standing: Standing): ConnectOptions => {
    const bearer = credential(standing);
    return bearer === undefined ? {} : { bearer };
  };

  it.each(STANDINGS)('a %s says what the table grants', async (standing) => {
    for (const guests of SETTINGS) {
      const isGuest = standing === 'guest';
      if (isGuest && guests === 'none') {
        const lurker = new Client(socketUrl(gateway, guests));
        lurker.socket.once('open', () => lurker.send({ type: 'post', ref: '1', text: 'hello' }));
        expect((await lurker.closed).code).toBe(4401);
        continue;
      }
      const client = await join(gateway, guests, options(standing));
      const { you } = await client.welcome();
      const moderates = ['moderator', 'owner', 'server'].includes(standing);
      const posts = !isGuest || guests === 'post';
      expect(you.can).toEqual(['read', ...(posts ? ['post'] : []), ...(moderates ? ['moderate'] : [])]);
      await client.settle();
      const answer = await client.post({ ref: '1', text: `hello from ${standing}` });
      expect(answer).toMatchObject(posts ? { type: 'ack' } : { type: 'refused', code: 'not_allowed' });
      client.send({ type: 'auth', token: tokenOf('somebody', 'member') });
      expect((await client.take('you')).you).toMatchObject({ id: 'somebody', role: 'member' });
      await client.close();
    }
  });

  it.each(STANDINGS)('the rules of a room hold for a %s as the table says (3.8)', async (standing) => {
    const room = `ruled-${standing}`;
    const isFree = ['moderator', 'owner', 'server'].includes(standing);
    const set = (body: unknown) => call(gateway, 'PATCH', `/v1/rooms/${room}/settings`, { body });
    await call(gateway, 'PUT', `/v1/rooms/${room}/words`, { body: { words: ['scam'] } });
    const client = await join(gateway, room, options(standing));
    const codes: string[] = [];
    const post = async (text: string) => {
      const answer = await client.post({ ref: `${codes.length}`, text });
      codes.push('code' in answer ? answer.code : 'ack');
    };
    await post('scam');
    await set({ locked: true });
    await post('locked?');
    await set({ locked: false, duplicates: 'refuse' });
    await post('twice');
    await post('twice');
    await set({ duplicates: 'allow', slowModeMs: 60_000 });
    await post('slow');
    await post('slower');
    const refused = ['blocked_word', 'locked', 'ack', 'duplicate', 'ack', 'slow_mode'];
    expect(codes).toEqual(isFree ? refused.map(() => 'ack') : refused);
  });
});
