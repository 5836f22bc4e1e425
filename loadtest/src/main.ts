/** The composition root, and the only reader of process.*. */
import { lookup } from 'node:dns/promises';
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { parseCommand, type RunCommand } from './command.ts';
import { knownFigures } from './figures.ts';
import { buildResult } from './judge.ts';
import { describeMachine, fileLimitProblem } from './machine.ts';
import { helpText } from './options.ts';
import { planRooms, planSeats } from './plan.ts';
import { showProgress } from './progress.ts';
import { run } from './run.ts';
import { summary } from './summary.ts';
import { target, type Target } from './target.ts';

const WRONG_USE = 2;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseCommand(argv, {
    environment: process.env,
    cores: availableParallelism(),
    runId: randomBytes(5).toString('hex').slice(0, 8),
    figures: knownFigures(),
  });
  if (!parsed.ok) return complain(parsed.problems);
  const { command } = parsed;
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'run':
      return runCommand(command);
    default:
      return complain(['not yet']);
  }
}

async function runCommand(command: RunCommand): Promise<number> {
  const { plan, secrets, thresholds, metricsUrls } = command;
  const seats = planSeats(plan, planRooms(plan)).length;
  const limit = fileLimitProblem(seats);
  if (limit !== undefined) return complain([limit]);
  const targets: Target[] = [];
  const problems: string[] = [];
  for (const url of plan.urls) {
    try {
      targets.push(await reach(url, Math.ceil(seats / plan.urls.length)));
    } catch (error) {
      problems.push(`${url} does not answer: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length > 0) return complain(problems);

  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const progress = showProgress(plan, command.progress, {
    isTerminal: process.stderr.isTTY,
    columns: process.stderr.columns ?? 80,
    write: (text) => process.stderr.write(text),
  });
  const observation = await run({
    plan,
    secrets,
    targets,
    metricsUrls,
    signal: stop.signal,
    onProgress: (second) => progress.show(second),
  });
  progress.end();
  const result = buildResult(observation, { machine: describeMachine(), date: new Date(), thresholds });
  process.stdout.write(`\n${summary(result)}`);
  if (command.jsonFile !== undefined) await writeFile(command.jsonFile, `${JSON.stringify(result, null, 2)}\n`);
  return result.verdict.ok ? 0 : 1;
}

/** Resolves the host once for all viewers, and makes sure that something listens. */
async function reach(url: string, sockets: number): Promise<Target> {
  const { hostname } = new URL(url);
  const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
  const found4 = found.filter(({ family }) => family === 4);
  const addresses = (found4.length > 0 ? found4 : found).map(({ address }) => address);
  const reached = target(url, addresses, sockets);
  await new Promise<void>((resolve, reject) => {
    const socket = connect({ host: addresses[0] ?? hostname, port: reached.port, timeout: 5000 });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error('no connection within 5 s')));
    socket.once('error', reject);
  });
  return reached;
}

function complain(problems: readonly string[]): number {
  process.stderr.write(`${problems.map((problem) => `loadtest: ${problem}`).join('\n')}\nSee --help.\n`);
  return WRONG_USE;
}
