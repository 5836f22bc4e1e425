import { describe, expect, it } from 'vitest';
import { streamOf } from '../../bench/page/stream.ts';
import type { Entry, Findings } from '../../bench/src/benchmark.ts';
import { readCommand } from '../../bench/src/command.ts';
import { figuresOf } from '../../bench/src/figures.ts';
import { goalsOf } from '../../bench/src/goals.ts';
import { hottestOf } from '../../bench/src/profile.ts';
import { countFree } from '../../bench/src/overlaps.ts';
import { judge } from '../../bench/src/soak.ts';
import { SYSTEMS } from '../../bench/src/systems.ts';
import { plotsOf, tablesOf } from '../../bench/src/tables.ts';
import type { Cost, Sample, Trial } from '../../bench/src/trial.ts';
import { isGrowing, trendOf } from '../../bench/src/trend.ts';

describe('a trend', () => {
  it('is the slope of the line through the points', () => {
    const { slope, noise, last } = trendOf([0, 1, 2, 3, 4].map((x) => [x, 10 + 2 * x] as const));
    expect([slope, noise, last]).toEqual([2, 0, 18]);
  });

  it('says growth only where the line rises beyond what its own scatter could make of a flat one', () => {
    const scatter = [0, 3, -2, 4, -3, 1, -1, 2, -4, 0];
    const flat = trendOf(scatter.map((y, x) => [x, y] as const));
    const rising = trendOf(scatter.map((y, x) => [x, y + 3 * x] as const));
    expect(isGrowing(flat, 0.01)).toBe(false);
    expect(isGrowing(rising, 0.01)).toBe(true);
    expect(isGrowing(trendOf([0, 1, 2].map((x) => [x, x / 1e6] as const)), 0.01)).toBe(false);
  });

  it('is not told from two points', () => {
    expect(isGrowing(trendOf([[0, 0] as const, [1, 100] as const]), 0)).toBe(false);
  });
});

describe('boxes', () => {
  it('are free when none covers them; edges that kiss cover nothing', () => {
    const box = (id: string, x: number, y: number) => ({ id, x, y, width: 100, height: 30 });
    expect(countFree([box('a', 0, 0), box('b', 99, 0), box('c', 0, 29)])).toBe(3);
    expect(countFree([box('a', 0, 0), box('b', 50, 10), box('c', 300, 0)])).toBe(1);
  });
});

describe('the stream', () => {
  it('is the same for the same seed, and three of ten comments say what was said before', () => {
    const [one, two] = [streamOf(1), streamOf(1)];
    const comments = Array.from({ length: 2_000 }, one);
    expect(comments.every(({ text, id }) => text.length > 0 && id.length > 0)).toBe(true);
    expect(Array.from({ length: 2_000 }, two)).toEqual(comments);
    const texts = new Set(comments.map(({ text }) => text));
    expect(1 - texts.size / comments.length).toBeGreaterThan(0.28);
    expect(1 - texts.size / comments.length).toBeLessThan(0.4);
    expect(streamOf(2)().text).not.toBe(comments[0]?.text);
  });
});

describe('the command line', () => {
  it('is read, or refused with a reason', () => {
    expect(readCommand(['soak', '--seconds', '20', '--json', 'x'])).toMatchObject({
      ok: true,
      command: { bench: 'soak', seconds: 20, json: 'x', repeat: 1 },
    });
    for (const args of [['words'], ['--repeat', '0'], ['--seconds', 'long'], ['--nothing'], ['--rates', '20,x']]) {
      expect(readCommand(args)).toMatchObject({ ok: false });
    }
  });
});

const cost = (mainMs: number): Cost => ({
  mainMs,
  workerCores: 0,
  allCores: 1,
  framesPerSecond: 60,
  longFramesPerSecond: 0,
  onScreen: 800,
});

function trial(system: string, rate: number, mainMs: number, change: Partial<Trial> = {}): Trial {
  const plan = { system, rate, fillMs: 0, insertingMs: 0, lookMs: 0, movingMs: 0, followMs: 0 };
  const samples = [10, 12, 14].map((seconds) => ({ ...SAMPLE, seconds }));
  const measured = { inserting: cost(mainMs), moving: cost(mainMs), drawnPerSecond: 60, shown: 1, shownFree: 0.5 };
  return { plan, kind: '', ...measured, samples, memoryBytes: 100e6, ...change };
}

const SAMPLE: Sample = {
  seconds: 0,
  heapBytes: 5e6,
  browserHeapBytes: 2e6,
  textureBytes: 1e6,
  nodes: 10,
  listeners: 5,
  memoryBytes: 100e6,
};

function findings(costs: Readonly<Record<string, number>>, change: Partial<Trial> = {}): Findings {
  const entries = [20, 100, 500].flatMap((rate) =>
    SYSTEMS.flatMap((system): Entry[] => {
      const mainMs = costs[system.name];
      return mainMs === undefined ? [] : [{ system, rate, trials: [trial(system.name, rate, mainMs, change)] }];
    }),
  );
  const sight = { came: 100, lost: 0, first: 9, p50: 1, p95: 2, p95Later: 1, kind: 'worker' };
  return { entries, sights: [{ from: 'emit', ...sight }], profiles: [], peersProblem: undefined };
}

describe('the goals', () => {
  const COSTS = { empty: 1, 'ours-worker': 1.1, 'ours-webgl': 1.5, 'danmaku-canvas': 21, 'danmu-js': 6 };

  it('compare with the best peer that shows the load', () => {
    const goals = goalsOf(findings(COSTS));
    const times = goals.find(({ id }) => id === 'overlay.goal.times-less.500.ours-webgl');
    expect(times).toMatchObject({ value: 4, limit: 20, met: false });
    expect(times?.note).toContain('10.0 times');
    expect(goals.find(({ id }) => id === 'overlay.goal.shows.500.ours-webgl')).toMatchObject({ value: 100, met: true });
    expect(goals.find(({ id }) => id === 'overlay.goal.above-empty.100')).toMatchObject({ met: true });
    expect(goals.every(({ value, limit }) => Number.isFinite(value) && Number.isFinite(limit))).toBe(true);
  });

  it('leave out a peer that drops what it is given', () => {
    const all = findings(COSTS);
    const entries = all.entries.map((entry) => {
      const trials = entry.trials.map((one) => ({ ...one, shown: entry.system.name === 'danmu-js' ? 0.1 : 1 }));
      return { ...entry, trials };
    });
    const goals = goalsOf({ ...all, entries });
    expect(goals.find(({ id }) => id === 'overlay.goal.times-less.100.ours-webgl')?.note).toContain('danmaku, canvas');
  });

  it('leave out a peer whose picture stands still', () => {
    const all = findings(COSTS);
    const entries = all.entries.map((entry) => {
      const trials = entry.trials.map((one) =>
        entry.system.name === 'danmu-js' ? { ...one, drawnPerSecond: 0 } : one,
      );
      return { ...entry, trials };
    });
    const goals = goalsOf({ ...all, entries });
    expect(goals.find(({ id }) => id === 'overlay.goal.times-less.500.ours-worker')?.note).toContain('danmaku, canvas');
  });

  it('say nothing where nothing was measured', () => {
    expect(goalsOf({ entries: [], sights: [], profiles: [], peersProblem: 'no network' })).toEqual([]);
  });
});

describe('tables and plots', () => {
  it('point at figures that are there, and have as many values as places', () => {
    const all = findings({ empty: 1, 'ours-worker': 1.1, 'danmaku-dom': 3 });
    const figures = figuresOf(all);
    const ids = new Set(figures.map(({ id }) => id));
    expect(ids.size).toBe(figures.length);
    for (const { columns, rows } of tablesOf(all, figures)) {
      for (const { cells } of rows) {
        expect(cells.length).toBeLessThanOrEqual(columns.length);
        for (const cell of cells) if ('figure' in cell) expect(ids).toContain(cell.figure);
      }
    }
    const plots = plotsOf(all);
    expect(plots.map(({ id }) => id)).toEqual(['cpu-moving', 'cpu-inserting', 'drawn', 'heap', 'textures']);
    for (const { x, series } of plots) for (const { values } of series) expect(values).toHaveLength(x.length);
  });
});

describe('a soak', () => {
  const samples = (grows: number): Sample[] =>
    Array.from({ length: 60 }, (_, i) => {
      return { ...SAMPLE, seconds: i * 10, heapBytes: 5e6 + ((i * 7919) % 13) * 1e5 + i * grows };
    });

  it('is passed by what stays as it is, and failed by what grows', () => {
    const verdict = (grows: number) =>
      judge(samples(grows), 'webgl', 600)
        .goals.map(({ id, met }) => (met ? '' : id))
        .filter(Boolean);
    expect(verdict(0)).toEqual([]);
    expect(verdict(5e5)).toEqual(['soak.goal.heap-flat']);
  });

  it('judges process memory in the second half only, and by its scatter there', () => {
    const verdict = (memoryBytes: (i: number) => number) =>
      judge(
        samples(0).map((sample, i) => ({ ...sample, memoryBytes: memoryBytes(i) + ((i * 7919) % 13) * 1e6 })),
        'webgl',
        600,
      ).goals.filter(({ met }) => !met);
    expect(verdict((i) => Math.min(i, 25) * 8e6)).toEqual([]);
    expect(verdict((i) => i * 3e6).map(({ id }) => id)).toEqual(['soak.goal.memory-flat']);
  });

  it('is failed by textures of more than 64 MiB', () => {
    const heavy = samples(0).map((sample) => ({ ...sample, textureBytes: 70 * 1024 * 1024 }));
    expect(
      judge(heavy, 'webgl', 600)
        .goals.filter(({ met }) => !met)
        .map(({ id }) => id),
    ).toEqual(['soak.goal.textures']);
  });
});

describe('a profile', () => {
  it('gives each function its own share of the busy time', () => {
    const node = (id: number, functionName: string, url = 'x.js') => ({ id, callFrame: { functionName, url } });
    const nodes = [node(1, '(idle)', ''), node(2, 'paint'), node(3, 'fillText', ''), node(4, 'paint')];
    expect(hottestOf(nodes, [1, 2, 3, 4], [500, 100, 300, 100])).toEqual({
      busy: 0.5,
      hottest: [
        { name: 'fillText (browser)', share: 0.6 },
        { name: 'paint', share: 0.4 },
      ],
    });
  });
});
