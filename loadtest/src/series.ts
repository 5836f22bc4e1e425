/** Plots over time, from the seconds of a run: what the report draws. */
import { eventWindowMs, postingMs } from './plan.ts';
import type { Result } from './result.ts';
import type { Sample } from './timeline.ts';

export interface Series {
  readonly label: string;
  /** The line to look at first. */
  readonly isBold?: boolean;
  readonly values: readonly (number | null)[];
}

export interface Band {
  readonly label: string;
  readonly from: number;
  readonly to: number;
}

export interface Chart {
  readonly title: string;
  /** After each number on the axis. */
  readonly unit: string;
  /** After each number below; seconds where nothing is said. */
  readonly xUnit?: string;
  /** What the numbers below are. */
  readonly xLabel?: string;
  /** Below, each step is ten times the last. */
  readonly xLog?: boolean;
  /** Seconds since posting began, unless it is labelled otherwise. */
  readonly x: readonly number[];
  readonly series: readonly Series[];
  readonly bands: readonly Band[];
}

interface Measure {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly (readonly [string, (sample: Sample) => number | null])[];
}

/** Points of one line: more than a screen has pixels only slow it down. */
const MAX_POINTS = 1500;

const MEASURES: readonly Measure[] = [
  { title: 'Deliveries per second', unit: '', lines: [['delivered', (sample) => sample.comments]] },
  {
    title: 'Latency, intended moment to viewer',
    unit: ' ms',
    lines: [
      ['p50', (sample) => latency(sample, sample.latency.p50)],
      ['p99', (sample) => latency(sample, sample.latency.p99)],
      ['max', (sample) => latency(sample, sample.latency.max)],
    ],
  },
  { title: 'Connections', unit: '', lines: [['open', (sample) => sample.open]] },
  {
    title: 'Posts per second',
    unit: '',
    lines: [
      ['sent', (sample) => sample.sent],
      ['acknowledged', (sample) => sample.acked],
      ['refused', (sample) => sample.refused],
    ],
  },
  {
    title: 'CPU, percent of a core',
    unit: ' %',
    lines: [
      ['gateways', (sample) => total(sample, (use) => use.cpuCores * 100)],
      ['load test', (sample) => sample.toolCores * 100],
    ],
  },
  {
    title: 'Memory of the gateways',
    unit: ' MB',
    lines: [['resident', (sample) => total(sample, (use) => use.memoryBytes / 1e6)]],
  },
];

/** The plots of one run. */
export function runCharts(result: Result): readonly Chart[] {
  const samples = thinned(result.samples);
  const x = samples.map((sample) => secondOf(result, sample));
  return MEASURES.map(({ title, unit, lines }) => ({
    title,
    unit,
    x,
    series: lines.map(([label, value]) => ({ label, values: samples.map(value) })),
    bands: bands(result),
  }));
}

/** The plots of two runs in one frame: the first line of each measure (p99 for latency), second by second. */
export function pairCharts(before: Result, after: Result): readonly Chart[] {
  const sides = [before, after].map((result) => {
    const samples = thinned(result.samples);
    return new Map(samples.map((sample) => [Math.round(secondOf(result, sample)), sample]));
  });
  const x = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort((a, b) => a - b);
  return MEASURES.map(({ title, unit, lines }) => {
    const line = lines.find(([label]) => label === 'p99') ?? lines[0];
    return {
      title: line?.[0] === 'p99' ? `${title}, p99` : title,
      unit,
      x,
      series: sides.map((side, index) => ({
        label: index === 0 ? 'before' : 'after',
        values: x.map((second) => {
          const sample = side.get(second);
          return sample && line ? line[1](sample) : null;
        }),
      })),
      bands: [],
    };
  });
}

function bands({ plan }: Result): readonly Band[] {
  const warmUp = plan.warmupSeconds > 0 ? [{ label: 'warm-up', from: 0, to: plan.warmupSeconds }] : [];
  const settle = { label: 'settling', from: postingMs(plan) / 1000, to: Infinity };
  const { fromMs, untilMs } = eventWindowMs(plan);
  const event = { label: plan.scenario, from: fromMs / 1000, to: untilMs / 1000 };
  const hasEvent = plan.scenario === 'spike' || plan.scenario === 'slow' || plan.scenario === 'storm';
  return [...warmUp, ...(hasEvent ? [event] : []), settle];
}

/** Every k-th sample, so that the last is kept and few enough remain. */
function thinned(samples: readonly Sample[]): readonly Sample[] {
  const every = Math.ceil(samples.length / MAX_POINTS);
  return every <= 1 ? samples : samples.filter((_, index) => (samples.length - 1 - index) % every === 0);
}

/** The end of a sample's second, from the moment posting began. */
function secondOf(result: Result, sample: Sample): number {
  return sample.second + 1 - (result.startSecond ?? 0);
}

/** A second in which nothing arrived has no latency, not one of zero. */
function latency(sample: Sample, value: number): number | null {
  return sample.latency.max === 0 ? null : value;
}

function total(sample: Sample, value: (use: NonNullable<Sample['gateways'][number]>) => number): number | null {
  const uses = sample.gateways.filter((use) => use !== null);
  return uses.length === 0 ? null : uses.reduce((sum, use) => sum + value(use), 0);
}
