import type { RoomSettings } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { Ear } from './broker/ear.contract.ts';
import { MemoryBroker } from './broker/memory-broker.ts';
import { newCounters } from './counters.ts';
import type { Identity } from './identity/identity.ts';
import { Poster, type PosterOptions } from './poster.ts';
import { Moderation } from './room/moderation.ts';
import { defaultSettings } from './room/settings.ts';
import { WordFilters } from './room/word-filter.ts';

const OPEN = defaultSettings('post');
const ANN: Identity = { id: 'ann', name: 'Ann', role: 'member', by: 'token' };
const MOD: Identity = { id: 'mod', name: 'Mod', role: 'moderator', by: 'token' };
const SERVER: Identity = { id: 'server-1', name: 'Server', role: 'owner', by: 'key' };

/** A poster on an embedded broker, in a room that is listened to. */
async function newScene(paceMs = 0, userRate = { perSecond: 1, burst: 5 }, hook?: PosterOptions['hook']) {
  const broker = new MemoryBroker({
    limits: { maxComments: 50_000, maxControls: 1000, maxAgeMs: 60_000 },
    maxRooms: 10,
    clock: Date.now,
  });
  const ear = new Ear();
  await broker.open(ear);
  await broker.subscribe('lobby');
  const counters = newCounters();
  const errors: unknown[] = [];
  const poster = new Poster({
    broker,
    counters,
    holds: { hold: () => Promise.reject(new Error('nothing is held here')) },
    userRate,
    hook,
    nextBatchMs: (_room, lastSentMs) => lastSentMs + paceMs,
    onBrokerError: (error) => errors.push(error),
  });
  let refs = 0;
  const postTo = (name: string, identity: Identity, text: string, settings: RoomSettings, ref: string) => {
    const moderation = new Moderation(new Map(), new WordFilters());
    return poster.post({ name, settings, moderation }, { identity, network: 'n', sanction: undefined }, ref, { text });
  };
  const post = (identity: Identity, text: string, settings = OPEN, ref = `r${(refs += 1)}`) =>
    postTo('lobby', identity, text, settings, ref);
  const codes = async (identity: Identity, texts: readonly string[], settings = OPEN) => {
    const answers = await Promise.all(texts.map((text) => post(identity, text, settings)));
    return answers.map((answer) => (answer.ok ? 'ok' : answer.code));
  };
  return { broker, ear, counters, errors, poster, post, postTo, codes };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `text ${index}`);

describe('Posts', () => {
  it('stand in the log in the order they came, with ids of their own', async () => {
    const { ear, codes, counters } = await newScene(5);
    expect(new Set(await codes(SERVER, many(2500)))).toEqual(new Set(['ok']));
    expect(ear.texts('lobby')).toEqual(many(2500));
    expect(new Set(ear.lines('lobby').map((line) => (line?.kind === 'comment' ? line.id : ''))).size).toBe(2500);
    expect(counters).toMatchObject({ posts: 2500, accepted: 2500, refused: 0 });
  });

  it('of a quiet room go at once, those of a busy one as one entry', async () => {
    const { ear, post, codes } = await newScene(50);
    await post(SERVER, 'first');
    expect(ear.entries('lobby')).toHaveLength(1);
    await codes(SERVER, many(20));
    expect(ear.entries('lobby').map(({ lines }) => lines.length)).toEqual([1, 20]);
  });

  it('with a ref that is known are answered again and appear once (3.4)', async () => {
    const { ear, post, counters } = await newScene();
    const first = await post(ANN, 'hello', OPEN, 'same');
    const second = await post(ANN, 'hello again', OPEN, 'same');
    expect([first.ok, second]).toEqual([true, first]);
    expect(ear.texts('lobby')).toEqual(['hello']);
    expect(counters).toMatchObject({ accepted: 1, repeated: 1 });
  });

  it('of two users never share a ref, however their ids read', async () => {
    const { ear, post } = await newScene();
    await post({ ...ANN, id: 'ann' }, 'one', OPEN, 'x y');
    await post({ ...ANN, id: 'ann x' }, 'two', OPEN, 'y');
    expect(ear.texts('lobby')).toEqual(['one', 'two']);
  });
});

describe('Rates (3.6)', () => {
  it('let a user post a burst, a moderator ten times as much, a server without limit', async () => {
    // So slow that no token flows in meanwhile, however busy the machine is.
    const { codes } = await newScene(0, { perSecond: 0.001, burst: 5 });
    const granted = async (identity: Identity) =>
      (await codes(identity, many(120))).filter((code) => code === 'ok').length;
    expect([await granted(ANN), await granted(MOD), await granted(SERVER)]).toEqual([5, 50, 120]);
  });

  it('are a user’s over all rooms', async () => {
    const { postTo } = await newScene();
    const rooms = many(6).map((room) => postTo(room, ANN, 'x', OPEN, room));
    expect((await Promise.all(rooms)).map((answer) => (answer.ok ? 'ok' : answer.code))).toEqual([
      ...Array.from({ length: 5 }, () => 'ok'),
      'rate_limited',
    ]);
  });

  it('are not spent on what is refused (3.5)', async () => {
    const { codes } = await newScene();
    await codes(
      ANN,
      Array.from({ length: 50 }, () => ' '),
    );
    expect(await codes(ANN, many(6))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'rate_limited']);
  });

  it('say when to come back', async () => {
    const { codes, post } = await newScene();
    await codes(ANN, many(5));
    const refused = await post(ANN, 'more');
    expect(refused).toMatchObject({ ok: false, code: 'rate_limited', message: 'You are posting too fast.' });
    expect(refused).toHaveProperty(
      'retryAfterMs',
      expect.toSatisfy((ms: number) => ms > 900 && ms <= 1000),
    );
  });
});

describe('Room settings (3.6)', () => {
  it('slow mode holds for users, not for moderators or servers', async () => {
    const { codes } = await newScene();
    const slow = { ...OPEN, slowModeMs: 60_000 };
    expect(await codes(ANN, ['a', 'b'], slow)).toEqual(['ok', 'slow_mode']);
    expect([...(await codes(MOD, ['a', 'b'], slow)), ...(await codes(SERVER, ['a', 'b'], slow))]).toEqual(
      Array.from({ length: 4 }, () => 'ok'),
    );
  });

  it('duplicates are refused when they look the same, whoever says them', async () => {
    const { codes } = await newScene();
    const refuse = { ...OPEN, duplicates: 'refuse' } as const;
    expect(await codes(ANN, ['gg', 'gg', 'gg!', ' gg\u200b '], refuse)).toEqual(['ok', 'duplicate', 'ok', 'duplicate']);
    expect(await codes({ ...ANN, id: 'bob' }, ['gg'], refuse)).toEqual(['duplicate']);
    expect(await codes(MOD, ['gg', 'gg'], refuse)).toEqual(['ok', 'ok']);
  });
});

describe('Too much', () => {
  it('is refused as overloaded beyond what may wait, and what waits is not lost', async () => {
    const { ear, codes } = await newScene(20);
    const answers = await codes(SERVER, many(12_000));
    const accepted = answers.filter((code) => code === 'ok').length;
    expect(new Set(answers)).toEqual(new Set(['ok', 'overloaded']));
    expect(accepted).toBeGreaterThanOrEqual(10_000);
    expect(ear.texts('lobby')).toHaveLength(accepted);
  });
});

it('A poster that settles has an answer for everything it took', async () => {
  const { ear, codes, poster } = await newScene(60_000);
  const answers = codes(SERVER, many(3000));
  await poster.settle();
  expect(ear.texts('lobby')).toHaveLength(3000);
  expect(new Set(await answers)).toEqual(new Set(['ok']));
});

it('A poster that settles does not wait for what comes after, though a site is still judging it', async () => {
  const verdicts: (() => void)[] = [];
  const judge: NonNullable<PosterOptions['hook']>['judge'] = ({ post }) =>
    new Promise((resolve) => verdicts.push(() => resolve({ ok: true, post })));
  const { ear, poster, post } = await newScene(0, undefined, { judge });
  const first = post(ANN, 'first');
  const settled = poster.settle();
  void post(ANN, 'second');
  verdicts[0]?.();
  await settled;
  expect(await first).toMatchObject({ ok: true });
  expect(ear.texts('lobby')).toEqual(['first']);
});
