/** Refs and claims, agreed over all gateways. */
import { expect, it, vi } from 'vitest';
import type { Broker } from './broker.ts';
import type { Bench } from './broker.contract.ts';
import { once, rate, submit } from './ear.contract.ts';

export function describeClaims(bench: Bench): void {
  it('B5 answers a repeated ref with the first id for 60 seconds, on every gateway, and appends once', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const refKey = `${room} ann r1`;
    const [first, again] = [bench.comment('ann', 'hello'), bench.comment('ann', 'hello')];
    const submissions = [submit(first, { refKey }), submit(again, { refKey })];
    expect(await bench.append(here, room, ...submissions)).toEqual([
      { ok: true, id: first.id, repeated: false },
      { ok: true, id: first.id, repeated: true },
    ]);
    bench.nowMs += 59_000;
    expect(await bench.append(there, room, submit(bench.comment('ann', 'hello'), { refKey }))).toEqual([
      { ok: true, id: first.id, repeated: true },
    ]);
    expect(await bench.kept(here, room)).toEqual(['hello']);
    bench.nowMs += 2000;
    const later = bench.comment('ann', 'hello');
    expect(await bench.append(there, room, submit(later, { refKey }))).toEqual([
      { ok: true, id: later.id, repeated: false },
    ]);
  });

  it('B6 grants what a rate allows over all gateways together, and says how long to wait', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const claims = [rate(`rate ${room}`, { perSecond: 2, burst: 3 })];
    const post = async (broker: Broker) =>
      (await bench.append(broker, room, submit(bench.comment('ann', 'x'), { claims })))[0];
    expect(await post(here)).toMatchObject({ ok: true });
    expect(await post(there)).toMatchObject({ ok: true });
    expect(await post(here)).toMatchObject({ ok: true });
    expect(await post(there)).toEqual({ ok: false, code: 'rate_limited', retryAfterMs: 500 });
    bench.nowMs += 400;
    expect(await post(here)).toEqual({ ok: false, code: 'rate_limited', retryAfterMs: 100 });
    bench.nowMs += 100;
    expect(await post(here)).toMatchObject({ ok: true });
    expect(await post(there)).toMatchObject({ ok: false });
    bench.nowMs += 60_000;
    const burst = await Promise.all([post(here), post(there), post(here), post(there)]);
    expect(burst.filter((outcome) => outcome?.ok)).toHaveLength(3);
  });

  it('B7 grants a key once in its window, within one append too, and says when it is free', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const claims = [once(`slow ${room}`, 5000, 'slow_mode')];
    const post = () => submit(bench.comment('ann', 'x'), { claims });
    expect(await bench.append(here, room, post(), post())).toMatchObject([
      { ok: true },
      { ok: false, code: 'slow_mode', retryAfterMs: 5000 },
    ]);
    bench.nowMs += 4000;
    expect(await bench.append(there, room, post())).toEqual([{ ok: false, code: 'slow_mode', retryAfterMs: 1000 }]);
    bench.nowMs += 1000;
    expect(await bench.append(there, room, post())).toMatchObject([{ ok: true }]);
  });

  it('B8 grants the claims of a comment all together or not at all, and a refused ref may be tried again', async () => {
    const { here, there } = bench.deployment;
    const room = bench.newRoom();
    const token = rate(`all ${room}`, { perSecond: 1, burst: 1 });
    const taken = once(`same ${room}`, 10_000, 'duplicate');
    await bench.append(here, room, submit(bench.comment('bob', 'x'), { claims: [taken] }));
    const refKey = `${room} ann r1`;
    expect(
      await bench.append(there, room, submit(bench.comment('ann', 'x'), { refKey, claims: [token, taken] })),
    ).toEqual([{ ok: false, code: 'duplicate', retryAfterMs: 10_000 }]);
    const line = bench.comment('ann', 'y');
    expect(await bench.append(there, room, submit(line, { refKey, claims: [token] }))).toEqual([
      { ok: true, id: line.id, repeated: false },
    ]);
  });

  it('B9 refuses some and stores the others of one append, without a gap', async () => {
    const { here, hereEar } = bench.deployment;
    const room = bench.newRoom();
    await here.subscribe(room);
    const claims = [once(`one ${room}`, 5000, 'duplicate')];
    const outcomes = await bench.append(
      here,
      room,
      submit(bench.comment('ann', 'a')),
      submit(bench.comment('ann', 'b'), { claims }),
      submit(bench.comment('ann', 'c'), { claims }),
      submit(bench.comment('ann', 'd')),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, false, true]);
    await vi.waitFor(() => expect(hereEar.texts(room)).toEqual(['a', 'b', 'd']));
    expect(hereEar.gaps(room)).toEqual([]);
  });

  it('B21 grants and remembers what is hidden, claims and ref, and neither stores nor tells it', async () => {
    const { here, there, thereEar } = bench.deployment;
    const room = bench.newRoom();
    await there.subscribe(room);
    const claims = [once(`hidden ${room}`, 5000, 'slow_mode')];
    const refKey = `${room} ann r1`;
    const line = bench.comment('ann', 'unseen');
    const hidden = { ...submit(line, { refKey, claims }), hidden: true };
    expect(await bench.append(here, room, hidden)).toEqual([{ ok: true, id: line.id, repeated: false }]);
    expect(await bench.append(there, room, hidden)).toEqual([{ ok: true, id: line.id, repeated: true }]);
    const next = submit(bench.comment('ann', 'x'), { claims });
    expect(await bench.append(there, room, next)).toMatchObject([{ ok: false, code: 'slow_mode' }]);
    await bench.append(here, room, submit(bench.comment('bob', 'seen')));
    await vi.waitFor(() => expect(thereEar.texts(room)).toEqual(['seen']));
    expect(thereEar.gaps(room)).toEqual([]);
    expect(await bench.kept(here, room)).toEqual(['seen']);
  });
}
