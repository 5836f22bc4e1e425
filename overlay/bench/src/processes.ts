/** What Linux knows of the browser's processes: CPU time of every thread in nanoseconds, and memory. */
import { readdirSync, readFileSync } from 'node:fs';
import type { OpenPage } from './chromium.ts';

export interface Cpu {
  /** Milliseconds of CPU since the process started. */
  readonly mainMs: number;
  /** Web workers of the page. */
  readonly workerMs: number;
  /** All threads of all processes of the browser, the browser's own left out. */
  readonly allMs: number;
}

export interface Processes {
  readonly renderer: number;
  /** The process that puts pictures together, and runs WebGL. */
  readonly gpu: number | undefined;
  readonly others: readonly number[];
}

/** Which processes serve this page: its renderer is the one whose CPU time is what the page's own metrics say. */
export async function findProcesses({ all, own }: OpenPage): Promise<Processes> {
  const { metrics } = await own.send('Performance.getMetrics');
  const page = metrics.find(({ name }) => name === 'ProcessTime')?.value ?? 0;
  const { processInfo } = await all.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer');
  const [renderer] = renderers.sort((a, b) => Math.abs(a.cpuTime - page) - Math.abs(b.cpuTime - page));
  if (renderer === undefined) throw new Error('The browser names no process that draws the page.');
  const others = processInfo.filter(({ id, type }) => type !== 'browser' && id !== renderer.id);
  return {
    renderer: renderer.id,
    gpu: processInfo.find(({ type }) => type === 'GPU')?.id,
    others: others.map(({ id }) => id),
  };
}

export function readCpu({ renderer, others }: Processes): Cpu {
  const threads = threadsOf(renderer);
  const sum = (some: readonly Thread[]): number => some.reduce((total, { cpuMs }) => total + cpuMs, 0);
  return {
    mainMs: sum(threads.filter(({ id }) => id === renderer)),
    workerMs: sum(threads.filter(({ name }) => name.startsWith('DedicatedWorker'))),
    allMs: sum(threads) + sum(others.flatMap(threadsOf)),
  };
}

export function cpuBetween(before: Cpu, after: Cpu): Cpu {
  return {
    mainMs: after.mainMs - before.mainMs,
    workerMs: after.workerMs - before.workerMs,
    allMs: after.allMs - before.allMs,
  };
}

interface Thread {
  readonly id: number;
  readonly name: string;
  readonly cpuMs: number;
}

function threadsOf(process: number): Thread[] {
  return list(`/proc/${process}/task`).flatMap((id) => {
    const folder = `/proc/${process}/task/${id}`;
    const ran = read(`${folder}/schedstat`);
    if (ran === undefined) return [];
    return [{ id: Number(id), name: read(`${folder}/comm`) ?? '', cpuMs: Number.parseInt(ran, 10) / 1e6 }];
  });
}

/** Bytes of the renderer and of the process that draws, each shared page counted by its share. */
export function memoryOf({ renderer, gpu }: Processes): number {
  return [renderer, gpu].reduce<number>((sum, id) => {
    const kib = /^Pss:\s+(\d+) kB/m.exec(id === undefined ? '' : (read(`/proc/${id}/smaps_rollup`) ?? ''))?.[1];
    return sum + Number(kib ?? 0) * 1024;
  }, 0);
}

/** A thread may end while it is read. */
function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
