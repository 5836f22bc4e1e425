import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, newRoom } from '../client.ts';
import { startGateway, type Gateway } from '../harness.ts';
import { call, expectProblem } from '../http.ts';
import { SECRET, enter, kept, moderate, tokenOf } from './people.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ JWT_SECRET: SECRET, TRUSTED_PROXIES: '127.0.0.1', POST_BURST: '50' });
});
afterAll(() => gateway.stop());

const put = (room: string, user: string, body: unknown) => moderate(gateway, room, 'PUT', `/sanctions/${user}`, body);
const lift = (room: string, user: string) => moderate(gateway, room, 'DELETE', `/sanctions/${user}`);
const postAs = (room: string, bearer: string | null, text: string, from = '203.0.113.1') =>
  call(gateway, 'POST', `/v1/rooms/${room}/comments`, { bearer, body: { text }, headers: { 'x-forwarded-for': from } });

describe('A mute (7.14)', () => {
  it('lets its user watch and not post, says how long, and can be lifted', async () => {
    const room = newRoom();
    const ann = await enter(gateway, room, 'ann');
    expect((await put(room, 'ann', { kind: 'mute', seconds: 600, reason: 'too loud' })).json).toMatchObject({
      user: 'ann',
      kind: 'mute',
      reason: 'too loud',
      by: { id: 'mod', role: 'moderator' },
    });
    const refused = await ann.post({ ref: '1', text: 'hello' });
    expect(refused).toMatchObject({ type: 'refused', code: 'muted', message: 'You are muted in this room.' });
    expect('retryAfterMs' in refused && refused.retryAfterMs).toBeGreaterThan(590_000);
    expectProblem(await postAs(room, tokenOf('ann'), 'hello'), 403, 'muted');
    const bob = await enter(gateway, room, 'bob');
    await bob.post({ ref: '1', text: 'from bob' });
    await ann.sees('from bob');
    expect((await lift(room, 'ann')).status).toBe(204);
    expect(await ann.post({ ref: '2', text: 'again' })).toMatchObject({ type: 'ack' });
    expect(await kept(gateway, room)).toEqual(['from bob', 'again']);
  });

  it('ends by itself', async () => {
    const room = newRoom();
    const ann = await enter(gateway, room, 'ann');
    await put(room, 'ann', { kind: 'mute', seconds: 1 });
    expect(await ann.post({ ref: '1', text: 'x' })).toMatchObject({ code: 'muted' });
    await expect.poll(async () => (await ann.post({ ref: '2', text: 'x' })).type, { timeout: 5000 }).toBe('ack');
    expect((await moderate(gateway, room, 'GET', '/sanctions')).json).toEqual({ total: 0, sanctions: [] });
  });
});

describe('A ban (7.14, 2.10)', () => {
  it('closes every connection of its user with 4403, keeps new ones out, and refuses requests', async () => {
    const room = newRoom();
    const [phone, desktop, bob] = [
      await enter(gateway, room, 'ann'),
      await enter(gateway, room, 'ann'),
      await enter(gateway, room, 'bob'),
    ];
    await put(room, 'ann', { kind: 'ban' });
    expect([(await phone.closed).code, (await desktop.closed).code]).toEqual([4403, 4403]);
    const again = new Client(socketUrl(gateway, room), { bearer: tokenOf('ann') });
    expect((await again.closed).code).toBe(4403);
    expect(again.messages).toEqual([]);
    expectProblem(await postAs(room, tokenOf('ann'), 'x'), 403, 'banned');
    expectProblem(await call(gateway, 'GET', `/v1/rooms/${room}/comments`, { bearer: tokenOf('ann') }), 403, 'banned');
    await bob.settle();
    await lift(room, 'ann');
    await enter(gateway, room, 'ann');
  });

  it('reaches somebody who signs in as the banned later', async () => {
    const room = newRoom();
    await put(room, 'ann', { kind: 'ban', seconds: 60 });
    const guest = await join(gateway, room);
    guest.send({ type: 'auth', token: tokenOf('ann') });
    expect((await guest.closed).code).toBe(4403);
  });

  it('holds in its room only', async () => {
    const [room, other] = [newRoom(), newRoom()];
    await put(room, 'ann', { kind: 'ban' });
    expect(await (await enter(gateway, other, 'ann')).post({ ref: '1', text: 'x' })).toMatchObject({ type: 'ack' });
  });
});

describe('A shadow ban (7.14)', () => {
  it('acknowledges and shows to its user alone; nobody else, nobody later and no file ever has it', async () => {
    const room = newRoom();
    const [ann, bob] = [await enter(gateway, room, 'ann'), await enter(gateway, room, 'bob')];
    await put(room, 'ann', { kind: 'shadow' });
    const answer = await ann.post({ ref: '1', text: 'unseen' });
    expect(answer).toMatchObject({ type: 'ack' });
    expect(await ann.sees('unseen')).toMatchObject({ id: 'id' in answer ? answer.id : '', user: { id: 'ann' } });
    expect(await ann.post({ ref: '1', text: 'unseen' })).toEqual(answer);
    expect((await postAs(room, tokenOf('ann'), 'unseen too')).status).toBe(201);
    await bob.post({ ref: '1', text: 'seen' });
    await bob.sees('seen');
    await ann.sees('seen');
    expect(bob.texts).toEqual(['seen']);
    expect(await kept(gateway, room)).toEqual(['seen']);
    expect((await (await join(gateway, room)).welcome()).comments).toHaveLength(1);
    for (const format of ['xml', 'ass', 'ndjson']) {
      const { text } = await call(gateway, 'GET', `/v1/rooms/${room}/comments?format=${format}`);
      expect(text).toContain('seen');
      expect(text).not.toContain('unseen');
    }
  });

  it('is limited in its rate like everybody', async () => {
    const room = newRoom();
    await moderate(gateway, room, 'PATCH', '/settings', { slowModeMs: 60_000 });
    await put(room, 'ann', { kind: 'shadow' });
    const ann = await enter(gateway, room, 'ann');
    expect(await ann.post({ ref: '1', text: 'x' })).toMatchObject({ type: 'ack' });
    expect(await ann.post({ ref: '2', text: 'y' })).toMatchObject({ code: 'slow_mode' });
  });
});

describe('A sanction by address (7.14)', () => {
  const from = (address: string) => ({ headers: { 'x-forwarded-for': address } });

  it('holds for whoever comes from where its user was seen, an IPv6 network as a whole', async () => {
    const room = newRoom();
    const guest = await join(gateway, room, from('2001:db8:7:7::1'));
    const { you } = await guest.welcome();
    const [neighbour, stranger] = [
      await join(gateway, room, from('2001:db8:7:7:ffff::2')),
      await join(gateway, room, from('2001:db8:7:8::1')),
    ];
    await put(room, you.id, { kind: 'ban', byAddress: true });
    expect((await guest.closed).code).toBe(4403);
    expect((await neighbour.closed).code).toBe(4403);
    const fresh = new Client(socketUrl(gateway, room), from('2001:db8:7:7:1:2:3:4'));
    expect((await fresh.closed).code).toBe(4403);
    expectProblem(await postAs(room, null, 'x', '2001:db8:7:7::9'), 403, 'banned');
    expect(await stranger.post({ ref: '1', text: 'still here' })).toMatchObject({ type: 'ack' });
    const listed = await moderate(gateway, room, 'GET', '/sanctions');
    expect(listed.json).toMatchObject({ total: 1, sanctions: [{ user: you.id, byAddress: true }] });
    expect(listed.text).not.toContain('2001');
    await lift(room, you.id);
    await join(gateway, room, from('2001:db8:7:7::1'));
  });

  it('follows its user to where they turn up next', async () => {
    const room = newRoom();
    await put(room, 'ann', { kind: 'mute', byAddress: true });
    await join(gateway, room);
    expectProblem(await postAs(room, tokenOf('ann'), 'x', '198.51.100.7'), 403, 'muted');
    await expect.poll(async () => (await postAs(room, null, 'y', '198.51.100.7')).status).toBe(403);
    expect((await postAs(room, null, 'z', '198.51.100.8')).status).toBe(201);
  });
});

describe('Rank (7.14)', () => {
  it('no moderator sanctions another, an owner does, and nobody an owner', async () => {
    const room = newRoom();
    const [mod2, owner] = [
      await enter(gateway, room, 'mod2', 'moderator'),
      await enter(gateway, room, 'boss', 'owner'),
    ];
    await put(room, 'mod2', { kind: 'ban' });
    await put(room, 'boss', { kind: 'ban' });
    expect(await mod2.post({ ref: '1', text: 'still here' })).toMatchObject({ type: 'ack' });
    const byOwner = { bearer: tokenOf('boss', 'owner'), body: { kind: 'mute' } };
    await call(gateway, 'PUT', `/v1/rooms/${room}/sanctions/mod2`, byOwner);
    expect(await mod2.post({ ref: '2', text: 'x' })).toMatchObject({ code: 'muted' });
    expectProblem(await put(room, 'mod2', { kind: 'shadow' }), 403, 'not_allowed');
    expectProblem(await lift(room, 'mod2'), 403, 'not_allowed');
    expect(await owner.post({ ref: '1', text: 'y' })).toMatchObject({ type: 'ack' });
  });
});

describe('The list and the audit (7.14, 7.15)', () => {
  it('hold the newest first, a page at a time, and who did what', async () => {
    const room = newRoom();
    for (const user of ['a', 'b', 'c']) await put(room, user, { kind: 'mute' });
    await put(room, 'b', { kind: 'ban', seconds: 60, reason: 'again' });
    await lift(room, 'a');
    const list = async (query: string) =>
      ((await moderate(gateway, room, 'GET', `/sanctions${query}`)).json as { sanctions: { user: string }[] })
        .sanctions;
    expect((await list('')).map(({ user }) => user)).toEqual(['b', 'c']);
    expect(await list('?limit=1&skip=1')).toMatchObject([{ user: 'c', kind: 'mute' }]);
    const { json } = await moderate(gateway, room, 'GET', '/audit?limit=3');
    expect((json as { entries: unknown[] }).entries).toMatchObject([
      { action: 'lift', target: 'a', by: { id: 'mod', name: 'mod', role: 'moderator' } },
      { action: 'ban', target: 'b', detail: { seconds: 60, reason: 'again' } },
      { action: 'mute', target: 'c' },
    ]);
  });

  it.each([
    [{ kind: 'kick' }, 'kind'],
    [{}, 'kind'],
    [{ kind: 'mute', seconds: 0 }, 'seconds'],
    [{ kind: 'mute', seconds: 1.5 }, 'seconds'],
    [{ kind: 'mute', seconds: 99_999_999 }, 'seconds'],
    [{ kind: 'mute', reason: 'x'.repeat(201) }, 'reason'],
    [{ kind: 'mute', byAddress: 'yes' }, 'byAddress'],
    [{ kind: 'mute', forever: true }, 'forever'],
    ['mute', 'body'],
  ])('%j is refused and nothing holds', async (body, field) => {
    const room = newRoom();
    expectProblem(await put(room, 'ann', body), 400, 'invalid', field);
    expect((await moderate(gateway, room, 'GET', '/sanctions')).json).toEqual({ total: 0, sanctions: [] });
  });

  it('a user has a name of 1 to 64 characters', async () => {
    expectProblem(await put(newRoom(), 'x'.repeat(65), { kind: 'mute' }), 400, 'invalid', 'user');
  });
});
