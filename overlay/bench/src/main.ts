/** The overlay's benchmarks: reads the command line, runs, prints the goals, and hands the result over as JSON. */
import { readFileSync } from 'node:fs';
import { runBenchmark } from './benchmark.ts';
import type { Findings } from './benchmark.ts';
import { closeBrowsers, launch, webglRenderer } from './chromium.ts';
import { readCommand, USAGE } from './command.ts';
import type { Command } from './command.ts';
import { figuresOf } from './figures.ts';
import { goalsOf } from './goals.ts';
import { thisMachine, writeOutcome } from './outcome.ts';
import type { Goal, Outcome } from './outcome.ts';
import { peerVersions } from './peers.ts';
import { runSoak } from './soak.ts';
import { plotsOf, tablesOf } from './tables.ts';

type Result = Pick<Outcome, 'title' | 'notes' | 'figures' | 'tables' | 'plots' | 'goals'>;

/** @returns the exit code: 0 when it was measured, whatever came of it. */
export async function main(args: readonly string[]): Promise<number> {
  const read = readCommand(args);
  if (!read.ok) {
    console.error(`${read.reason}\n\n${USAGE}`);
    return 2;
  }
  if (process.platform !== 'linux') {
    console.error('The CPU time of a single thread is read from Linux; this benchmark runs only there.');
    return 1;
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void closeBrowsers().finally(() => process.exit(130)));
  }
  const { command } = read;
  const started = new Date();
  const startMs = performance.now();
  try {
    const surroundings = await lookAround();
    const result = command.bench === 'soak' ? await soak(command) : await overlay(command, surroundings.renderer);
    const outcome: Outcome = {
      schema: 1,
      bench: command.bench,
      startedAt: started.toISOString(),
      seconds: (performance.now() - startMs) / 1000,
      quick: command.isQuick,
      repeat: command.repeat,
      machine: thisMachine(),
      versions: surroundings.versions,
      ...result,
    };
    for (const one of outcome.goals) console.log(lineOf(one));
    if (command.json !== undefined) writeOutcome(command.json, outcome);
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    return 1;
  } finally {
    await closeBrowsers();
  }
}

const say = (line: string): void => console.log(line);

async function overlay(command: Command, renderer: string): Promise<Result> {
  const findings = await runBenchmark(command, say);
  const figures = figuresOf(findings);
  return {
    title: 'Overlay against peers',
    notes: [...HOW, `WebGL here: ${renderer}.`, ...(isSoftware(renderer) ? NO_GPU : []), ...missing(findings)],
    figures,
    tables: tablesOf(findings, figures),
    plots: plotsOf(findings),
    goals: goalsOf(findings),
  };
}

async function soak(command: Command): Promise<Result> {
  return { title: 'Overlay, soak', ...(await runSoak(command, say)) };
}

const HOW: readonly string[] = [
  'All systems in the same run and the same Chromium, each in a fresh browser, on a stage of 1280 by 720, with the same seeded stream: 30 % repeats, Chinese, Japanese, English and emoji, three sizes, every comment crossing in 8 seconds.',
  'CPU is what the kernel counted for the thread (not time on the wall), divided by the frames of the main thread; a steady 60 frames/s make 16.7 ms the whole thread. Inserting: the stage is full and the stream runs. Only moving: from the moment the stream stops, while the stage empties.',
  'Frames drawn are those that the browser’s display compositor put on the screen, whichever thread made them. A long frame comes over 50 ms after the one before.',
  'Shown is the share of comments that came on screen within the look; covering none, those of them whose box touched no other. Peers are set as their documentation says, to show as much as they can; ours too, and once as it comes (nothing may touch).',
  'Memory is what the renderer and the GPU process hold, shared pages by share (PSS), after a garbage collection; heap is that of the page’s own thread, a worker’s is in the memory of the process.',
];

const NO_GPU: readonly string[] = [
  'This machine has no GPU: frames are set by how many pixels its processors can fill, for WebGL and for layers alike, and uploads to a texture cost what a copy costs. What a GPU would leave to the main thread (the CPU figures) holds; frames drawn and the CPU of all processes do not.',
];

function missing({ entries, peersProblem }: Findings): string[] {
  const lines = entries.flatMap(({ system, rate, problem }) =>
    problem === undefined ? [] : [`${system.label} at ${rate} comments/s: ${problem}.`],
  );
  if (peersProblem !== undefined)
    lines.unshift(`The peers were left out, they could not be installed: ${peersProblem}.`);
  return lines;
}

function isSoftware(renderer: string): boolean {
  return /none|swiftshader|llvmpipe|software/i.test(renderer);
}

async function lookAround(): Promise<{ renderer: string; versions: Record<string, string> }> {
  const browser = await launch();
  try {
    const renderer = await webglRenderer(await browser.newPage());
    const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    const pixi = dependencies['pixi.js'] ?? 'unknown';
    return { renderer, versions: { chromium: browser.version(), 'pixi.js': pixi, ...peerVersions() } };
  } finally {
    await browser.close();
  }
}

function lineOf({ met, text, value, limit, unit, better, note }: Goal): string {
  const number = (amount: number): string => Number(amount.toPrecision(3)).toString();
  const bound = `${better === 'lower' ? 'at most' : 'at least'} ${number(limit)}`;
  return `${met ? 'met   ' : 'MISSED'} ${text}: ${number(value)} ${unit} (${bound})${note === undefined ? '' : `. ${note}`}`;
}
