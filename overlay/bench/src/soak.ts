/** Ten minutes at 100 comments a second: what is kept must not grow. */
import { setTimeout as wait } from 'node:timers/promises';
import { openPage } from './chromium.ts';
import type { Command } from './command.ts';
import { goal } from './outcome.ts';
import type { Figure, Goal, Plot, Table } from './outcome.ts';
import { findProcesses } from './processes.ts';
import { startSite } from './site.ts';
import { takeSample } from './trial.ts';
import type { Sample } from './trial.ts';
import { isGrowing, trendOf } from './trend.ts';
import type { Trend } from './trend.ts';

const RATE = 100;
const SECONDS = 600;
/** Until the stage is full and every cache has met its usual load, nothing is judged: 10,000 ids are remembered. */
const SETTLE_SECONDS = 120;
const MOST_TEXTURE_BYTES = 64 * 1024 * 1024;

interface Followed {
  readonly name: 'heap' | 'browser-heap' | 'textures' | 'nodes' | 'listeners' | 'memory';
  readonly title: string;
  readonly unit: string;
  /** Growth per second, in `unit`, that is none: an hour of it would not be noticed. */
  readonly trifle: number;
  /** Share of the soak after which it is judged, where that takes longer than filling the stage. */
  readonly settlesAfter?: number;
  of(sample: Sample): number;
}

const MIB = 1024 * 1024;

const FOLLOWED: readonly Followed[] = [
  { name: 'heap', title: 'Heap', unit: 'MiB', trifle: 0.001, of: ({ heapBytes }) => heapBytes / MIB },
  {
    name: 'browser-heap',
    title: "Browser's heap",
    unit: 'MiB',
    trifle: 0.001,
    of: ({ browserHeapBytes }) => browserHeapBytes / MIB,
  },
  {
    name: 'textures',
    title: 'Textures',
    unit: 'MiB',
    trifle: 0.001,
    of: ({ textureBytes }) => (textureBytes ?? 0) / MIB,
  },
  { name: 'nodes', title: 'Nodes', unit: '', trifle: 0.01, of: ({ nodes }) => nodes },
  { name: 'listeners', title: 'Listeners', unit: '', trifle: 0.01, of: ({ listeners }) => listeners },
  {
    name: 'memory',
    title: 'Process memory',
    unit: 'MiB',
    trifle: 0.005,
    // A browser maps its fonts, and takes memory ahead, for minutes.
    settlesAfter: 0.5,
    of: ({ memoryBytes }) => memoryBytes / MIB,
  },
];

export interface Soak {
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  readonly goals: readonly Goal[];
  readonly notes: readonly string[];
}

export async function runSoak(command: Command, say: (line: string) => void): Promise<Soak> {
  const seconds = command.seconds ?? (command.isQuick ? 60 : SECONDS);
  const { samples, kind } = await follow(command.systems?.[0] ?? 'ours-auto', seconds, say);
  return judge(samples, kind, seconds);
}

async function follow(
  system: string,
  seconds: number,
  say: (line: string) => void,
): Promise<{ samples: Sample[]; kind: string }> {
  const everyMs = seconds >= 120 ? 10_000 : 2_000;
  const site = await startSite([system]);
  try {
    const open = await openPage(`${site.url}/on/${system}`);
    try {
      await open.page.evaluate((rate) => rig.feed(rate), RATE);
      const startMs = performance.now();
      const samples: Sample[] = [];
      await wait(Math.min(everyMs, 3_000));
      const processes = await findProcesses(open);
      for (let i = 1; (i * everyMs) / 1000 <= seconds; i += 1) {
        await wait(Math.max(0, startMs + i * everyMs - performance.now()));
        const sample = await takeSample(open, processes, (performance.now() - startMs) / 1000);
        samples.push(sample);
        say(FOLLOWED.map((one) => `${one.title.toLowerCase()} ${one.of(sample).toFixed(1)} ${one.unit}`).join(', '));
      }
      return { samples, kind: await open.page.evaluate(() => rig.kind()) };
    } finally {
      await open.close();
    }
  } finally {
    site.stop();
  }
}

/** @param seconds of the whole soak. */
export function judge(samples: readonly Sample[], kind: string, seconds: number): Soak {
  // Of a short soak the first third, so that something is left to judge.
  const settledAt = Math.min(SETTLE_SECONDS, seconds / 3);
  const lines = FOLLOWED.map((one) => {
    const sinceSeconds = Math.max(settledAt, seconds * (one.settlesAfter ?? 0));
    const judged = samples.filter((sample) => sample.seconds >= sinceSeconds);
    const trend = trendOf(judged.map((sample) => [sample.seconds, one.of(sample)] as const));
    return { one, trend, growing: isGrowing(trend, one.trifle) };
  });
  const x = samples.map((sample) => Math.round(sample.seconds));
  const most = Math.max(0, ...samples.map(({ textureBytes }) => textureBytes ?? 0));
  return {
    figures: lines.flatMap(({ one, trend }): Figure[] => [
      { id: `soak.${one.name}`, unit: one.unit, better: 'lower', values: [trend.last] },
      {
        id: `soak.${one.name}-slope`,
        unit: `${one.unit}/min`.replace(/^\//, '1/'),
        better: 'lower',
        values: [trend.slope * 60],
        note: `± ${noiseOf(trend)}`,
      },
    ]),
    tables: [
      {
        id: 'soak',
        title: `${seconds} seconds at ${RATE} comments/s, drawn with ${kind}`,
        columns: ['', 'at the end', 'a minute', 'noise', ''],
        rows: lines.map(({ one, trend, growing }) => ({
          ours: true,
          cells: [
            { text: one.title },
            { figure: `soak.${one.name}` },
            { figure: `soak.${one.name}-slope` },
            { text: noiseOf(trend) },
            { text: growing ? 'grows' : 'flat' },
          ],
        })),
      },
    ],
    plots: FOLLOWED.map((one) => ({
      id: `soak-${one.name}`,
      title: one.title,
      unit: one.unit,
      xLabel: 'seconds',
      xLog: false,
      x,
      series: [{ label: one.title, ours: true, values: samples.map((sample) => one.of(sample)) }],
    })),
    goals: [
      ...lines.filter(({ trend }) => Number.isFinite(trend.noise)).map(({ one, trend }) => flat(one, trend)),
      goal({
        id: 'soak.goal.textures',
        text: 'textures stay below 64 MiB',
        unit: 'MiB',
        value: most / MIB,
        limit: MOST_TEXTURE_BYTES / MIB,
        better: 'lower',
      }),
    ],
    notes: [
      `Sampled after a garbage collection each; the first ${Math.round(settledAt)} seconds fill the stage and what is remembered, and are not judged; of process memory (renderer and GPU process) the second half is.`,
      'A slope counts as growth when it is more than twice its own standard error.',
    ],
  };
}

function flat(one: Followed, trend: Trend): Goal {
  return goal({
    id: `soak.goal.${one.name}-flat`,
    text: `${one.title.toLowerCase()} do not grow beyond noise`.replace(/(heap|memory) do/, '$1 does'),
    unit: `${one.unit}/min`.replace(/^\//, '1/'),
    value: trend.slope * 60,
    limit: Math.max(2 * trend.noise, one.trifle) * 60,
    better: 'lower',
  });
}

function noiseOf({ noise }: Trend): string {
  return Number.isFinite(noise) ? (noise * 60).toFixed(3) : 'unknown';
}
