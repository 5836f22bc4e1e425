import type { RoomSettings } from '@danmaku-live/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, newRoom, type Client } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { call, metric } from './http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ ROOM_BUDGET: '10', FLUSH_MS: '100', POST_PER_SECOND: '1', POST_BURST: '4' });
});
afterAll(() => gateway.stop());

const server = (room: string) => join(gateway, room, { bearer: SERVER_KEY });

async function change(room: string, settings: Partial<RoomSettings>): Promise<void> {
  const { status } = await call(gateway, 'PATCH', `/v1/rooms/${room}/settings`, { body: settings });
  expect(status).toBe(200);
}

async function codeOf(client: Client, text: unknown, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await client.post({ ref: `r${Math.random()}`, text: text as string, ...more });
  return answer.type === 'ack' ? 'ok' : answer.code;
}

/** How many comments the viewer has been told of in one way or another. */
const accounted = (viewer: Client) =>
  viewer.frames.reduce((sum, { comments, leftOut = 0 }) => {
    const counts = comments.reduce((total, { count = 1 }) => total + count, 0);
    return sum + counts + leftOut;
  }, 0);

describe('Posts that come together (3.3, 4.4)', () => {
  it('are answered each by its own, in the order they came and to nobody else, also where somebody leaves at once', async () => {
    const room = newRoom();
    const [poster, bystander] = [await server(room), await join(gateway, room)];
    const refs = Array.from({ length: 60 }, (_, index) => `p${index}`);
    for (const ref of refs) poster.send({ type: 'post', ref, text: `text of ${ref}` });
    await poster.takeWhere('ack', ({ ref }) => ref === refs.at(-1));
    const acks = poster.messages.flatMap((message) => (message.type === 'ack' ? [message] : []));
    expect(acks.map(({ ref }) => ref)).toEqual(refs);
    expect(new Set(acks.map(({ id }) => id)).size).toBe(refs.length);
    await bystander.until(() => (accounted(bystander) === refs.length ? true : undefined), 'an account of all');
    expect(answers(bystander)).toEqual([]);
    poster.send({ type: 'post', ref: 'last', text: 'and I am off' });
    await poster.close();
    const other = await server(room);
    expect((await other.welcome()).comments.map(({ text }) => text)).toContain('text of p59');
    await Promise.all([other.close(), bystander.close()]);
  });
});

describe('A post is refused (3.5)', () => {
  it.each([
    ['invalid', { text: 7 }],
    ['invalid', { text: null }],
    ['invalid', { text: 'x', mode: 'diagonal' }],
    ['invalid', { text: 'x', color: 'red' }],
    ['invalid', { text: 'x', size: 99 }],
    ['invalid', { text: 'x', media: -1 }],
    ['empty', { text: '' }],
    ['empty', { text: ' \u200b\u3000 ' }],
    ['too_long', { text: '字'.repeat(101) }],
    ['too_long', { text: '👨‍👩‍👧‍👦'.repeat(37) }],
  ])('as %s for %j', async (code, { text, ...more }) => {
    const viewer = await join(gateway, newRoom());
    expect(await codeOf(viewer, text, more)).toBe(code);
    await viewer.settle();
    expect(viewer.frames).toEqual([]);
    await viewer.close();
  });

  it('as invalid and without a ref when it has no usable one (3.3)', async () => {
    const viewer = await join(gateway, newRoom());
    for (const ref of [undefined, '', 7, 'x'.repeat(65)]) viewer.send({ type: 'post', ref, text: 'x' });
    await viewer.settle();
    const refusals = viewer.messages.filter(({ type }) => type === 'refused');
    expect(refusals).toHaveLength(4);
    for (const refusal of refusals) {
      expect(refusal).toEqual({ type: 'refused', code: 'invalid', message: expect.any(String) as string });
    }
  });

  it('as rate_limited beyond the burst, with the time to wait; its ref is free again (3.4, 3.6, 4.4)', async () => {
    const viewer = await join(gateway, newRoom());
    const codes = [];
    for (const text of ['1', '2', '3', '4']) codes.push(await codeOf(viewer, text));
    const refused = await viewer.post({ ref: 'late', text: 'late' });
    expect([...codes, refused]).toEqual([
      'ok',
      'ok',
      'ok',
      'ok',
      {
        type: 'refused',
        ref: 'late',
        code: 'rate_limited',
        message: 'You are posting too fast.',
        retryAfterMs: expect.toSatisfy((ms: number) => ms > 0 && ms <= 1000) as number,
      },
    ]);
    await expect
      .poll(async () => (await viewer.post({ ref: 'late', text: 'late' })).type, { timeout: 5000, interval: 100 })
      .toBe('ack');
  });

  it('as slow_mode where the room is slow, and not for a server (3.6)', async () => {
    const room = newRoom();
    await change(room, { slowModeMs: 60_000 });
    const viewer = await join(gateway, room);
    expect([await codeOf(viewer, 'a'), await codeOf(viewer, 'b')]).toEqual(['ok', 'slow_mode']);
    const owner = await server(room);
    expect([await codeOf(owner, 'c'), await codeOf(owner, 'd')]).toEqual(['ok', 'ok']);
  });

  it('as duplicate where the room refuses them (3.6)', async () => {
    const room = newRoom();
    await change(room, { duplicates: 'refuse' });
    const [ann, bob] = await Promise.all([join(gateway, room), join(gateway, room)]);
    expect([await codeOf(ann, 'gg'), await codeOf(bob, ' gg '), await codeOf(bob, 'gg', { mode: 'top' })]).toEqual([
      'ok',
      'duplicate',
      'ok',
    ]);
  });

  it('as locked in a locked room, and not for a server (3.8)', async () => {
    const room = newRoom();
    await change(room, { locked: true });
    expect(await codeOf(await join(gateway, room), 'x')).toBe('locked');
    expect(await codeOf(await server(room), 'x')).toBe('ok');
  });

  it('as not_allowed where guests may only read', async () => {
    const room = newRoom();
    await change(room, { guests: 'read' });
    const viewer = await join(gateway, room);
    expect((await viewer.welcome()).you.can).toEqual(['read']);
    expect(await codeOf(viewer, 'x')).toBe('not_allowed');
  });

  it('as too_long by the room’s own limit', async () => {
    const room = newRoom();
    await change(room, { maxLength: 3 });
    const viewer = await join(gateway, room);
    expect([await codeOf(viewer, 'abc'), await codeOf(viewer, 'abcd')]).toEqual(['ok', 'too_long']);
  });

  it('as overloaded when more wait than a room may hold, and all that were acknowledged are in the log', async () => {
    const room = newRoom();
    const [owner, viewer] = [await server(room), await join(gateway, room)];
    const posts = 15_000;
    for (let ref = 0; ref < posts; ref += 1) owner.send(`{"type":"post","ref":"${ref}","text":"t${ref}"}`);
    await owner.until(() => (answers(owner).length === posts ? true : undefined), 'an answer to every post');
    const acked = answers(owner).filter(({ type }) => type === 'ack').length;
    const codes = new Set(answers(owner).flatMap((answer) => (answer.type === 'refused' ? answer.code : [])));
    expect(acked).toBeGreaterThanOrEqual(10_000);
    expect(codes).toEqual(new Set(['overloaded']));
    await viewer.until(() => (accounted(viewer) === acked ? true : undefined), 'all that were acknowledged');
  });
});

function answers(client: Client) {
  return client.messages.flatMap((message) => (message.type === 'ack' || message.type === 'refused' ? message : []));
}

describe('The budget of a room (4.3, 5.4)', () => {
  it('leaves out what is over it, says how many, and keeps the order of the rest', async () => {
    const room = newRoom();
    const [owner, viewer] = await Promise.all([server(room), join(gateway, room)]);
    const before = await metric(gateway, 'danmaku_comments_left_out_total');
    await Promise.all(Array.from({ length: 300 }, (_, index) => owner.post({ ref: `${index}`, text: `t${index}` })));
    await viewer.until(() => (accounted(viewer) === 300 ? true : undefined), 'an account of 300');
    const shown = viewer.comments.map(({ text }) => Number(text.slice(1)));
    expect(shown.length).toBeLessThan(60);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect((await metric(gateway, 'danmaku_comments_left_out_total')) - before).toBe(300 - shown.length);
  });

  it('has a reserve for the owner while the room is loud', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const crowd = await Promise.all(Array.from({ length: 12 }, () => join(gateway, room)));
    const owner = await server(room);
    await Promise.all(crowd.flatMap((guest) => ['1', '2', '3'].map((ref) => guest.post({ ref, text: ref }))));
    await owner.post({ ref: 'o', text: 'the owner speaks' });
    await viewer.sees('the owner speaks');
    await viewer.until(() => (accounted(viewer) === 37 ? true : undefined), 'an account of 37');
    expect(viewer.frames.some(({ leftOut = 0 }) => leftOut > 0)).toBe(true);
    for (const client of [viewer, owner, ...crowd]) client.socket.terminate();
  });
});

describe('Equal comments (5.5)', () => {
  it('of one flush travel as one with a count where the room merges', async () => {
    const room = newRoom();
    await change(room, { duplicates: 'merge' });
    const [owner, viewer] = await Promise.all([server(room), join(gateway, room)]);
    await Promise.all(Array.from({ length: 50 }, (_, index) => owner.post({ ref: `${index}`, text: '666' })));
    await viewer.until(() => (accounted(viewer) === 50 ? true : undefined), 'an account of 50');
    expect(viewer.comments.length).toBeLessThan(10);
    expect(viewer.comments.some(({ count = 1 }) => count > 1)).toBe(true);
    expect(new Set(viewer.texts)).toEqual(new Set(['666']));
  });
});

describe('Settings (4.6)', () => {
  it('reach every viewer at once, and hold for who comes later', async () => {
    const room = newRoom();
    const viewers = await Promise.all([join(gateway, room), join(gateway, room)]);
    await change(room, { slowModeMs: 3000, pinned: 'c1' });
    const expected = {
      slowModeMs: 3000,
      guests: 'post',
      maxLength: 100,
      locked: false,
      duplicates: 'allow',
      pinned: 'c1',
    };
    for (const viewer of viewers) expect((await viewer.take('settings')).settings).toEqual(expected);
    expect((await (await join(gateway, room)).welcome()).settings).toEqual(expected);
  });

  it('that take the right to read away close guests with 4401 (2.8)', async () => {
    const room = newRoom();
    const [viewer, owner] = [await join(gateway, room), await server(room)];
    await change(room, { guests: 'none' });
    expect(await viewer.closed).toEqual({ code: 4401, reason: 'sign in first' });
    await owner.settle();
    expect(owner.socket.readyState).toBe(owner.socket.OPEN);
  });
});

describe('A recall (4.5)', () => {
  it('reaches every viewer, empties the history, and is heard by who resumes', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const bad = await viewer.post({ ref: '1', text: 'bad' });
    await viewer.post({ ref: '2', text: 'good' });
    await viewer.sees('good');
    const { offset } = viewer;
    const id = bad.type === 'ack' ? bad.id : '';
    expect((await call(gateway, 'DELETE', `/v1/rooms/${room}/comments/${id}`)).status).toBe(204);
    expect(await viewer.take('recall')).toEqual({ type: 'recall', ids: [id] });
    expect((await (await join(gateway, room)).welcome()).comments.map(({ text }) => text)).toEqual(['good']);
    const back = await join(gateway, room, { after: offset });
    expect(await back.welcome()).toMatchObject({ recovered: true, comments: [] });
    expect(await back.take('recall')).toEqual({ type: 'recall', ids: [id] });
    expect(back.messages.map(({ type }) => type)).toEqual(['welcome', 'recall']);
  });

  it('of a user takes all of theirs, and nothing they say afterwards', async () => {
    const room = newRoom();
    const [troll, viewer] = await Promise.all([join(gateway, room), join(gateway, room)]);
    const { you } = await troll.welcome();
    await troll.post({ ref: '1', text: 'bad' });
    await viewer.post({ ref: '1', text: 'good' });
    expect((await call(gateway, 'DELETE', `/v1/rooms/${room}/comments?user=${you.id}`)).status).toBe(204);
    expect(await viewer.take('recall')).toEqual({ type: 'recall', user: you.id });
    await troll.post({ ref: '2', text: 'sorry' });
    await viewer.sees('sorry');
    const { json } = await call(gateway, 'GET', `/v1/rooms/${room}/comments`);
    expect(json).toMatchObject({ comments: [{ text: 'good' }, { text: 'sorry' }] });
  });
});
