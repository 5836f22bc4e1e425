import { cleanText, decodeServerMessage } from '@danmaku-live/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, newRoom } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({ HISTORY_SIZE: '60', ROOM_BUDGET: '100000', POST_BURST: '1000' });
});
afterAll(() => gateway.stop());

const textsOf = (comments: readonly { text: string }[]) => comments.map(({ text }) => text);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => `n${from + index}`);

/** Posts and waits until all of it has been flushed: an ack says that it is in the log, not that viewers have it. */
async function say(client: Client, ...texts: readonly string[]): Promise<void> {
  await Promise.all(texts.map((text) => client.post({ ref: text, text })));
  await Promise.all(texts.map((text) => client.sees(cleaned(text))));
}

function cleaned(text: string): string {
  const clean = cleanText(text);
  return clean.ok ? clean.text : clean.reason;
}

describe('The welcome (4.1, 4.2)', () => {
  it('comes first and says all a viewer needs', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const welcome = await viewer.welcome();
    expect(viewer.messages[0]).toBe(welcome);
    expect(welcome).toMatchObject({
      protocol: 1,
      room,
      heartbeatMs: 10_000,
      recovered: true,
      comments: [],
      viewers: 1,
      settings: { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' },
      you: { role: 'guest', can: ['read', 'post'] },
    });
    expect(welcome.session).toMatch(/^[\w-]{12}$/);
    expect(Math.abs(welcome.time - Date.now())).toBeLessThan(5000);
    expect(decodeServerMessage(JSON.stringify(welcome))).toMatchObject({ ok: true });
    await viewer.close();
  });

  it('has the latest 50 comments for who comes without an offset', async () => {
    const room = newRoom();
    const author = await join(gateway, room);
    await say(author, ...numbers(1, 55));
    const late = await join(gateway, room);
    const welcome = await late.welcome();
    expect(textsOf(welcome.comments)).toEqual(numbers(6, 55));
    expect(welcome).toMatchObject({ recovered: true, viewers: 2 });
  });

  it('has exactly what was missed for who comes with one, and goes on from there', async () => {
    const room = newRoom();
    const author = await join(gateway, room);
    await say(author, 'one', 'two');
    const viewer = await join(gateway, room);
    const { offset } = await viewer.welcome();
    await viewer.close();
    await say(author, 'three', 'four');
    const back = await join(gateway, room, { after: offset });
    const welcome = await back.welcome();
    expect(welcome).toMatchObject({ recovered: true });
    expect(textsOf(welcome.comments)).toEqual(['three', 'four']);
    await say(author, 'five');
    await back.sees('five');
    expect(back.texts).toEqual(['five']);
    const again = await join(gateway, room, { after: back.offset });
    expect(await again.welcome()).toMatchObject({ recovered: true, comments: [] });
  });

  it('says so when some of it is no longer kept, or the offset was never ours', async () => {
    const room = newRoom();
    const author = await join(gateway, room);
    const { offset } = await author.welcome();
    await say(author, ...numbers(1, 61));
    for (const after of [offset, '0mwrqbyie-00000001', 'nonsense', '../../etc']) {
      const back = await join(gateway, room, { after });
      const welcome = await back.welcome();
      expect(welcome.recovered).toBe(false);
      expect(textsOf(welcome.comments)).toEqual(numbers(12, 61));
    }
  });

  it('never repeats or skips a comment while others are posting (5.2)', async () => {
    const room = newRoom();
    const author = await join(gateway, room);
    const sending = say(author, ...numbers(1, 50));
    const seen: string[] = [];
    let after: string | undefined;
    while (seen.length < 50) {
      const viewer = await join(gateway, room, after === undefined ? {} : { after });
      const welcome = await viewer.welcome();
      seen.push(...textsOf(welcome.comments));
      if (seen.length < 50) await viewer.until(() => viewer.frames[0], 'a frame');
      seen.push(...viewer.texts);
      after = viewer.offset;
      await viewer.close();
    }
    await sending;
    expect(seen).toEqual(numbers(1, 50));
  });
});

describe('A comment (5.1, 5.2)', () => {
  it('reaches every viewer, its author too, in the same order and once', async () => {
    const room = newRoom();
    const viewers = await Promise.all(Array.from({ length: 8 }, () => join(gateway, room)));
    await Promise.all(viewers.map((viewer, index) => say(viewer, ...numbers(index * 100, index * 100 + 19))));
    for (const viewer of viewers)
      await viewer.until(() => (viewer.texts.length >= 160 ? true : undefined), '160 comments');
    const [first] = viewers;
    expect(new Set(first?.texts).size).toBe(160);
    for (const viewer of viewers) expect(viewer.comments).toEqual(first?.comments);
    for (const viewer of viewers) await viewer.close();
  });

  it('keeps the order in which one author posted', async () => {
    const author = await join(gateway, newRoom());
    await say(author, ...numbers(1, 200));
    await author.sees('n200');
    expect(author.texts).toEqual(numbers(1, 200));
  });

  it('is as it was posted, without what is at its default (1.4)', async () => {
    const author = await join(gateway, newRoom());
    const { you } = await author.welcome();
    const ack = await author.post({
      ref: 'r1',
      text: ' 前方\n高能 ',
      mode: 'scroll',
      color: '#FFFFFF',
      size: 'medium',
    });
    const plain = await author.sees('前方 高能');
    expect(plain).toEqual({
      id: ack.type === 'ack' ? ack.id : '',
      text: '前方 高能',
      user: { id: you.id, name: you.name },
      time: plain.time,
    });
    const fields = { mode: 'top', color: '#FF00aa', size: 'large', media: 1763999990.2504 };
    await author.post({ ref: 'r2', text: 'loud', ...fields });
    expect(await author.sees('loud')).toMatchObject({ ...fields, color: '#ff00aa', media: 1763999990.25 });
  });

  it('in all scripts arrives unharmed (8.2)', async () => {
    const author = await join(gateway, newRoom());
    const texts = ['前方高能', 'がんばれ', '각하', 'می‌خواهم', 'ที่นี่', 'क्षि', '👨‍👩‍👧‍👦🇯🇵', '\u0000a"\\/\u2028b'];
    await say(author, ...texts);
    await author.sees('a"\\/ b');
    expect(author.texts).toEqual([...texts.slice(0, -1), 'a"\\/ b']);
  });

  it('never goes to another room', async () => {
    const [here, there] = await Promise.all([join(gateway, newRoom()), join(gateway, newRoom())]);
    await say(here, 'only here');
    await here.sees('only here');
    await there.settle();
    expect(there.messages.map(({ type }) => type)).toEqual(['welcome', 'heartbeat']);
  });
});

describe('An ack (3.3, 3.4)', () => {
  it('comes again for a repeated ref, and the comment appears once', async () => {
    const author = await join(gateway, newRoom());
    const first = await author.post({ ref: 'same', text: 'once' });
    const second = await author.post({ ref: 'same', text: 'other words' });
    expect(first).toMatchObject({ type: 'ack', ref: 'same' });
    expect(second).toEqual(first);
    await author.settle();
    expect(author.texts).toEqual(['once']);
  });

  it('comes again on another connection of the same guest, who comes back with the token (1.7)', async () => {
    const room = newRoom();
    const author = await join(gateway, room);
    const { you } = await author.welcome();
    const first = await author.post({ ref: 'r', text: 'before the line broke' });
    await author.sees('before the line broke');
    author.socket.terminate();
    const back = await join(gateway, room);
    back.send({ type: 'auth', token: you.token });
    expect((await back.take('you')).you).toMatchObject({ id: you.id, name: you.name });
    expect(await back.post({ ref: 'r', text: 'before the line broke' })).toEqual(first);
    expect(back.texts).toEqual([]);
  });

  it('is not shared by two users', async () => {
    const room = newRoom();
    const [ann, bob] = await Promise.all([join(gateway, room), join(gateway, room)]);
    const acks = [await ann.post({ ref: 'r', text: 'ann' }), await bob.post({ ref: 'r', text: 'bob' })];
    expect(new Set(acks.map((ack) => (ack.type === 'ack' ? ack.id : ''))).size).toBe(2);
    await ann.sees('bob');
    expect(ann.texts).toEqual(['ann', 'bob']);
  });
});

describe('A heartbeat (3.7)', () => {
  it('is echoed with the gateway’s clock and the number of viewers', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    await join(gateway, room);
    viewer.send({ type: 'heartbeat', sent: 12.5, offset: viewer.offset });
    const answer = await viewer.take('heartbeat');
    expect(answer).toMatchObject({ sent: 12.5, viewers: 2 });
    expect(Math.abs(answer.time - Date.now())).toBeLessThan(5000);
  });
});

describe('What comes before the welcome (3.1)', () => {
  it('is heard after it, in order', async () => {
    const room = newRoom();
    const hasty = new Client(socketUrl(gateway, room));
    hasty.socket.once('open', () => {
      for (const ref of ['a', 'b', 'c']) hasty.send({ type: 'post', ref, text: ref });
    });
    await hasty.sees('c');
    expect(hasty.messages[0]?.type).toBe('welcome');
    expect(hasty.texts).toEqual(['a', 'b', 'c']);
  });
});

describe('A server with a key (2.7)', () => {
  it('speaks as an owner, as fast as it likes', async () => {
    const room = newRoom();
    const viewer = await join(gateway, room);
    const server = await join(gateway, room, { bearer: SERVER_KEY });
    expect((await server.welcome()).you).toEqual({
      id: 'server-1',
      name: 'Server',
      role: 'owner',
      can: ['read', 'post', 'moderate'],
    });
    await say(server, ...numbers(1, 400));
    expect((await viewer.sees('n400')).user).toEqual({ id: 'server-1', name: 'Server', role: 'owner' });
    expect(viewer.texts.length + viewer.frames.reduce((sum, { leftOut = 0 }) => sum + leftOut, 0)).toBe(400);
  });
});
