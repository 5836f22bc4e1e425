import type { You } from '@danmaku-live/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ConnectionOptions } from '../../src/connection/connection.ts';
import { stubStorage, until } from './browser-like.ts';
import { useReaders, type Reader } from './reader.ts';
import { comment, ScriptedGateway, welcome, YOU } from './scripted-gateway.ts';

const MEI: You = { id: 'u1', name: 'Mei', role: 'member', can: ['read', 'post'] };

let gateway: ScriptedGateway;

beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});
afterEach(() => gateway.stop());
const readRoom = useReaders();

const join = (options: Partial<ConnectionOptions> = {}): Reader => readRoom(gateway.url, options);

describe('posting', () => {
  it('resolves with the id of the ack', async () => {
    const { connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: '前方高能', mode: 'top' });
    const { ref, text, mode } = await peer.hear('post');
    expect({ text, mode }).toEqual({ text: '前方高能', mode: 'top' });
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect(posted).resolves.toEqual({ id: 'c1' });
  });

  it('rejects with code, message and time of a refusal', async () => {
    const { connection } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: 'x' });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'refused', ref: String(ref), code: 'slow_mode', message: 'Slow down.', retryAfterMs: 900 });
    await expect(posted).rejects.toEqual({ code: 'slow_mode', message: 'Slow down.', retryAfterMs: 900 });
  });

  it('waits for the welcome, and is repeated with the same ref on the next line', async () => {
    const { connection } = join();
    const posted = connection.post({ text: 'early' });
    const first = await gateway.peer();
    first.say(welcome());
    const { ref } = await first.hear('post');
    first.cut();
    const second = await gateway.peer();
    second.say(welcome());
    expect(await second.hear('post')).toMatchObject({ ref, text: 'early' });
    second.say({ type: 'ack', ref: String(ref), id: 'c9' });
    await expect(posted).resolves.toEqual({ id: 'c9' });
  });

  it('does not hand on the frame that brings back what was acknowledged', async () => {
    const { connection, ids } = join();
    const peer = await gateway.peer();
    peer.say(welcome());
    const posted = connection.post({ text: 'mine' });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'ack', ref: String(ref), id: 'mine' });
    peer.say({ type: 'comments', offset: '2', comments: [comment('mine'), comment('other')] });
    await posted;
    await until(() => expect(ids()).toEqual(['other']));
  });

  it('gives up without an answer, and refuses more than a reader can have typed', async () => {
    const { connection } = join({ giveUpMs: 60 });
    (await gateway.peer()).say(welcome());
    const posts = Array.from({ length: 21 }, (_, n) =>
      connection.post({ text: String(n) }).catch((error: unknown) => error),
    );
    await expect(posts[20]).resolves.toMatchObject({ code: 'overloaded' });
    await expect(posts[0]).resolves.toMatchObject({ code: 'no_answer' });
  });

  it('is refused when the page ends the connection', async () => {
    const { connection } = join();
    const posted = connection.post({ text: 'x' });
    connection.destroy();
    await expect(posted).rejects.toMatchObject({ code: 'closed' });
  });
});

describe('identity', () => {
  it('keeps a guest’s token, shows it first on the next line, and posts only when it is accepted', async () => {
    const items = stubStorage();
    const first = join();
    (await gateway.peer()).say(welcome());
    await until(() => expect([...items.values()]).toEqual(['guest.1.x']));
    first.connection.destroy();

    const { connection, seen } = join();
    const peer = await gateway.peer();
    const posted = connection.post({ text: 'x' });
    expect(await peer.hear('auth')).toEqual({ type: 'auth', token: 'guest.1.x' });
    peer.say(welcome({ you: { ...YOU, id: 'g_2', token: 'guest.2.x' } }));
    await peer.hear('heartbeat');
    peer.say({ type: 'you', you: YOU });
    const { ref } = await peer.hear('post');
    peer.say({ type: 'ack', ref: String(ref), id: 'c' });
    await posted;
    expect(seen.rooms.at(-1)?.you.id).toBe('g_1');
    expect([...items.values()]).toEqual(['guest.1.x']);
  });

  it('becomes the welcome’s new guest when the kept token is refused', async () => {
    const items = stubStorage();
    items.set(`danmaku-live:guest:${new URL(gateway.url).host}`, 'guest.old.x');
    const { connection } = join();
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome());
    peer.say({ type: 'refused', code: 'token_expired', message: 'Too old.' });
    void connection.post({ text: 'x' }).catch(() => undefined);
    await peer.hear('post');
    expect([...items.values()]).toEqual(['guest.1.x']);
  });

  it('is told to the page as it changes: first the guest of the welcome, then who the token says', async () => {
    gateway.answersHeartbeats = false;
    const { seen } = join({ token: 'mine' });
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome());
    peer.say({ type: 'you', you: MEI });
    await until(() => expect(seen.rooms.map(({ you }) => you.id)).toEqual(['g_1', 'u1']));
    peer.say({ type: 'refused', code: 'token_expired', message: 'Too old.' });
    peer.say({ type: 'settings', settings: welcome().settings });
    await until(() => expect(seen.rooms).toHaveLength(3));
    expect(seen.rooms.at(-1)?.you.id).toBe('u1');
  });

  it('asks the page for a token at every line, and shows it before anything else', async () => {
    let asked = 0;
    const token = async () => `t${(asked += 1)}`;
    join({ token });
    const first = await gateway.peer();
    expect(await first.hear('auth')).toEqual({ type: 'auth', token: 't1' });
    first.say(welcome({ you: { id: 'u', name: 'U', role: 'member', can: ['read', 'post'] } }));
    first.cut();
    expect(await (await gateway.peer()).hear('auth')).toEqual({ type: 'auth', token: 't2' });
  });

  it('goes on as a guest when the page’s function fails, says so, and is who the token says once it does not', async () => {
    let asked = 0;
    const token = () => ((asked += 1) === 1 ? Promise.reject(new Error('no session')) : Promise.resolve('t'));
    const { seen } = join({ token });
    const peer = await gateway.peer();
    peer.say(welcome());
    await until(() => expect(seen.states.at(-1)?.state).toBe('joined'));
    expect(seen.errors).toEqual(['The page gave no token; going on as a guest.']);
    expect(await peer.hear('auth')).toEqual({ type: 'auth', token: 't' });
    peer.say({ type: 'you', you: MEI });
    await until(() => expect(seen.rooms.at(-1)?.you).toEqual(MEI));
  });

  it('is the welcome’s guest while the token can not be checked, who posts and shows it again', async () => {
    const { connection, seen } = join({ token: 'mine' });
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome());
    const posted = connection.post({ text: 'x' });
    peer.say({ type: 'refused', code: 'overloaded', message: 'Later.' });
    peer.say({ type: 'ack', ref: String((await peer.hear('post'))['ref']), id: 'c' });
    await expect(posted).resolves.toEqual({ id: 'c' });
    expect(seen.rooms.at(-1)?.you).toEqual(YOU);
    expect(await peer.hear('auth')).toEqual({ type: 'auth', token: 'mine' });
    peer.say({ type: 'you', you: MEI });
    await until(() => expect(seen.rooms.at(-1)?.you).toEqual(MEI));
  });

  it('is kept for the next visit when the gateway could not check it', async () => {
    const items = stubStorage();
    items.set(`danmaku-live:guest:${new URL(gateway.url).host}`, 'guest.old.x');
    const { connection } = join();
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome());
    peer.say({ type: 'refused', code: 'overloaded', message: 'Later.' });
    void connection.post({ text: 'x' }).catch(() => undefined);
    await peer.hear('post');
    expect([...items.values()]).toEqual(['guest.old.x']);
  });

  it('posts after any refusal that is no answer to a post, but not before its welcome', async () => {
    const { connection } = join({ token: 'mine' });
    const peer = await gateway.peer();
    await peer.hear('auth');
    void connection.post({ text: 'x' }).catch(() => undefined);
    peer.say({ type: 'refused', code: 'rate_limited', message: 'Slow down.' });
    peer.say(welcome());
    await peer.hear('heartbeat');
    expect(await peer.hear('post')).toMatchObject({ text: 'x' });
  });

  it('is asked for anew when a token has ended before there was another', async () => {
    let asked = 0;
    const { seen } = join({ token: async () => `t${(asked += 1)}` });
    const peer = await gateway.peer();
    await peer.hear('auth');
    peer.say(welcome({ you: MEI }));
    peer.say({ type: 'you', you: YOU });
    await until(() => expect(seen.rooms.at(-1)?.you).toEqual(YOU));
    expect(await peer.hear('auth')).toEqual({ type: 'auth', token: 't2' });
  });
});
