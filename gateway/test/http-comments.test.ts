import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, newRoom } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { call, exchange, expectProblem } from './http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ ALLOWED_ORIGINS: 'https://example.com', HISTORY_SIZE: '40' });
});
afterAll(() => gateway.stop());

const comments = (room: string, query = '') => `/v1/rooms/${room}/comments${query}`;
const post = (room: string, body: unknown, headers: Record<string, string> = {}) =>
  call(gateway, 'POST', comments(room), { body, headers });

describe('Posting (7.4)', () => {
  it('answers 201 with the id under which every viewer sees it', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const answer = await post(room, { text: ' hi ', mode: 'top', color: '#FF0000', size: 'small', media: 7.5 });
    expect(answer).toMatchObject({ status: 201, json: { id: expect.any(String) as string } });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await viewer.sees('hi')).toMatchObject({
      ...(answer.json as object),
      user: { id: 'server-1', name: 'Server', role: 'owner' },
      mode: 'top',
      color: '#ff0000',
      size: 'small',
      media: 7.5,
    });
  });

  it('takes Idempotency-Key for the ref, and a ref for itself (3.4)', async () => {
    const room = newRoom();
    const key = { 'idempotency-key': 'k1' };
    const answers = [await post(room, { text: 'a' }, key), await post(room, { text: 'a' }, key)];
    answers.push(await post(room, { text: 'a', ref: 'k1' }));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    await post(room, { text: 'a' });
    await post(room, { text: 'a' });
    const { json } = await call(gateway, 'GET', comments(room));
    expect((json as { comments: unknown[] }).comments).toHaveLength(3);
  });

  it('without a credential is a guest’s, the same for all of an address (7.2)', async () => {
    const room = newRoom();
    const asGuest = (text: string) => call(gateway, 'POST', comments(room), { body: { text }, bearer: null });
    for (const text of ['1', '2', '3', '4', '5']) expect((await asGuest(text)).status).toBe(201);
    const limited = await asGuest('6');
    expectProblem(limited, 429, 'rate_limited');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    const { json } = await call(gateway, 'GET', comments(room), { bearer: null });
    const { comments: posted } = json as { comments: { user: { id: string } }[] };
    expect(new Set(posted.map(({ user }) => user.id)).size).toBe(1);
  });

  it.each([
    ['no text', { mode: 'top' }, 400, 'invalid', 'text'],
    ['a text that is none', { text: 7 }, 400, 'invalid', 'text'],
    ['a wrong mode', { text: 'x', mode: 'up' }, 400, 'invalid', 'mode'],
    ['a wrong colour', { text: 'x', color: 'red' }, 400, 'invalid', 'color'],
    ['a wrong size', { text: 'x', size: 'xl' }, 400, 'invalid', 'size'],
    ['a wrong time', { text: 'x', media: 'now' }, 400, 'invalid', 'media'],
    ['a wrong ref', { text: 'x', ref: 7 }, 400, 'invalid', 'ref'],
    ['nothing to see', { text: '\u200b' }, 400, 'empty', 'text'],
    ['too much', { text: 'x'.repeat(101) }, 400, 'too_long', 'text'],
    ['no object', '[]', 400, 'invalid', 'body'],
    ['no JSON', '{"text":', 400, 'invalid', 'body'],
    ['nothing', '', 400, 'invalid', 'body'],
    ['bytes that are no UTF-8', Buffer.from('{"text":"\xff\xfe"}', 'latin1'), 400, 'invalid', 'body'],
    ['depth', `{"text":${'['.repeat(8000)}${']'.repeat(8000)}}`, 400, 'invalid', 'text'],
    ['a prototype', '{"__proto__":{"text":"x"}}', 400, 'invalid', 'text'],
  ] as const)(
    'with %s is refused, names the field, and stores nothing (7.3)',
    async (_name, body, status, code, field) => {
      const room = newRoom();
      expectProblem(await post(room, body), status, code, field);
      expect((await call(gateway, 'GET', comments(room))).json).toMatchObject({ comments: [] });
    },
  );

  it('refuses a long Idempotency-Key', async () => {
    expectProblem(await post(newRoom(), { text: 'x' }, { 'idempotency-key': 'k'.repeat(65) }), 400, 'invalid', 'ref');
  });

  it('takes bodies up to 16 KiB, and answers 413 beyond (7.3)', async () => {
    const room = newRoom();
    const padded = (bytes: number) => {
      const body = JSON.stringify({ text: 'x', pad: '' });
      return body.replace('"pad":""', `"pad":"${'p'.repeat(bytes - body.length)}"`);
    };
    expect((await post(room, padded(16_384))).status).toBe(201);
    expectProblem(await post(room, padded(16_385)), 413, 'body_too_large');
    expectProblem(await post(room, 'x'.repeat(1_000_000)), 413, 'body_too_large');
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp', 'json'])(
    'answers %s with 415 (7.3)',
    async (type) => {
      expectProblem(await post(newRoom(), { text: 'x' }, { 'content-type': type }), 415, 'unsupported_media_type');
    },
  );

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.danmaku+json'])(
    'takes %s',
    async (type) => {
      expect((await post(newRoom(), { text: 'x' }, { 'content-type': type })).status).toBe(201);
    },
  );
});

describe('Credentials (7.2)', () => {
  it.each(['Bearer nonsense', 'Basic dXNlcjpwYXNz', 'Bearer', `Token ${SERVER_KEY}`, `Bearer ${SERVER_KEY} x`])(
    '%j is answered 401, with the way to do it',
    async (authorization) => {
      const answer = await call(gateway, 'GET', comments(newRoom()), { bearer: null, headers: { authorization } });
      expectProblem(answer, 401, 'token_invalid');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    },
  );

  it('of a guest do not moderate', async () => {
    const room = newRoom();
    const guest = { bearer: null };
    expectProblem(await call(gateway, 'DELETE', `${comments(room)}/c1`, guest), 403, 'not_allowed');
    expectProblem(await call(gateway, 'DELETE', comments(room, '?user=u1'), guest), 403, 'not_allowed');
    const patch = { ...guest, body: { locked: true } };
    expectProblem(await call(gateway, 'PATCH', `/v1/rooms/${room}/settings`, patch), 403, 'not_allowed');
  });
});

describe('Reading (7.5)', () => {
  const room = 'paged';
  beforeAll(async () => {
    for (let index = 1; index <= 30; index += 1) await post(room, { text: `n${index}` });
  });
  const page = async (query: string) => {
    const { json } = await call(gateway, 'GET', comments(room, query), { bearer: null });
    const { first, offset, comments: found } = json as { first: string; offset: string; comments: { text: string }[] };
    return { first, offset, texts: found.map(({ text }) => text) };
  };
  const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `n${from + index}`);

  it('gives the latest, oldest first', async () => {
    expect((await page('')).texts).toEqual(numbers(1, 30));
    expect((await page('?limit=3&format=json')).texts).toEqual(numbers(28, 30));
  });

  it('walks forward from any offset', async () => {
    const all: string[] = [];
    let { offset } = await page('?before=000000000-00000000');
    for (;;) {
      const next = await page(`?limit=7&after=${offset}`);
      if (next.texts.length === 0) break;
      all.push(...next.texts);
      offset = next.offset;
    }
    expect(all).toEqual(numbers(1, 30));
    await post(room, { text: 'n31' });
    expect((await page(`?after=${offset}`)).texts).toEqual(['n31']);
  });

  it('walks backward from the first of any page to the oldest there is', async () => {
    const all: string[] = [];
    for (let found = await page('?limit=7'); found.texts.length > 0;) {
      all.unshift(...found.texts);
      found = await page(`?limit=7&before=${found.first}`);
    }
    expect(all.slice(0, 30)).toEqual(numbers(1, 30));
  });

  it('goes back from the offset of any page', async () => {
    const { offset } = await page('?limit=10&after=000000000-00000000');
    expect((await page(`?limit=4&before=${offset}`)).texts).toEqual(numbers(6, 9));
  });

  it('continues where a viewer is, and the other way round', async () => {
    const viewer = await join(gateway, room, { after: (await page('?limit=5&after=000000000-00000000')).offset });
    const welcome = await viewer.welcome();
    expect(welcome.recovered).toBe(true);
    expect(welcome.comments[0]?.text).toBe('n6');
    expect((await page(`?after=${welcome.offset}`)).texts).toEqual([]);
  });

  it('keeps no more than the room does (5.7)', async () => {
    const full = newRoom();
    for (let index = 1; index <= 45; index += 1) await post(full, { text: `n${index}` });
    const { json } = await call(gateway, 'GET', comments(full, '?limit=1000'));
    expect((json as { comments: { text: string }[] }).comments.map(({ text }) => text)).toEqual(numbers(6, 45));
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=1001'],
    ['limit', 'limit=ten'],
    ['limit', 'limit=-1'],
    ['limit', 'limit='],
    ['after', 'after=nonsense'],
    ['before', 'before=%00'],
    ['format', 'format=pdf'],
  ])('refuses a wrong %s (?%s)', async (field, query) => {
    expectProblem(await call(gateway, 'GET', comments(room, `?${query}`)), 400, 'invalid', field);
  });
});

it('A body whose length nobody says is read all the same', async () => {
  const head = `POST ${comments(newRoom())} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${SERVER_KEY}\r\n`;
  const chunked = 'Transfer-Encoding: chunked\r\n\r\n8\r\n{"text":\r\n4\r\n"hi"\r\n1\r\n}\r\n0\r\n\r\n';
  expect(await exchange(gateway, head + chunked)).toMatch(/^HTTP\/1\.1 201 /);
});
