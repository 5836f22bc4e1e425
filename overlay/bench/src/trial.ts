/** One system at one rate, from a fresh browser to its end, with everything that is measured on the way. */
import { setTimeout as wait } from 'node:timers/promises';
import { LAST_LOOK_MS } from '../page/rig.ts';
import { openPage } from './chromium.ts';
import type { OpenPage } from './chromium.ts';
import { countDrawnFrames } from './drawn-frames.ts';
import { countFree } from './overlaps.ts';
import { cpuBetween, findProcesses, memoryOf, readCpu } from './processes.ts';
import type { Processes } from './processes.ts';

export interface TrialPlan {
  readonly system: string;
  /** Comments per second. */
  readonly rate: number;
  readonly fillMs: number;
  readonly insertingMs: number;
  readonly lookMs: number;
  readonly movingMs: number;
  /** For how long after the measuring of CPU heap and textures are followed; 0: not at all. */
  readonly followMs: number;
}

/** What a stretch of time cost. */
export interface Cost {
  /** CPU milliseconds of the page's main thread for each of its frames. */
  readonly mainMs: number;
  /** Share of a core that the page's workers kept busy. */
  readonly workerCores: number;
  /** The same of all processes but the browser's own: those that draw are in it. */
  readonly allCores: number;
  /** Main-thread frames per second. */
  readonly framesPerSecond: number;
  readonly longFramesPerSecond: number;
  readonly onScreen: number;
}

export interface Sample {
  readonly seconds: number;
  readonly heapBytes: number;
  /** What the browser itself keeps for the page's own thread: nodes, canvases, shapes of texts. */
  readonly browserHeapBytes: number;
  readonly textureBytes: number | undefined;
  readonly nodes: number;
  readonly listeners: number;
  readonly memoryBytes: number;
}

export interface Trial {
  readonly plan: TrialPlan;
  readonly kind: string;
  readonly inserting: Cost;
  readonly moving: Cost;
  /** Frames a second that reached the screen, while the stream ran. */
  readonly drawnPerSecond: number;
  /** Shares of the comments that came, 0 to 1. */
  readonly shown: number;
  readonly shownFree: number;
  readonly samples: readonly Sample[];
  readonly memoryBytes: number;
}

/** A page that answers nothing for this long has collapsed under the load. */
const PATIENCE_MS = 25_000;
const SAMPLE_MS = 2_500;

/** @throws with the reason where the system could not be started or stopped answering. */
export async function runTrial(url: string, plan: TrialPlan): Promise<Trial> {
  const open = await openPage(`${url}/on/${plan.system}`);
  const lengthMs = plan.fillMs + plan.insertingMs + 2 * plan.lookMs + LAST_LOOK_MS + plan.movingMs + plan.followMs;
  const patience = new AbortController();
  const collapse = wait(lengthMs + PATIENCE_MS, undefined, { signal: patience.signal }).then(() => {
    throw new Error('the page stopped answering');
  });
  // Its rejection is read by the race alone.
  collapse.catch(() => undefined);
  try {
    return await Promise.race([measure(open, plan), collapse]);
  } finally {
    patience.abort();
    await open.close();
  }
}

async function measure(open: OpenPage, plan: TrialPlan): Promise<Trial> {
  const { page, all } = open;
  const startMs = performance.now();
  await page.evaluate((rate) => rig.feed(rate), plan.rate);
  await wait(plan.fillMs);
  const processes = await findProcesses(open);
  const inserting = await costOf(open, processes, plan.insertingMs);
  const samples: Sample[] = [];
  const followUntilMs = performance.now() + plan.followMs;
  const sample = async (): Promise<void> => {
    samples.push(await takeSample(open, processes, (performance.now() - startMs) / 1000));
  };
  await sample();
  while (performance.now() < followUntilMs) {
    await wait(SAMPLE_MS);
    await sample();
  }
  const looked = await countDrawnFrames(all, async () => {
    const fromMs = performance.now();
    await wait(plan.lookMs);
    return performance.now() - fromMs;
  });
  const look = await page.evaluate((lengthMs) => rig.look(lengthMs, 0), plan.lookMs + LAST_LOOK_MS);
  await page.evaluate(() => rig.stop());
  const moving = await costOf(open, processes, plan.movingMs);
  const shown = look.came === 0 ? 0 : look.seen / look.came;
  const seen = look.moments.reduce((sum, boxes) => sum + boxes.length, 0);
  const free = look.moments.reduce((sum, boxes) => sum + countFree(boxes), 0);
  return {
    plan,
    kind: await page.evaluate(() => rig.kind()),
    inserting,
    moving,
    drawnPerSecond: looked.drawn / (looked.result / 1000),
    shown,
    shownFree: seen === 0 ? 0 : (shown * free) / seen,
    samples,
    memoryBytes: samples.at(-1)?.memoryBytes ?? 0,
  };
}

async function costOf({ page }: OpenPage, processes: Processes, lengthMs: number): Promise<Cost> {
  const onScreenBefore = await page.evaluate(() => rig.onScreen());
  const countBefore = await page.evaluate(() => rig.count());
  const cpuBefore = readCpu(processes);
  await wait(lengthMs);
  const cpu = cpuBetween(cpuBefore, readCpu(processes));
  const count = await page.evaluate(() => rig.count());
  const onScreen = (onScreenBefore + (await page.evaluate(() => rig.onScreen()))) / 2;
  const seconds = (count.atMs - countBefore.atMs) / 1000;
  const frames = Math.max(1, count.frames - countBefore.frames);
  return {
    mainMs: cpu.mainMs / frames,
    workerCores: cpu.workerMs / (seconds * 1000),
    allCores: cpu.allMs / (seconds * 1000),
    framesPerSecond: frames / seconds,
    longFramesPerSecond: (count.longFrames - countBefore.longFrames) / seconds,
    onScreen,
  };
}

/** Collects garbage first: what is counted is what is kept. */
export async function takeSample(open: OpenPage, processes: Processes, seconds: number): Promise<Sample> {
  const { own, page } = open;
  await own.send('HeapProfiler.collectGarbage');
  const { metrics } = await own.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? 0;
  const { embedderHeapUsedSize } = await own.send('Runtime.getHeapUsage');
  const textureBytes = await page.evaluate(() => rig.textureBytes());
  return {
    seconds,
    heapBytes: metric('JSHeapUsedSize'),
    browserHeapBytes: embedderHeapUsedSize,
    textureBytes: textureBytes ?? undefined,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    memoryBytes: memoryOf(processes),
  };
}
