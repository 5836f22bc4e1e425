/** The composition root, and the only reader of process.*. */
import { randomBytes } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { availableParallelism } from 'node:os';
import { comparisonHtml } from './comparison-report.ts';
import { comparisonText, readResult } from './comparison.ts';
import { parseCommand, type CompareCommand, type RunCommand } from './command.ts';
import { estimateText } from './estimate-text.ts';
import { knownFigures } from './figures.ts';
import { buildResult } from './judge.ts';
import { describeMachine, fileLimitProblem, openFileLimit, outgoingPorts } from './machine.ts';
import { helpText } from './options.ts';
import { planRooms, planSeats } from './plan.ts';
import { showProgress } from './progress.ts';
import { reportHtml } from './report.ts';
import type { Result } from './result.ts';
import { run } from './run.ts';
import { summary } from './summary.ts';
import { isLoopback, target, type Target } from './target.ts';

const FAILED = 1;
const WRONG_USE = 2;
const REACH_MS = 5000;

process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const parsed = parseCommand(argv, {
    environment: process.env,
    cores: availableParallelism(),
    runId: randomBytes(4).toString('hex'),
    figures: knownFigures(),
  });
  if (!parsed.ok) return complain(parsed.problems);
  const { command } = parsed;
  switch (command.kind) {
    case 'help':
      process.stdout.write(helpText());
      return 0;
    case 'estimate':
      process.stdout.write(estimateText(command, command.gateways));
      return 0;
    case 'compare':
      return compareFiles(command);
    case 'run':
      return loadGateways(command);
  }
}

async function loadGateways(command: RunCommand): Promise<number> {
  const { plan, secrets, thresholds, metricsUrls, jsonFile, htmlFile } = command;
  const seats = planSeats(planRooms(plan)).length;
  const limit = fileLimitProblem(seats, openFileLimit());
  if (limit !== undefined) return complain([limit]);
  // A run that can't be written down at its end is found out at its beginning.
  const unwritable = await unwritableFiles([jsonFile, htmlFile]);
  if (unwritable.length > 0) return complain(unwritable);
  const reached = await Promise.all(plan.urls.map((url) => reach(url, Math.ceil(seats / plan.urls.length))));
  const problems = reached.filter((one) => typeof one === 'string');
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
    targets: reached.filter((one) => typeof one !== 'string'),
    metricsUrls,
    signal: stop.signal,
    onProgress: (second) => progress.show(second),
  });
  const result = buildResult(observation, { machine: describeMachine(), date: new Date(), thresholds });
  process.stdout.write(`\n${summary(result)}`);
  if (jsonFile !== undefined) await writeFile(jsonFile, `${JSON.stringify(result, null, 1)}\n`);
  if (htmlFile !== undefined) await writeFile(htmlFile, await reportHtml(result));
  return result.verdict.ok ? 0 : FAILED;
}

async function compareFiles({ files, htmlFile }: CompareCommand): Promise<number> {
  const results: Result[] = [];
  const problems: string[] = [];
  for (const file of files) {
    const json = await readFile(file, 'utf8').catch((error: unknown) => error);
    const read = typeof json === 'string' ? readResult(json) : { ok: false as const, reason: reasonOf(json) };
    if (read.ok) results.push(read.result);
    else problems.push(`${file} can't be compared: ${read.reason}`);
  }
  const [before, after] = results;
  if (!before || !after) return complain(problems);
  process.stdout.write(comparisonText(before, after));
  if (htmlFile !== undefined) await writeFile(htmlFile, await comparisonHtml(before, after));
  return 0;
}

/** Resolves a gateway's host once for all viewers, and makes sure that something listens; else says what is wrong. */
async function reach(url: string, sockets: number): Promise<Target | string> {
  try {
    const { hostname } = new URL(url);
    const found = await lookup(hostname.replace(/^\[|\]$/g, ''), { all: true });
    // Gateways listen on IPv4 unless told otherwise; a name with both must not cost every viewer a refused try.
    const found4 = found.filter(({ family }) => family === 4);
    const addresses = (found4.length > 0 ? found4 : found).map(({ address }) => address);
    const reached = target(url, addresses, sockets, outgoingPorts());
    const [first = hostname, ...others] = reached.addresses;
    await knock(first, reached.port);
    const last = others.at(-1);
    if (last === undefined || !isLoopback(last)) return reached;
    return await knock(last, reached.port).then(
      () => reached,
      () => `${url} does not answer at ${last}: for ${sockets} connections a gateway must listen on all addresses`,
    );
  } catch (error) {
    return `${url} does not answer: ${reasonOf(error)}`;
  }
}

function knock(host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout: REACH_MS });
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('timeout', () => socket.destroy(new Error(`no connection within ${REACH_MS / 1000} s`)));
    socket.once('error', reject);
  });
}

async function unwritableFiles(files: readonly (string | undefined)[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const file of files) {
    if (file === undefined) continue;
    await writeFile(file, '', { flag: 'a' }).catch((error: unknown) => {
      problems.push(`${file} can't be written: ${reasonOf(error)}`);
    });
  }
  return problems;
}

function complain(problems: readonly string[]): number {
  process.stderr.write(`${problems.map((problem) => `loadtest: ${problem}`).join('\n')}\nSee --help.\n`);
  return WRONG_USE;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
