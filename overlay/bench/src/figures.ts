/** From trials to figures: every number once, under the name by which README and the page's plots find it. */
import type { Entry, Findings } from './benchmark.ts';
import type { Better, Figure } from './outcome.ts';
import type { Cost, Trial } from './trial.ts';
import { trendOf } from './trend.ts';

interface Kind {
  readonly name: string;
  readonly unit: string;
  readonly better: Better;
  /** `undefined` where this trial can't tell. */
  of(trial: Trial): number | undefined;
}

const MIB = 1024 * 1024;

function costs(name: string, pick: (trial: Trial) => Cost): Kind[] {
  return [
    { name: `cpu-${name}`, unit: 'ms/frame', better: 'lower', of: (trial) => pick(trial).mainMs },
    { name: `cores-${name}`, unit: 'cores', better: 'lower', of: (trial) => pick(trial).allCores },
    { name: `worker-${name}`, unit: 'cores', better: 'lower', of: (trial) => pick(trial).workerCores },
    { name: `fps-${name}`, unit: 'frames/s', better: 'higher', of: (trial) => pick(trial).framesPerSecond },
    { name: `long-${name}`, unit: 'frames/s', better: 'lower', of: (trial) => pick(trial).longFramesPerSecond },
    { name: `on-screen-${name}`, unit: '', better: 'none', of: (trial) => pick(trial).onScreen },
  ];
}

const KINDS: readonly Kind[] = [
  ...costs('inserting', ({ inserting }) => inserting),
  ...costs('moving', ({ moving }) => moving),
  { name: 'drawn', unit: 'frames/s', better: 'higher', of: ({ drawnPerSecond }) => drawnPerSecond },
  { name: 'shown', unit: '%', better: 'higher', of: ({ shown }) => shown * 100 },
  { name: 'shown-free', unit: '%', better: 'higher', of: ({ shownFree }) => shownFree * 100 },
  { name: 'memory', unit: 'MiB', better: 'lower', of: ({ memoryBytes }) => memoryBytes / MIB },
  { name: 'heap', unit: 'MiB', better: 'lower', of: (trial) => last(trial, 'heapBytes') },
  { name: 'textures', unit: 'MiB', better: 'lower', of: (trial) => last(trial, 'textureBytes') },
  { name: 'heap-slope', unit: 'KiB/s', better: 'lower', of: (trial) => slope(trial, 'heapBytes') },
  { name: 'textures-slope', unit: 'KiB/s', better: 'lower', of: (trial) => slope(trial, 'textureBytes') },
];

function last({ samples }: Trial, name: 'heapBytes' | 'textureBytes'): number | undefined {
  const bytes = samples.at(-1)?.[name];
  return bytes === undefined ? undefined : bytes / MIB;
}

function slope({ samples }: Trial, name: 'heapBytes' | 'textureBytes'): number | undefined {
  const points = samples.flatMap(({ seconds, [name]: bytes }): [number, number][] =>
    bytes === undefined ? [] : [[seconds, bytes / 1024]],
  );
  return points.length < 3 ? undefined : trendOf(points).slope;
}

/** `overlay.<what>.<rate>.<system>`. */
export function figureId(what: string, rate: number, system: string): string {
  return `overlay.${what}.${rate}.${system}`;
}

export function figuresOf({ entries, sights }: Findings): Figure[] {
  return [
    ...entries.flatMap((entry) => KINDS.flatMap((kind) => figureOf(entry, kind))),
    ...sights.flatMap(({ from, first, p50, p95, p95Later, lost, came }): Figure[] => [
      { id: `overlay.sight-first.${from}`, unit: 'frames', better: 'lower', values: finite([first]) },
      { id: `overlay.sight-p50.${from}`, unit: 'frames', better: 'lower', values: finite([p50]) },
      { id: `overlay.sight-p95.${from}`, unit: 'frames', better: 'lower', values: finite([p95]) },
      { id: `overlay.sight-p95-later.${from}`, unit: 'frames', better: 'lower', values: finite([p95Later]) },
      { id: `overlay.sight-lost.${from}`, unit: '', better: 'lower', values: [lost], note: `of ${came}` },
    ]),
  ].filter(({ values }) => values.length > 0);
}

function figureOf({ system, rate, trials }: Entry, { name, unit, better, of }: Kind): Figure[] {
  const values = finite(trials.map(of));
  return values.length === 0 ? [] : [{ id: figureId(name, rate, system.name), unit, better, values }];
}

function finite(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined && Number.isFinite(value)) as number[];
}
