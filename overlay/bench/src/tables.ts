/** What a person reads: a table for each rate, one for memory, one for how soon a comment is seen; and the plots. */
import type { Entry, Findings } from './benchmark.ts';
import { figureId } from './figures.ts';
import type { Cell, Figure, Plot, Table } from './outcome.ts';
import { median } from './outcome.ts';
import { EMPTY, FOLLOWED_RATE } from './systems.ts';
import type { Trial } from './trial.ts';

type Column = readonly [title: string, figure: string];

const WORK: readonly Column[] = [
  ['main-thread CPU a frame, inserting', 'cpu-inserting'],
  ['only moving', 'cpu-moving'],
  ['all processes, inserting', 'cores-inserting'],
  ['long frames, inserting', 'long-inserting'],
  ['drawn', 'drawn'],
  ['on screen', 'on-screen-inserting'],
  ['shown', 'shown'],
  ['shown, covering none', 'shown-free'],
];

const MEMORY: readonly Column[] = [
  ['process memory', 'memory'],
  ['heap', 'heap'],
  ['grows', 'heap-slope'],
  ['textures', 'textures'],
  ['grow', 'textures-slope'],
];

export function tablesOf(findings: Findings, figures: readonly Figure[]): Table[] {
  const known = new Set(figures.map(({ id }) => id));
  const { entries, sights, profiles } = findings;
  const rates = [...new Set(entries.map(({ rate }) => rate))];
  const table = (rate: number, id: string, title: string, columns: readonly Column[]): Table => ({
    id: `${id}-${rate}`,
    title,
    columns: ['', ...columns.map(([name]) => name), ''],
    rows: entries
      .filter((entry) => entry.rate === rate)
      .map(({ system, problem }) => ({
        ours: system.ours,
        cells: [
          { text: system.label },
          ...columns.map(([, name]): Cell => {
            const figure = figureId(name, rate, system.name);
            return known.has(figure) ? { figure } : { text: '–' };
          }),
          { text: problem ?? '' },
        ],
      })),
  });
  return [
    ...rates.map((rate) => table(rate, 'work', `${rate} comments/s, ${rate * 8} of them on screen at a time`, WORK)),
    ...rates
      .filter((rate) => rate === FOLLOWED_RATE)
      .map((rate) => table(rate, 'memory', `Memory at ${rate} comments/s`, MEMORY)),
    {
      id: 'sight',
      title: 'Frames until a comment is seen, 100 comments/s from a cold start',
      columns: ['', 'the first', 'half of them', '95 of 100', 'the same after the first second', 'never seen'],
      rows: sights.map(({ from }) => ({
        ours: true,
        cells: [
          { text: SIGHT_LABELS[from] },
          ...['sight-first', 'sight-p50', 'sight-p95', 'sight-p95-later', 'sight-lost'].map((name): Cell => {
            const figure = `overlay.${name}.${from}`;
            return known.has(figure) ? { figure } : { text: '–' };
          }),
        ],
      })),
    },
    ...profiles.map(({ renderer, rate, busy, hottest }): Table => {
      const share = (value: number): Cell => ({ text: `${(value * 100).toFixed(1)} %` });
      return {
        id: `profile-${renderer}`,
        title: `Where the main thread's time goes: ours with ${renderer}, ${rate} comments/s`,
        note: `Of the ${(busy * 100).toFixed(0)} % of the time in which it was not idle. Time on the wall: waiting for the process that draws is "(program)".`,
        columns: ['function', 'its own time'],
        rows: hottest.map(({ name, share: own }) => ({ ours: true, cells: [{ text: name }, share(own)] })),
      };
    }),
  ];
}

const SIGHT_LABELS = {
  emit: 'by emit',
  'socket-10': 'from a socket, frames every 10 ms',
  'socket-50': 'from a socket, frames every 50 ms, released evenly over them',
} as const;

/** At most this many lines can be told apart. */
const MOST_SERIES = 8;

export function plotsOf({ entries }: Findings): Plot[] {
  // An empty page has a row in every table; lines are for those that draw.
  const taking = entries.filter(
    ({ system, trials }) => trials.length > 0 && !['ours-default', EMPTY].includes(system.name),
  );
  return [
    byRate('cpu-moving', 'Main-thread CPU a frame, only moving', 'ms', taking, ({ moving }) => moving.mainMs),
    byRate('cpu-inserting', 'Main-thread CPU a frame, inserting', 'ms', taking, ({ inserting }) => inserting.mainMs),
    byRate('drawn', 'Frames drawn', 'frames/s', taking, ({ drawnPerSecond }) => drawnPerSecond),
    overTime('heap', 'Heap over time, 100 comments/s', taking, ({ heapBytes }) => heapBytes),
    overTime('textures', 'Textures over time, 100 comments/s', taking, ({ textureBytes }) => textureBytes),
  ].filter(({ x, series }) => x.length > 1 && series.length > 0);
}

function byRate(
  id: string,
  title: string,
  unit: string,
  entries: readonly Entry[],
  of: (trial: Trial) => number,
): Plot {
  const x = [...new Set(entries.map(({ rate }) => rate))].sort((a, b) => a - b);
  const series = [...new Set(entries.map(({ system }) => system))].slice(0, MOST_SERIES).map((system) => ({
    label: system.label,
    ours: system.ours,
    values: x.map((rate) => {
      const entry = entries.find((one) => one.rate === rate && one.system === system);
      return entry === undefined ? null : median(entry.trials.map(of));
    }),
  }));
  return { id, title, unit, xLabel: 'comments per second', xLog: true, x, series };
}

type Followed = Trial['samples'][number];

/** Each trial samples at its own moments; they are put to the nearest whole second. */
function overTime(
  id: string,
  title: string,
  entries: readonly Entry[],
  of: (sample: Followed) => number | undefined,
): Plot {
  const followed = entries
    .filter(({ rate }) => rate === FOLLOWED_RATE)
    .flatMap(({ system, trials: [trial] }) => {
      const points = new Map<number, number>();
      for (const sample of trial?.samples ?? []) {
        const bytes = of(sample);
        if (bytes !== undefined) points.set(Math.round(sample.seconds), bytes / (1024 * 1024));
      }
      return points.size < 3 ? [] : [{ system, points }];
    })
    .slice(0, MOST_SERIES);
  const x = [...new Set(followed.flatMap(({ points }) => [...points.keys()]))].sort((a, b) => a - b);
  const series = followed.map(({ system, points }) => ({
    label: system.label,
    ours: system.ours,
    values: x.map((second) => points.get(second) ?? null),
  }));
  return { id, title, unit: 'MiB', xLabel: 'seconds', xLog: false, x, series };
}
