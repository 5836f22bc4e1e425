/** Two results side by side: the figures that matter, and which way each moved. */
import { coresText, integerText, megabytesText, msText } from './figure-text.ts';
import type { Result } from './result.ts';
import { figureOf } from './threshold.ts';

export interface ComparedFigure {
  readonly name: string;
  readonly before: string;
  readonly after: string;
  /** Like `+12 %`; empty where it can't be told. */
  readonly change: string;
  readonly verdict: 'better' | 'worse' | 'same';
}

type Direction = 'up is good' | 'down is good' | 'neither';

/** Differences within this share are noise between two runs. */
const NOISE = 0.03;

const FIGURES: readonly (readonly [string, string, Direction, (value: number) => string])[] = [
  ['viewers at the end', 'connections.atEnd', 'up is good', integerText],
  ['comments/s acknowledged', 'rate.acked', 'up is good', (value) => value.toFixed(1)],
  ['deliveries/s', 'deliveries.perSecond', 'up is good', integerText],
  ['bytes per delivery', 'deliveries.bytesPerDelivery', 'down is good', (value) => value.toFixed(0)],
  ['latency p50', 'latency.p50', 'down is good', msText],
  ['latency p99', 'latency.p99', 'down is good', msText],
  ['latency p99.9', 'latency.p999', 'down is good', msText],
  ['latency max', 'latency.max', 'down is good', msText],
  ['ack p50', 'ack.p50', 'down is good', msText],
  ['ack p99', 'ack.p99', 'down is good', msText],
  ['connections/s', 'connections.perSecond', 'neither', integerText],
  ['connections dropped', 'connections.dropped', 'down is good', integerText],
  ['gateway CPU', 'gateway.cpuCores', 'down is good', coresText],
  [
    'CPU s per million deliveries',
    'gateway.cpuSecondsPerMillionDeliveries',
    'down is good',
    (value) => value.toFixed(2),
  ],
  ['gateway memory', 'gateway.memoryBytes', 'down is good', megabytesText],
  ['left out', 'ledger.leftOut', 'down is good', integerText],
  ['lost', 'ledger.lost', 'down is good', integerText],
  ['doubled', 'ledger.duplicated', 'down is good', integerText],
  ['out of order', 'ledger.outOfOrder', 'down is good', integerText],
];

export function compare(before: Result, after: Result): readonly ComparedFigure[] {
  return FIGURES.map(([name, path, direction, text]) => {
    const first = figureOf(before, path) ?? 0;
    const second = figureOf(after, path) ?? 0;
    const isNoise = Math.abs(second - first) <= Math.abs(first) * NOISE;
    const isBetter = direction === 'up is good' ? second > first : second < first;
    return {
      name,
      before: text(first),
      after: text(second),
      change: first === 0 ? '' : `${second >= first ? '+' : '−'}${Math.abs((second / first - 1) * 100).toFixed(0)} %`,
      verdict: isNoise || direction === 'neither' ? 'same' : isBetter ? 'better' : 'worse',
    };
  });
}

/** What keeps two results from being compared fairly, in words. */
export function differences(before: Result, after: Result): readonly string[] {
  const plan = (['scenario', 'viewers', 'rooms', 'rate', 'seconds', 'subprotocol', 'publishing'] as const)
    .filter((name) => before.plan[name] !== after.plan[name])
    .map((name) => `${name}: ${before.plan[name]} and ${after.plan[name]}`);
  const machine = (['cpu', 'cores', 'node'] as const)
    .filter((name) => before.machine[name] !== after.machine[name])
    .map((name) => `${name}: ${before.machine[name]} and ${after.machine[name]}`);
  return [...plan, ...machine];
}

export function comparisonText(before: Result, after: Result): string {
  const rows = compare(before, after);
  const width = (values: readonly string[]): number => Math.max(...values.map((value) => value.length));
  const widths = [
    width(rows.map((row) => row.name)),
    width(['before', ...rows.map((row) => row.before)]),
    width(['after', ...rows.map((row) => row.after)]),
    width(rows.map((row) => row.change)),
  ];
  const line = (name: string, one: string, two: string, change: string, verdict: string): string =>
    `${name.padEnd(widths[0] ?? 0)}  ${one.padStart(widths[1] ?? 0)}  ${two.padStart(widths[2] ?? 0)}  ${change.padStart(widths[3] ?? 0)}  ${verdict}`.trimEnd();
  const notes = differences(before, after).map((note) => `differs     ${note}`);
  return [
    line('', 'before', 'after', '', ''),
    ...rows.map((row) => line(row.name, row.before, row.after, row.change, row.verdict === 'same' ? '' : row.verdict)),
    ...notes,
    '',
  ].join('\n');
}

export type ReadResult =
  { readonly ok: true; readonly result: Result } | { readonly ok: false; readonly reason: string };

/** Reads a result file. Only its version is checked in depth: the tool wrote it. */
export function readResult(json: string): ReadResult {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return { ok: false, reason: 'it is not JSON' };
  }
  if (typeof value !== 'object' || value === null || !('version' in value) || !('samples' in value)) {
    return { ok: false, reason: 'it is not the result of a load test' };
  }
  if (value.version !== 1) return { ok: false, reason: `its version ${String(value.version)} is not known here` };
  const missing = FIGURES.find(([, path]) => figureOf(value, path) === undefined);
  if (missing || !Array.isArray(value.samples)) return { ok: false, reason: `it lacks ${missing?.[1] ?? 'samples'}` };
  return { ok: true, result: value as unknown as Result };
}
