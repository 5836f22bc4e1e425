/** The log: order, offsets, history and state. */
import { expect, it, vi } from 'vitest';
import { History, type HistoryPage } from '../room/history.ts';
import { entryOf } from '../room/log-tail.ts';
import { formatOffset } from '../room/offset.ts';
import { StateChanged, type Broker, type StateChange } from './broker.ts';
import type { Bench } from './broker.contract.ts';
import { submit } from './ear.contract.ts';

export function describeLog(bench: Bench): void {
  it('B1 answers an append with one outcome per submission, and publishes it as one entry in that order', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const lines = ['a', 'b', 'c'].map((text) => bench.comment('ann', text));
    const outcomes = await bench.append(here, room, ...lines.map((line) => submit(line)));
    expect(outcomes).toEqual(lines.map(({ id }) => ({ ok: true, id, repeated: false })));
    await vi.waitFor(() => expect(thereEar.texts(room)).toEqual(['a', 'b', 'c']));
    expect(thereEar.entries(room)).toHaveLength(1);
    expect(await bench.append(here, room)).toEqual([]);
  });

  it('B2 tells all gateways the same lines at the same offsets, each once, however many append at once', async () => {
    const { here, hereEar, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await Promise.all([here.subscribe(room), there.subscribe(room)]);
    await Promise.all(
      Array.from({ length: 60 }, (_, index) => bench.say(index % 2 === 0 ? here : there, room, `line ${index}`)),
    );
    await vi.waitFor(() => expect(hereEar.texts(room)).toHaveLength(60));
    await vi.waitFor(() => expect(thereEar.texts(room)).toHaveLength(60));
    expect(new Set(hereEar.texts(room)).size).toBe(60);
    expect(thereEar.texts(room)).toEqual(hereEar.texts(room));
    expect(thereEar.entries(room).map(({ last }) => last)).toEqual(hereEar.entries(room).map(({ last }) => last));
    expect(hereEar.gaps(room)).toEqual([]);
  });

  it('B3 continues a snapshot without a gap or a double while others append', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await bench.say(here, room, 'first');
    const writing = Promise.all(Array.from({ length: 40 }, (_, index) => bench.say(here, room, `line ${index}`)));
    const snapshot = await there.subscribe(room);
    await writing;
    const seen = () => snapshot.last.seq + thereEar.texts(room).length;
    await vi.waitFor(() => expect(seen()).toBe(41));
    const firstEntry = thereEar.entries(room)[0];
    if (firstEntry) expect(firstEntry.last.seq - firstEntry.lines.length).toBe(snapshot.last.seq);
    expect(thereEar.gaps(room)).toEqual([]);
  });

  it('B4 carries a comment unchanged, and keeps equal looks equal', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const users = ['plain', 'with space', '100%', '{brace}', 'new\nline', '名前', '\u2028', '👩‍👩‍👧'];
    const lines = users.map((user, index) => bench.comment(user, index < 2 ? 'same' : `“é{"\\n"} ${user}`));
    await bench.append(here, room, ...lines.map((line) => submit(line)));
    const stored = entryOf(await there.read(room)).lines;
    await vi.waitFor(() => expect(thereEar.texts(room)).toHaveLength(users.length));
    for (const heard of [stored, thereEar.entries(room).flatMap((entry) => entry.lines)]) {
      const comments = heard.flatMap((line) => (line?.kind === 'comment' ? [line] : []));
      expect(comments.map(({ json }) => json)).toEqual(lines.map(({ json }) => json));
      expect(comments.map(({ id, userId, timeMs, reserved }) => [id, userId, timeMs, reserved])).toEqual(
        lines.map(({ id, userId, timeMs, reserved }) => [id, userId, timeMs, reserved]),
      );
      expect(comments[0]?.mergeKey).toBe(comments[1]?.mergeKey);
      expect(new Set(comments.map(({ mergeKey }) => mergeKey)).size).toBe(users.length - 1);
    }
  });

  it('B10 keeps the newest lines up to HISTORY_SIZE, and says where they begin', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    for (let index = 0; index < 30; index += 3) {
      const lines = [index, index + 1, index + 2].map((number) => bench.comment('ann', `line ${number}`));
      await bench.append(here, room, ...lines.map((line) => submit(line)));
    }
    const snapshot = await there.read(room);
    expect(snapshot.last.seq).toBe(30);
    expect(snapshot.lines).toHaveLength(bench.limits.maxComments);
    expect((await bench.kept(there, room))[0]).toBe('line 10');
  });

  it('B23 counts comments only: however much moderators do, none is pushed out, and what they do is not kept without end', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const { maxComments, maxControls } = bench.limits;
    const texts = Array.from({ length: maxComments }, (_, index) => `line ${index}`);
    for (const text of texts) {
      await bench.say(here, room, text);
      await here.control(room, { kind: 'state', timeMs: bench.nowMs, change: { field: text } }, { field: text });
      await here.control(room, { kind: 'recall', timeMs: bench.nowMs, what: { ids: [text] } });
    }
    const snapshot = await there.read(room);
    expect(await bench.kept(there, room)).toEqual(texts);
    expect(snapshot).toMatchObject({ commentFloor: 0, last: { seq: 3 * maxComments } });
    expect(snapshot.state.get('field')).toBe(texts.at(-1));
    expect(snapshot.lines.length).toBeLessThanOrEqual(maxComments + maxControls);
    // Those that are kept are the newest, and it is said after which number all are.
    const controls = snapshot.lines.filter(({ line }) => line.kind !== 'comment');
    expect(controls.length).toBeGreaterThan(0);
    expect(controls[0]?.seq).toBeGreaterThan(snapshot.controlFloor);
    expect(controls.at(-1)?.seq).toBe(3 * maxComments);
    await vi.waitFor(() => expect(thereEar.lines(room)).toHaveLength(3 * maxComments));
    expect(thereEar.gaps(room)).toEqual([]);
    // One comment more takes the place of the oldest, and of no other.
    await bench.say(here, room, 'newest');
    expect(await bench.kept(there, room)).toEqual([...texts.slice(1), 'newest']);
    expect((await there.read(room)).commentFloor).toBe(1);
  });

  it('B24 keeps an older comment in the place of one that was recalled', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const lines = Array.from({ length: bench.limits.maxComments }, (_, index) => bench.comment('ann', `line ${index}`));
    await bench.append(here, room, ...lines.map((line) => submit(line)));
    await here.control(room, { kind: 'recall', timeMs: bench.nowMs, what: { ids: [lines[7]?.id ?? ''] } });
    await bench.say(here, room, 'newest');
    const kept = await bench.kept(there, room);
    expect([kept[0], kept.length, kept.includes('line 7')]).toEqual(['line 0', bench.limits.maxComments, false]);
  });

  it('B25 reads a page as if all of the log had been read, wherever it begins and ends', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const lines = Array.from({ length: 30 }, (_, index) =>
      bench.comment(index % 4 === 0 ? 'bob' : 'ann', `line ${index}`),
    );
    for (const [index, line] of lines.entries()) {
      if (index === 8) bench.nowMs += 60_000;
      await bench.append(here, room, submit({ ...line, timeMs: bench.nowMs }));
      const what = { ids: [lines[index - 3]?.id ?? 'none'] };
      if (index % 7 === 0) await here.control(room, { kind: 'recall', timeMs: bench.nowMs, what });
      if (index % 5 === 0) await here.control(room, { kind: 'state', timeMs: bench.nowMs, change: {} });
    }
    const compare = async (part: (page: HistoryPage) => unknown) => {
      const snapshot = await there.read(room);
      const { epochMs, seq } = snapshot.last;
      const all = new History(bench.limits, snapshot);
      const ends = [undefined, ...[0, 12, 13, 20, 30, 39, seq, seq + 9].map((number) => ({ epochMs, seq: number }))];
      for (const after of [...ends, { epochMs: 0, seq: 0 }, { epochMs: epochMs + 1, seq: 20 }]) {
        for (const before of [...ends, { epochMs: 0, seq: 0 }]) {
          for (const limit of [1, 3, 1000]) {
            const query = { ...(after && { after }), ...(before && { before }), limit };
            const page = await there.page(room, query);
            expect(part(page), JSON.stringify(query)).toEqual(part(all.page(query)));
          }
        }
      }
    };
    await compare((page) => page);
    // Some of it grows too old.
    bench.nowMs += bench.limits.maxAgeMs - 30_000;
    await compare(({ comments }) => comments);
    bench.nowMs += 60_000;
    expect((await there.page(room, { limit: 10 })).comments).toEqual([]);
    expect(await there.page(bench.newRoom(), { limit: 10 })).toMatchObject({ comments: [], last: { seq: 0 } });
  });

  it('B11 forgets lines older than HISTORY_SECONDS', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    await bench.say(here, room, 'old');
    bench.nowMs += bench.limits.maxAgeMs - 1000;
    await bench.say(here, room, 'new');
    expect(await bench.kept(there, room)).toEqual(['old', 'new']);
    bench.nowMs += 2000;
    expect(await bench.kept(there, room)).toEqual(['new']);
    bench.nowMs += bench.limits.maxAgeMs;
    expect(await bench.kept(there, room)).toEqual([]);
    await bench.say(here, room, 'newest');
    expect(await bench.kept(there, room)).toEqual(['newest']);
    expect((await there.read(room)).last.seq).toBe(3);
  });

  it('B12 keeps state however old the log is; a change is published with its line', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const change = { 'word:spoiler': '{"by":"mod"}', 'ban:名 前': 'x\ny' };
    await here.control(room, { kind: 'state', timeMs: bench.nowMs, change }, change);
    await vi.waitFor(() => expect(thereEar.lines(room)).toEqual([{ kind: 'state', timeMs: bench.nowMs, change }]));
    bench.nowMs += 10 * bench.limits.maxAgeMs;
    await here.control(room, { kind: 'state', timeMs: bench.nowMs, change: {} }, { 'word:spoiler': null, kept: '1' });
    const state = new Map([
      ['ban:名 前', 'x\ny'],
      ['kept', '1'],
    ]);
    expect(await there.state(room)).toEqual(state);
    expect((await there.read(room)).state).toEqual(state);
    expect((await there.state(bench.newRoom())).size).toBe(0);
  });

  it('B22 changes state only where it still is what the change was decided on, and else does nothing', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const set = (broker: Broker, change: StateChange, expected: StateChange) =>
      broker.control(room, { kind: 'state', timeMs: bench.nowMs, change }, change, expected);
    await set(here, { one: 'a' }, { one: null, other: null });
    for (const expected of [{ one: null }, { one: 'b' }, { one: 'a', other: '' }]) {
      await expect(set(there, { one: 'z', more: 'z' }, expected)).rejects.toBeInstanceOf(StateChanged);
    }
    const race = ['x', 'y'].map((text, index) => set(index === 0 ? here : there, { one: text }, { one: 'a' }));
    const won = (await Promise.allSettled(race)).findIndex(({ status }) => status === 'fulfilled');
    expect(await there.state(room)).toEqual(new Map([['one', won === 0 ? 'x' : 'y']]));
    await set(there, { one: null }, { one: won === 0 ? 'x' : 'y' });
    expect(await here.state(room)).toEqual(new Map());
    await vi.waitFor(() => expect(thereEar.lines(room)).toHaveLength(3));
  });

  it('B13 takes recalled comments out of the history and leaves all other offsets as they are', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const lines = ['ann', 'bob', 'ann', 'cyd'].map((user, index) => bench.comment(user, `${user} ${index}`));
    await bench.append(here, room, ...lines.map((line) => submit(line)));
    await here.control(room, { kind: 'recall', timeMs: bench.nowMs, what: { user: 'ann' } });
    await here.control(room, { kind: 'recall', timeMs: bench.nowMs, what: { ids: [lines[3]?.id ?? ''] } });
    await bench.say(here, room, 'ann again');
    expect(await bench.kept(there, room)).toEqual(['bob 1', 'ann again']);
    expect((await there.read(room)).last.seq).toBe(7);
    await vi.waitFor(() => expect(thereEar.lines(room)).toHaveLength(7));
    expect(thereEar.lines(room)[4]).toEqual({ kind: 'recall', timeMs: bench.nowMs, what: { user: 'ann' } });
  });

  it('B18 gives offsets that grow, as texts too', async () => {
    const { here, hereEar } = bench.deployment;
    const room = bench.newRoom();
    const offsets = [formatOffset((await here.subscribe(room)).last)];
    for (const text of ['a', 'b', 'c']) await bench.say(here, room, text);
    await vi.waitFor(() => expect(hereEar.texts(room)).toHaveLength(3));
    offsets.push(...hereEar.entries(room).map(({ last }) => formatOffset(last)));
    expect(offsets).toEqual([...new Set(offsets)].sort());
  });
}
