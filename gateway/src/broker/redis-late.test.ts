import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '@danmaku-live/protocol';
import { BrokerAway } from './broker.ts';
import { commentBy, submit } from './ear.contract.ts';
import { LateAppends, type TryAppend } from './redis-late.ts';
import { PendingAppend } from './redis-pending.ts';

describe('Comments that came too early or too late for their log', () => {
  let isThere: boolean;
  let tryAppend: ReturnType<typeof vi.fn<TryAppend>>;
  let late: LateAppends;
  const stored = vi.fn<(count: number) => void>();
  const onAway = vi.fn<(room: string, pending: readonly PendingAppend[]) => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    isThere = false;
    stored.mockReset();
    onAway.mockReset();
    onAway.mockImplementation((_room, pending) => {
      for (const one of pending) one.isJudgedHere = true;
    });
    tryAppend = vi.fn<TryAppend>((_room, pending) =>
      Promise.resolve(pending.map(({ submission }) => ({ ok: true, id: submission.line.id, repeated: true }))),
    );
    late = new LateAppends({ clock: Date.now, canTry: () => isThere, tryAppend, onStored: stored, onAway });
  });
  afterEach(() => {
    late.close();
    vi.useRealTimers();
  });

  const wait = (room: string, text: string) => {
    const pending = new PendingAppend(submit(commentBy('ann', text, Date.now())), Date.now());
    late.add(room, [pending]);
    return pending;
  };
  const textsOf = (call: Parameters<TryAppend> | undefined) =>
    call?.[1].map(({ submission }) => (JSON.parse(submission.line.json) as { text: string }).text);

  it('go into it in their order as soon as it can be reached, as what they are: new', async () => {
    const [one, two] = [wait('room', 'one'), wait('room', 'two')];
    await vi.advanceTimersByTimeAsync(1000);
    expect(tryAppend).not.toHaveBeenCalled();
    isThere = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(await one.outcome).toEqual({ ok: true, id: one.submission.line.id, repeated: false });
    expect(await two.outcome).toMatchObject({ ok: true, repeated: false });
    expect(textsOf(tryAppend.mock.calls[0])).toEqual(['one', 'two']);
    expect(stored).toHaveBeenCalledExactlyOnceWith(2);
    expect(late.isWaiting('room')).toBe(false);
    expect(late.size).toBe(0);
  });

  it('are given up when they are no longer fresh, each at its time', async () => {
    const old = wait('room', 'old');
    await vi.advanceTimersByTimeAsync(2000);
    const young = wait('room', 'young');
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs - 1900);
    expect(await old.outcome).toMatchObject({ ok: false, code: 'overloaded' });
    isThere = true;
    await vi.advanceTimersByTimeAsync(300);
    expect(await young.outcome).toMatchObject({ ok: true });
    expect(textsOf(tryAppend.mock.calls[0])).toEqual(['young']);
  });

  it('are tried again after a failure, in the same order, and not while a try is under way', async () => {
    isThere = true;
    tryAppend.mockRejectedValueOnce(new Error('Command timed out'));
    const one = wait('room', 'one');
    await vi.advanceTimersByTimeAsync(250);
    const two = wait('room', 'two');
    await vi.advanceTimersByTimeAsync(250);
    await Promise.all([one.outcome, two.outcome]);
    expect(tryAppend.mock.calls.map((call) => textsOf(call))).toEqual([['one'], ['one', 'two']]);
  });

  it('are not refused while they may be in the log, but answered as what the log holds when it can be asked', async () => {
    isThere = true;
    tryAppend.mockRejectedValue(new Error('Command timed out'));
    const [kept, lost] = [wait('room', 'kept'), wait('room', 'lost')];
    const answered = vi.fn<() => void>();
    void Promise.race([kept.outcome, lost.outcome]).then(answered);
    await vi.advanceTimersByTimeAsync(250);
    isThere = false;
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs + 10_000);
    expect(answered).not.toHaveBeenCalled();
    tryAppend.mockReset();
    tryAppend.mockResolvedValue([{ ok: true, id: kept.submission.line.id, repeated: true }, undefined]);
    isThere = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(await kept.outcome).toEqual({ ok: true, id: kept.submission.line.id, repeated: false });
    expect(await lost.outcome).toMatchObject({ ok: false, code: 'overloaded' });
    expect(late.size).toBe(0);
  });

  it('that may be in a log which stays away have no answer at all', async () => {
    isThere = true;
    tryAppend.mockRejectedValueOnce(new Error('Command timed out'));
    const given = wait('room', 'perhaps').outcome.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(250);
    isThere = false;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(await given).toBeInstanceOf(BrokerAway);
    expect(late.size).toBe(0);
  });

  it('have no answer either where the log never says, though it seems to be there', async () => {
    isThere = true;
    tryAppend.mockRejectedValue(new Error('Command timed out'));
    const given = wait('room', 'perhaps').outcome.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(31_000);
    expect(await given).toBeInstanceOf(BrokerAway);
    const refusing = Object.assign(new Error('READONLY'), { name: 'ReplyError' });
    tryAppend.mockRejectedValue(refusing);
    const refused = wait('room', 'not taken').outcome;
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs + 500);
    expect(await refused).toMatchObject({ ok: false, code: 'overloaded' });
    expect(late.size).toBe(0);
  });

  it('that were perhaps taken elsewhere are not refused either before the log was asked', async () => {
    const submission = { ...submit(commentBy('ann', 'again', Date.now())), mayBeStored: true };
    const pending = new PendingAppend(submission, Date.now());
    late.add('room', [pending]);
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs + 1000);
    expect(pending.isSettled).toBe(false);
    tryAppend.mockResolvedValueOnce([{ ok: true, id: 'first', repeated: true }]);
    isThere = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(await pending.outcome).toEqual({ ok: true, id: 'first', repeated: true });
  });

  it('are asked for apart from those that are fresh, which are not held back by them', async () => {
    isThere = true;
    tryAppend.mockRejectedValueOnce(new Error('Command timed out'));
    wait('room', 'old');
    await vi.advanceTimersByTimeAsync(250);
    isThere = false;
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs);
    const young = wait('room', 'young');
    isThere = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(await young.outcome).toMatchObject({ ok: true });
    expect(tryAppend.mock.calls.slice(1).map((call) => textsOf(call))).toEqual([['old'], ['young']]);
  });

  it('are not tried again when they were heard of meanwhile', async () => {
    const one = wait('room', 'one');
    one.resolve({ ok: true, id: one.submission.line.id, repeated: false });
    isThere = true;
    await vi.advanceTimersByTimeAsync(500);
    expect(tryAppend).not.toHaveBeenCalled();
    expect(late.isWaiting('room')).toBe(false);
  });

  it('hold back later ones only until they are under way: the log keeps the order of what it is sent', async () => {
    let answer = () => {};
    tryAppend.mockImplementationOnce(
      (_room, [one]) =>
        new Promise((resolve) => {
          answer = () => resolve([{ ok: true, id: one?.submission.line.id ?? '', repeated: false }]);
        }),
    );
    const one = wait('room', 'one');
    expect(late.isWaiting('room')).toBe(true);
    isThere = true;
    await vi.advanceTimersByTimeAsync(250);
    expect(late.isWaiting('room')).toBe(false);
    const two = wait('room', 'two');
    expect(late.isWaiting('room')).toBe(true);
    answer();
    await Promise.all([one.outcome, two.outcome]);
    expect(late.isWaiting('room')).toBe(false);
  });

  it('that were to be told by the log in a moment are told by this gateway, once, when the log is away again', async () => {
    isThere = true;
    tryAppend.mockRejectedValue(new Error('Command timed out'));
    const [one, two] = [wait('room', 'one'), wait('room', 'two')];
    await vi.advanceTimersByTimeAsync(250);
    expect(onAway).not.toHaveBeenCalled();
    isThere = false;
    await vi.advanceTimersByTimeAsync(1000);
    expect(onAway.mock.calls).toEqual([['room', [one, two]]]);
    await vi.advanceTimersByTimeAsync(LIMITS.freshMs);
    for (const { resolve } of [one, two]) resolve({ ok: false, code: 'overloaded', retryAfterMs: 1000 });
    const stale = new PendingAppend(submit(commentBy('ann', 'stale', 0)), Date.now() - LIMITS.freshMs);
    late.add('room', [stale]);
    await vi.advanceTimersByTimeAsync(250);
    expect(onAway).toHaveBeenCalledOnce();
  });

  it('do not hold up other rooms', async () => {
    const stuck = vi.fn<TryAppend>((room, pending) =>
      room === 'stuck' ? new Promise(() => {}) : tryAppend(room, pending),
    );
    late = new LateAppends({ clock: Date.now, canTry: () => true, tryAppend: stuck, onStored: stored, onAway });
    wait('stuck', 'one');
    const other = wait('other', 'two');
    await vi.advanceTimersByTimeAsync(250);
    expect(await other.outcome).toMatchObject({ ok: true });
  });

  it('are answered by a broker that closes, also those that are being tried and those that come later', async () => {
    isThere = true;
    let answer: (outcomes: readonly undefined[]) => void = () => undefined;
    tryAppend.mockImplementation(() => new Promise((resolve) => (answer = resolve)));
    const tried = wait('room', 'tried');
    await vi.advanceTimersByTimeAsync(300);
    expect(tryAppend).toHaveBeenCalledOnce();
    late.close();
    answer([undefined]);
    await expect(tried.outcome).rejects.toBeInstanceOf(BrokerAway);
    await expect(wait('room', 'later').outcome).rejects.toBeInstanceOf(BrokerAway);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are bounded in number', async () => {
    const submission = submit(commentBy('a', 'x', 0));
    const many = Array.from({ length: 50_000 }, () => new PendingAppend(submission, Date.now()));
    for (const { outcome } of many) outcome.catch(() => {});
    late.add('room', many);
    expect(await wait('other', 'too many').outcome).toMatchObject({ ok: false, code: 'overloaded' });
    expect(late.size).toBe(50_000);
  });
});
