import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BrokerAway } from './broker.ts';
import { commentBy, submit } from './ear.contract.ts';
import { FRESH_MS, LateAppends, PendingAppend, type TryAppend } from './redis-late.ts';

describe('Comments that came too early or too late for their log', () => {
  let isThere: boolean;
  let tryAppend: ReturnType<typeof vi.fn<TryAppend>>;
  let late: LateAppends;
  const stored = vi.fn<(count: number) => void>();

  beforeEach(() => {
    vi.useFakeTimers();
    isThere = false;
    stored.mockReset();
    tryAppend = vi.fn<TryAppend>((_room, pending) =>
      Promise.resolve(pending.map(({ submission }) => ({ ok: true, id: submission.line.id, repeated: true }))),
    );
    late = new LateAppends({ clock: Date.now, canTry: () => isThere, tryAppend, onStored: stored });
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
    expect(late.has('room')).toBe(false);
    expect(late.size).toBe(0);
  });

  it('are given up when they are no longer fresh, each at its time', async () => {
    const old = wait('room', 'old');
    const given = old.outcome.catch((error: unknown) => error);
    await vi.advanceTimersByTimeAsync(2000);
    const young = wait('room', 'young');
    await vi.advanceTimersByTimeAsync(FRESH_MS - 1900);
    expect(await given).toBeInstanceOf(BrokerAway);
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

  it('do not hold up other rooms', async () => {
    const stuck = vi.fn<TryAppend>((room, pending) =>
      room === 'stuck' ? new Promise(() => {}) : tryAppend(room, pending),
    );
    late = new LateAppends({ clock: Date.now, canTry: () => true, tryAppend: stuck, onStored: stored });
    wait('stuck', 'one');
    const other = wait('other', 'two');
    await vi.advanceTimersByTimeAsync(250);
    expect(await other.outcome).toMatchObject({ ok: true });
  });

  it('are bounded in number', async () => {
    const submission = submit(commentBy('a', 'x', 0));
    const many = Array.from({ length: 50_000 }, () => new PendingAppend(submission, Date.now()));
    for (const { outcome } of many) outcome.catch(() => {});
    late.add('room', many);
    await expect(wait('other', 'too many').outcome).rejects.toBeInstanceOf(BrokerAway);
    expect(late.size).toBe(50_000);
  });
});
