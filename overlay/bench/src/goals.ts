/** The goals, judged against the best peer that really shows the load. */
import type { Entry, Findings } from './benchmark.ts';
import { goal, median } from './outcome.ts';
import type { Goal } from './outcome.ts';
import { CANVAS_PEER, EMPTY } from './systems.ts';
import type { Trial } from './trial.ts';

/** Who shows at least this share of the comments shows the load. It holds for peers and for ours. */
const SHOWS = 0.9;
/** Frames a second. Whose picture stands still spends nothing on moving it. */
const MOVES = 1;
/** Below this a main thread is as idle as can be told; a ratio to less would only be noise. */
const LEAST_MS = 0.01;

export function goalsOf({ entries, sights }: Findings): Goal[] {
  const at = (rate: number, system: string, of: (trial: Trial) => number): number | undefined => {
    const entry = entries.find((one) => one.rate === rate && one.system.name === system);
    return entry === undefined || entry.trials.length === 0 ? undefined : median(entry.trials.map(of));
  };
  const moving = (trial: Trial): number => trial.moving.mainMs;
  const drawn = (trial: Trial): number => trial.drawnPerSecond;
  const goals: (Goal | undefined)[] = [];

  for (const [rate, onMain, onWorker] of [
    [500, 20, 50],
    [100, 5, 10],
  ] as const) {
    const best = bestPeer(entries, rate, moving, 'lower');
    for (const [system, factor] of [
      ['ours-webgl', onMain],
      ['ours-worker', onWorker],
    ] as const) {
      goals.push(timesLess(rate, system, factor, best, (name) => at(rate, name, moving)));
      goals.push(
        shows(
          rate,
          system,
          at(rate, system, ({ shown }) => shown),
        ),
      );
    }
  }

  for (const system of ['ours-webgl', 'ours-worker']) {
    const [many, few] = [at(500, system, moving), at(20, system, moving)];
    if (many !== undefined && few !== undefined) {
      goals.push(
        goal({
          id: `overlay.goal.steady.${system}`,
          text: `${nameOf(system)}: 4,000 on screen cost at most 1.15 of what 160 cost, only moving`,
          unit: 'x',
          value: many / few,
          limit: 1.15,
          better: 'lower',
        }),
      );
    }
  }

  for (const rate of [100, 500]) {
    const [worker, empty] = [at(rate, 'ours-worker', moving), at(rate, EMPTY, moving)];
    if (worker !== undefined && empty !== undefined) {
      goals.push(
        goal({
          id: `overlay.goal.above-empty.${rate}`,
          text: `worker: the main thread is at most 0.2 ms a frame above an empty page at ${rate} comments/s`,
          unit: 'ms/frame',
          value: worker - empty,
          limit: 0.2,
          better: 'lower',
        }),
      );
    }
  }

  for (const rate of [100, 500]) goals.push(frames(entries, rate, sights[0]?.kind ?? '', drawn));
  goals.push(memory((system, of) => at(100, system, of)));

  for (const { from, p50, p95, lost } of sights) {
    if (from === 'socket-50') continue;
    const way = from === 'emit' ? 'by emit' : 'from a socket';
    goals.push(
      sight(`${from}.p50`, `${way}: half of the comments are seen in the next frame`, p50, 1),
      sight(`${from}.p95`, `${way}: 95 of 100 are seen within two frames`, p95, 2),
      sight(`${from}.lost`, `${way}: none is lost`, lost, 0),
    );
  }
  return goals.filter((one) => one !== undefined);
}

interface Best {
  readonly entry: Entry;
  readonly value: number;
}

function bestPeer(
  entries: readonly Entry[],
  rate: number,
  of: (trial: Trial) => number,
  better: 'lower' | 'higher',
): Best | undefined {
  const able = entries
    .filter(({ system, trials }) => !system.ours && system.name !== EMPTY && trials.length > 0)
    .filter((entry) => entry.rate === rate && median(entry.trials.map(({ shown }) => shown)) >= SHOWS)
    .filter(({ trials }) => median(trials.map(({ drawnPerSecond }) => drawnPerSecond)) >= MOVES)
    .map((entry) => ({ entry, value: median(entry.trials.map(of)) }))
    .sort((a, b) => a.value - b.value);
  return better === 'lower' ? able[0] : able.at(-1);
}

function timesLess(
  rate: number,
  system: string,
  factor: number,
  best: Best | undefined,
  at: (system: string) => number | undefined,
): Goal | undefined {
  const [ours, empty] = [at(system), at(EMPTY)];
  if (best === undefined || ours === undefined || empty === undefined) return undefined;
  const above = (value: number): number => Math.max(LEAST_MS, value - empty);
  return goal({
    id: `overlay.goal.times-less.${rate}.${system}`,
    text: `${nameOf(system)}: at ${rate * 8} on screen at least ${factor} times less main-thread time than the best peer that shows them, only moving`,
    unit: 'x',
    value: best.value / Math.max(LEAST_MS, ours),
    limit: factor,
    better: 'higher',
    note: `${best.entry.system.label}: ${best.value.toFixed(2)} ms, ours ${ours.toFixed(2)} ms a frame; above an empty page (${empty.toFixed(2)} ms) it is ${(above(best.value) / above(ours)).toFixed(1)} times`,
  });
}

/** Whoever leaves comments out has it easy. */
function shows(rate: number, system: string, shown: number | undefined): Goal | undefined {
  if (shown === undefined) return undefined;
  return goal({
    id: `overlay.goal.shows.${rate}.${system}`,
    text: `${nameOf(system)}: shows the load itself at ${rate} comments/s`,
    unit: '%',
    value: shown * 100,
    limit: SHOWS * 100,
    better: 'higher',
  });
}

/** Of ours what `auto` chooses on this machine, as it is when it draws every pixel: by itself it would get coarser. */
function frames(entries: readonly Entry[], rate: number, kind: string, of: (trial: Trial) => number): Goal | undefined {
  const best = bestPeer(entries, rate, of, 'higher');
  const chosen = kind.endsWith('canvas2d') ? 'ours-canvas' : `ours-${kind}`;
  const ours = entries.find((entry) => entry.rate === rate && entry.system.name === chosen);
  if (best === undefined || ours === undefined || ours.trials.length === 0) return undefined;
  const value = median(ours.trials.map(of));
  return goal({
    id: `overlay.goal.frames.${rate}`,
    text: `at ${rate * 8} on screen at least 1.5 times the frames of the best peer that shows them, every pixel drawn`,
    unit: 'x',
    value: value / best.value,
    limit: 1.5,
    better: 'higher',
    note: `${ours.system.label} ${value.toFixed(1)}, ${best.entry.system.label} ${best.value.toFixed(1)} frames/s; a screen shows no more than 60`,
  });
}

function memory(at: (system: string, of: (trial: Trial) => number) => number | undefined): Goal | undefined {
  const of = ({ memoryBytes }: Trial): number => memoryBytes;
  const [worker, main] = [at('ours-worker', of), at('ours-webgl', of)];
  const ours = worker ?? main;
  const [peer, empty] = [at(CANVAS_PEER, of), at(EMPTY, of)];
  if (ours === undefined || peer === undefined) return undefined;
  const above = empty === undefined ? '' : `; above an empty page ${((ours - empty) / (peer - empty)).toFixed(2)}`;
  return goal({
    id: 'overlay.goal.memory',
    text: 'process memory with 800 on screen at most half of danmaku on canvas',
    unit: 'x',
    value: ours / peer,
    limit: 0.5,
    better: 'lower',
    note: `${(ours / 1e6).toFixed(0)} MB against ${(peer / 1e6).toFixed(0)} MB${above}`,
  });
}

function sight(id: string, text: string, value: number, limit: number): Goal | undefined {
  if (!Number.isFinite(value)) return undefined;
  return goal({ id: `overlay.goal.sight.${id}`, text, unit: 'frames', value, limit, better: 'lower' });
}

function nameOf(system: string): string {
  return system === 'ours-worker' ? 'worker' : 'main thread';
}
