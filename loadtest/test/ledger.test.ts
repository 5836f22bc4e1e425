/** The tool is proved on a gateway whose faults are known one by one. */
import { describe, expect, test } from 'vitest';
import { StandIn, type LogEntry, type Misbehaviour } from './stand-in.ts';
import { runTool, type Outcome } from './tool.ts';
import type { Result } from '../src/result.ts';

const VIEWERS = 8;

interface Loaded extends Outcome {
  readonly result: Result;
  readonly log: readonly LogEntry[];
}

async function load(misbehaviour: Misbehaviour, ...flags: string[]): Promise<Loaded> {
  const standIn = await StandIn.start(misbehaviour);
  const size = [
    '--viewers',
    String(VIEWERS),
    '--rate',
    '40',
    '--post-per-second',
    '100',
    '--seconds',
    '1',
    '--warmup',
    '0',
  ];
  try {
    return { ...(await runTool(['--url', standIn.url, ...size, ...flags])), log: standIn.log };
  } finally {
    await standIn.stop();
  }
}

/** The offset of each entry is its place in the log, from 1. */
function isAt(entries: readonly LogEntry[], ...offsets: number[]): boolean {
  return offsets.includes(entries[0]?.offset ?? 0);
}

describe.concurrent('a gateway that does everything right', () => {
  test('passes: every comment reaches every viewer once, in the order of the log', async () => {
    const { code, result, log } = await load({});
    expect(log).toHaveLength(40);
    expect(result.verdict).toEqual({ ok: true, faults: [] });
    expect(code).toBe(0);
    expect(result.ledger).toMatchObject({ accepted: 40, expected: 320, delivered: 320, lost: 0, foreign: 0, stray: 0 });
    expect(result.connections).toMatchObject({ wanted: 8, opened: 8, failed: 0, dropped: 0, atEnd: 8 });
    expect(result.posts).toMatchObject({ intended: 40, sent: 40, acked: 40, refused: 0 });
    expect(result.deliveries).toMatchObject({ expected: 320, received: 320 });
    expect(result.latency.count).toBe(320);
    expect(result.ack.count).toBe(40);
  });

  test('passes when it tells what it left out, merged, recalled, and makes up for a break', async () => {
    const merged = new Map<number, LogEntry>();
    const { code, result } = await load({
      // Everybody misses comment 5 and is told; comments 7 and 8 travel as one.
      fault: (_, entries) => {
        if (isAt(entries, 5, 12)) return [];
        for (const entry of entries) merged.set(entry.offset, entry);
        if (isAt(entries, 7)) return [];
        return isAt(entries, 8) ? entries.map((entry) => ({ ...entry, count: 2 })) : entries;
      },
      leftOut: (_, entries) => (isAt(entries, 5) ? 1 : 0),
      after: (gateway, entry) => {
        if (entry.offset === 12) {
          for (const { viewer } of gateway.sessions) gateway.tell(viewer, { type: 'recall', ids: [entry.id] });
        }
        if (entry.offset === 20) gateway.cut(3);
      },
    });
    expect(result.verdict.faults).toEqual([]);
    expect(code).toBe(0);
    expect(result.ledger).toMatchObject({ accepted: 40, expected: 320, leftOut: 8, merged: 8, recalled: 8, lost: 0 });
    expect(result.ledger.delivered).toBe(320 - 24);
    expect(result.connections).toMatchObject({ dropped: 1, returned: 1, recovered: 1, atEnd: 8 });
    expect(result.returns.count).toBe(1);
  });
});

describe.concurrent('a gateway that does it wrong', () => {
  test('is found out exactly when it drops, doubles and reorders for some viewers', async () => {
    let held: readonly LogEntry[] = [];
    const { code, result } = await load({
      fault: (viewer, entries) => {
        if (viewer === 2 && isAt(entries, 3, 4, 30)) return [];
        if (viewer === 5 && isAt(entries, 40)) return [];
        if (viewer === 1 && isAt(entries, 10, 11)) return [...entries, ...entries];
        if (viewer === 6 && isAt(entries, 17)) {
          held = entries;
          return [];
        }
        return viewer === 6 && isAt(entries, 18) ? [...entries, ...held] : entries;
      },
    });
    expect(code).toBe(1);
    expect(result.ledger).toMatchObject({ accepted: 40, expected: 320, delivered: 316, leftOut: 0 });
    expect(result.ledger).toMatchObject({ lost: 4, duplicated: 2, outOfOrder: 1, stray: 0 });
    expect(result.verdict.faults).toEqual(['4 lost', '2 delivered twice', '1 out of order']);
  });

  test('is found out when it acknowledges a comment that nobody ever sees', async () => {
    const { code, result } = await load({ fault: (_, entries) => (isAt(entries, 9) ? [] : entries) });
    expect(code).toBe(1);
    expect(result.ledger).toMatchObject({ accepted: 40, expected: 320, delivered: 312, lost: 8 });
  });

  test('is found out when it claims to have left out what it delivered', async () => {
    const { code, result } = await load({ leftOut: (viewer, entries) => (viewer === 0 && isAt(entries, 6) ? 3 : 0) });
    expect(code).toBe(1);
    expect(result.ledger).toMatchObject({ delivered: 320, leftOut: 0, lost: 0, overclaimed: 3 });
  });

  test('is found out when it sends a comment to another room', async () => {
    const { code, result } = await load(
      {
        after: (gateway, entry) => {
          const other = gateway.sessions.find((session) => session.room !== entry.room);
          if (entry.offset !== 8 || !other) return;
          const { id, text, userId } = entry;
          const stray = { id, text, user: { id: userId, name: 'Guest' }, time: 1_764_000_000_000 };
          gateway.tell(other.viewer, { type: 'comments', offset: '8.5', comments: [stray] });
        },
      },
      '--rooms',
      '2',
    );
    expect(code).toBe(1);
    expect(result.ledger).toMatchObject({ accepted: 40, delivered: 160, lost: 0, stray: 1 });
  });
});

describe.concurrent('a viewer that was told', () => {
  test('has lost nothing: 4508 without recovery counts as too slow', async () => {
    const missedWhileAway = new Set<number>();
    const { result } = await load({
      recovers: false,
      after: (gateway, entry) => {
        if (entry.offset === 10) gateway.close(4, 4508);
        if (entry.offset > 10 && gateway.sessions.length < VIEWERS) missedWhileAway.add(entry.offset);
      },
    });
    expect(result.connections).toMatchObject({ dropped: 1, tooSlow: 1, returned: 1, recovered: 0 });
    expect(result.ledger).toMatchObject({ lost: 0, notRecovered: 0 });
    expect(result.ledger.tooSlow).toBe(result.ledger.expected - result.ledger.delivered);
    expect(result.ledger.tooSlow).toBeGreaterThanOrEqual(missedWhileAway.size - 1);
    expect(result.verdict.faults).toEqual([]);
  });

  test('comes back after drain at a moment within the time given, and misses nothing', async () => {
    const { code, result } = await load({
      after: (gateway, entry) => {
        if (entry.offset !== 15) return;
        for (const viewer of [0, 1, 2]) gateway.tell(viewer, { type: 'drain', withinMs: 200 });
      },
    });
    expect(code).toBe(0);
    expect(result.connections).toMatchObject({ drained: 3, returned: 3, recovered: 3, atEnd: 8, failed: 0 });
    expect(result.ledger).toMatchObject({ accepted: 40, delivered: 320, lost: 0, duplicated: 0 });
  });
});
