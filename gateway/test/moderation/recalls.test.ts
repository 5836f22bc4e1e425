import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { join, newRoom } from '../client.ts';
import { SERVER_KEY, startGateway, type Gateway } from '../harness.ts';
import { call, expectProblem } from '../http.ts';
import { SECRET, enter, kept, moderate, tokenOf } from './people.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    JWT_SECRET: SECRET,
    POST_PER_SECOND: '1000',
    POST_BURST: '2000',
    ROOM_BUDGET: '5000',
  });
});
afterAll(() => gateway.stop());

async function say(room: string, user: string, ...texts: readonly string[]): Promise<string[]> {
  const answers = texts.map((text) =>
    call(gateway, 'POST', `/v1/rooms/${room}/comments`, { bearer: tokenOf(user), body: { text } }),
  );
  return (await Promise.all(answers)).map(({ json }) => (json as { id: string }).id);
}

describe('A recall (7.6, 7.13)', () => {
  it('of one comment, of a user, and of the room leaves every screen, late joiners and files without them', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const [first] = await say(room, 'ann', 'one');
    await say(room, 'ann', 'two');
    await say(room, 'bob', 'three');
    await viewer.sees('three');
    await moderate(gateway, room, 'DELETE', `/comments/${first}`);
    expect(await viewer.take('recall')).toEqual({ type: 'recall', ids: [first] });
    expect(await kept(gateway, room)).toEqual(['two', 'three']);
    await moderate(gateway, room, 'DELETE', '/comments?user=ann');
    expect(await viewer.take('recall')).toEqual({ type: 'recall', user: 'ann' });
    expect(await kept(gateway, room)).toEqual(['three']);
    const ids = await say(room, 'ann', 'four');
    await moderate(gateway, room, 'DELETE', '/comments?all=true');
    expect((await viewer.take('recall')).ids).toEqual(expect.arrayContaining(ids));
    expect((await (await join(gateway, room)).welcome()).comments).toEqual([]);
    for (const format of ['xml', 'ass', 'ndjson']) {
      const { text } = await call(gateway, 'GET', `/v1/rooms/${room}/comments?format=${format}`);
      for (const said of ['one', 'two', 'three', 'four']) expect(text).not.toContain(said);
    }
    await say(room, 'ann', 'life goes on');
    expect(await kept(gateway, room)).toEqual(['life goes on']);
  });

  it('of a full room, which tells its pace (7.7), names every comment, a few hundred at a time', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const server = await join(gateway, room, { bearer: SERVER_KEY });
    const posts = Array.from({ length: 600 }, (_, index) => server.post({ ref: `${index}`, text: `n${index}` }));
    const ids = (await Promise.all(posts)).map((answer) => ('id' in answer ? answer.id : ''));
    const { json } = await call(gateway, 'GET', `/v1/rooms/${room}`);
    expect((json as { commentsPerSecond: number }).commentsPerSecond).toBeGreaterThan(10);
    await moderate(gateway, room, 'DELETE', '/comments?all=true');
    const recalled = [...((await viewer.take('recall')).ids ?? []), ...((await viewer.take('recall')).ids ?? [])];
    expect(recalled.sort()).toEqual(ids.sort());
    expect(await kept(gateway, room)).toEqual([]);
  });

  it('is told to who was away meanwhile', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const [id] = await say(room, 'ann', 'one');
    await viewer.sees('one');
    const after = viewer.offset;
    await viewer.close();
    await moderate(gateway, room, 'DELETE', `/comments/${id}`);
    const back = await join(gateway, room, { after });
    expect(await back.take('recall')).toEqual({ type: 'recall', ids: [id] });
  });

  it('is told to who was away by the ids of what its user said before: what was said later stays (4.5)', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const [one] = await say(room, 'ann', 'one');
    await viewer.sees('one');
    await viewer.close();
    const [two] = await say(room, 'ann', 'two');
    await say(room, 'bob', 'three');
    await moderate(gateway, room, 'DELETE', '/comments?user=ann');
    await say(room, 'ann', 'four');
    const back = await join(gateway, room, { after: viewer.offset });
    expect((await back.welcome()).comments.map(({ text }) => text)).toEqual(['three', 'four']);
    expect(await back.take('recall')).toEqual({ type: 'recall', ids: [one, two] });
  });

  it('says what it wants to know', async () => {
    expectProblem(await moderate(gateway, newRoom(), 'DELETE', '/comments?all=yes'), 400, 'invalid', 'all');
  });

  it('is in the audit, with who did it', async () => {
    const room = newRoom();
    await moderate(gateway, room, 'DELETE', '/comments/c1');
    await moderate(gateway, room, 'DELETE', '/comments?user=ann');
    await moderate(gateway, room, 'DELETE', '/comments?all=true');
    const { json } = await moderate(gateway, room, 'GET', '/audit');
    const { entries } = json as { entries: { action: string; target?: string; by: { id: string } }[] };
    expect(entries.map(({ action, target, by }) => [action, target, by.id])).toEqual([
      ['recall all', undefined, 'mod'],
      ['recall user', 'ann', 'mod'],
      ['recall', 'c1', 'mod'],
    ]);
  });
});

describe('A pinned comment (1.8)', () => {
  it('comes with its text, for who has not seen it fly by, and goes when it is recalled', async () => {
    const room = newRoom();
    const [id] = await say(room, 'ann', 'welcome to the show');
    const patched = await moderate(gateway, room, 'PATCH', '/settings', { pinned: id });
    expect(patched.json).toMatchObject({ pinned: id, pinnedComment: { id, text: 'welcome to the show' } });
    const late = await join(gateway, room);
    expect((await late.welcome()).settings).toMatchObject({ pinned: id, pinnedComment: { user: { id: 'ann' } } });
    await moderate(gateway, room, 'DELETE', '/comments?user=ann');
    await late.takeWhere('settings', ({ settings }) => settings.pinned === undefined);
    expect((await (await join(gateway, room)).welcome()).settings).not.toHaveProperty('pinnedComment');
  });
});

describe('Holding before publishing (7.18, 4.10)', () => {
  it('shows a comment to moderators at once, to everybody else later, and exactly once', async () => {
    const room = newRoom();
    const [ann, bob, mod] = [
      await enter(gateway, room, 'ann'),
      await enter(gateway, room, 'bob'),
      await enter(gateway, room, 'mod', 'moderator'),
    ];
    await moderate(gateway, room, 'PATCH', '/settings', { holdMs: 400 });
    const answer = await ann.post({ ref: '1', text: 'wait for it' });
    expect(answer).toMatchObject({ type: 'ack' });
    const held = await mod.take('held');
    expect(held.comment).toMatchObject({ id: 'id' in answer ? answer.id : '', text: 'wait for it' });
    expect((await moderate(gateway, room, 'GET', '/held')).json).toEqual({
      held: [{ comment: held.comment, untilMs: held.untilMs }],
    });
    expect([await kept(gateway, room), bob.texts]).toEqual([[], []]);
    expect(await ann.post({ ref: '1', text: 'wait for it' })).toEqual(answer);
    const seen = await bob.sees('wait for it');
    expect(seen.id).toBe(held.comment.id);
    expect(seen.time).toBeGreaterThanOrEqual(held.untilMs);
    await mod.sees('wait for it');
    await expect.poll(async () => (await moderate(gateway, room, 'GET', '/held')).json).toEqual({ held: [] });
    expect(await kept(gateway, room)).toEqual(['wait for it']);
    expect(bob.messages.some(({ type }) => type === 'held')).toBe(false);
  });

  it('lets a recall come first: nobody ever sees the comment', async () => {
    const room = newRoom();
    const [ann, bob, mod] = [
      await enter(gateway, room, 'ann'),
      await enter(gateway, room, 'bob'),
      await enter(gateway, room, 'mod', 'moderator'),
    ];
    await moderate(gateway, room, 'PATCH', '/settings', { holdMs: 700 });
    await ann.post({ ref: '1', text: 'never' });
    const { comment } = await mod.take('held');
    await moderate(gateway, room, 'DELETE', `/comments/${comment.id}`);
    expect((await moderate(gateway, room, 'GET', '/held')).json).toEqual({ held: [] });
    await ann.post({ ref: '2', text: 'later' });
    await bob.sees('later');
    expect(bob.texts).toEqual(['later']);
    expect(await kept(gateway, room)).toEqual(['later']);
  });

  it('lets a moderator pass a comment before its time, once, and not one that nobody waits for', async () => {
    const room = newRoom();
    const [ann, bob, mod] = [
      await enter(gateway, room, 'ann'),
      await enter(gateway, room, 'bob'),
      await enter(gateway, room, 'mod', 'moderator'),
    ];
    await moderate(gateway, room, 'PATCH', '/settings', { holdMs: 60_000 });
    await ann.post({ ref: '1', text: 'let me in' });
    const { comment } = await mod.take('held');
    const pass = () => moderate(gateway, room, 'POST', `/held/${comment.id}`);
    const statuses = (await Promise.all([pass(), pass()])).map(({ status }) => status);
    expect(statuses).toContain(204);
    expect((await bob.sees('let me in')).id).toBe(comment.id);
    await bob.settle();
    expect([bob.texts, await kept(gateway, room)]).toEqual([['let me in'], ['let me in']]);
    expect((await moderate(gateway, room, 'GET', '/held')).json).toEqual({ held: [] });
    expectProblem(await pass(), 404, 'not_found', 'id');
    const { json } = await moderate(gateway, room, 'GET', '/audit?limit=1');
    expect(json).toMatchObject({ entries: [{ action: 'pass', target: comment.id, by: { id: 'mod' } }] });
  });

  it('comes to nothing when its author is banned meanwhile', async () => {
    const room = newRoom();
    const [ann, bob] = [await enter(gateway, room, 'ann'), await enter(gateway, room, 'bob')];
    await moderate(gateway, room, 'PATCH', '/settings', { holdMs: 300 });
    await ann.post({ ref: '1', text: 'never' });
    await moderate(gateway, room, 'PUT', '/sanctions/ann', { kind: 'shadow' });
    await expect.poll(async () => (await moderate(gateway, room, 'GET', '/held')).json).toEqual({ held: [] });
    await bob.settle();
    expect([bob.texts, await kept(gateway, room)]).toEqual([[], []]);
  });

  it('does not hold back moderators, and tells one who comes later what waits', async () => {
    const room = newRoom();
    await moderate(gateway, room, 'PATCH', '/settings', { holdMs: 60_000 });
    const ann = await enter(gateway, room, 'ann');
    await ann.post({ ref: '1', text: 'waiting' });
    const mod = await enter(gateway, room, 'mod', 'moderator');
    expect((await mod.take('held')).comment.text).toBe('waiting');
    await mod.post({ ref: '1', text: 'at once' });
    await ann.sees('at once');
    expect(await kept(gateway, room)).toEqual(['at once']);
    await moderate(gateway, room, 'DELETE', '/comments?all=true');
    expect((await moderate(gateway, room, 'GET', '/held')).json).toEqual({ held: [] });
  });
});
