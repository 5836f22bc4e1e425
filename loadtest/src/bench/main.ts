/** The composition root of the benchmarks: flags, cores, files, exit code. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openFileLimit } from '../machine.ts';
import { BenchClient } from './bench-client.ts';
import { benchHtml } from './bench-report.ts';
import { ALL, BENCHES } from './benches.ts';
import type { Surroundings } from './bench.ts';
import { canPin, killAll, pinSelf } from './child.ts';
import { OUTPUT } from './contenders.ts';
import { goalText } from './figure-words.ts';
import { readHalf } from './half-reader.ts';
import type { Half } from './half.ts';

const WRONG_USE = 2;
const LEAST_FILES = 15_000;
const USUAL_REPEAT = 3;

process.on('exit', killAll);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(130));
process.exitCode = await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<number> {
  const asked = readFlags(argv);
  if (typeof asked === 'string') {
    process.stderr.write(`bench: ${asked}\n${helpText()}`);
    return WRONG_USE;
  }
  if (asked.help) {
    process.stdout.write(helpText());
    return 0;
  }
  mkdirSync(OUTPUT, { recursive: true });
  const { quick, repeat, onlyGoals, seconds } = asked;
  const pinned = availableParallelism() >= 2 && canPin();
  let client: BenchClient | undefined;
  const surroundings: Surroundings = {
    quick,
    repeat,
    onlyGoals,
    seconds,
    serverCore: pinned ? 0 : undefined,
    clientCore: pinned ? 1 : undefined,
    say,
    client: async () => {
      if (client) return client;
      client = new BenchClient(pinned ? 1 : undefined);
      await client.ready();
      return client;
    },
  };
  let failed = 0;
  for (const name of asked.names) {
    const bench = BENCHES.find((one) => one.name === name);
    const needsCores = name === 'gateway' || name === 'redis';
    const problem = needsCores ? machineProblem(pinned) : undefined;
    if (needsCores && pinned) pinSelf(1);
    try {
      if (problem !== undefined) throw new Error(problem);
      if (bench) keep(await bench.run(surroundings));
    } catch (error) {
      failed += 1;
      process.stderr.write(
        `bench: ${name} was not measured: ${error instanceof Error ? error.message : String(error)}\n`,
      );
    }
    await client?.stop();
    client = undefined;
    if (needsCores && pinned) unpinSelf();
  }
  const halves = keptHalves();
  writeFileSync(`${OUTPUT}report.html`, await benchHtml(halves));
  for (const half of halves.filter(({ bench }) => asked.names.includes(bench))) {
    say(`\n${half.title} (${Math.round(half.seconds)} s)`);
    for (const goal of half.goals) say(`  ${goalText(goal)}`);
  }
  say(`\nEverything that was measured: bench-output/report.html and bench-output/*.json`);
  return failed === 0 ? 0 : 1;
}

interface Asked {
  readonly names: readonly string[];
  readonly quick: boolean;
  readonly repeat: number;
  readonly onlyGoals: boolean;
  readonly seconds: number | undefined;
  readonly help: boolean;
}

/** @returns what was asked for, or what is wrong with it. */
function readFlags(argv: readonly string[]): Asked | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        quick: { type: 'boolean', default: false },
        repeat: { type: 'string' },
        'only-goals': { type: 'boolean', default: false },
        seconds: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    const repeat = Number(values.repeat ?? (values.quick ? 1 : USUAL_REPEAT));
    if (!Number.isInteger(repeat) || repeat < 1 || repeat > 20) return '--repeat must be a whole number from 1 to 20';
    const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
    if (seconds !== undefined && !(seconds > 0 && seconds <= 86_400)) return '--seconds must be a number above 0';
    const known = [...BENCHES.map(({ name }) => name), 'all'];
    const unknown = positionals.find((name) => !known.includes(name));
    if (unknown !== undefined) return `there is no benchmark "${unknown}"; there are: ${known.join(', ')}`;
    const names = positionals.length === 0 || positionals.includes('all') ? ALL : [...new Set(positionals)];
    return { names, quick: values.quick, repeat, onlyGoals: values['only-goals'], seconds, help: values.help };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function helpText(): string {
  const list = BENCHES.map(({ name, about }) => `  ${name.padEnd(9)}${about}`).join('\n');
  return `npm run bench -- [name …] [--quick] [--only-goals] [--repeat N] [--seconds N]

${list}
  all      ${ALL.join(', ')}; this is what runs when nothing is named

--quick       rough figures in a minute or two
--only-goals  of the gateway's, what goals are judged by and nothing else
--repeat      how often what goals are judged by is measured (${USUAL_REPEAT})
--seconds     for benchmarks that run for a time of your choice (soak)

Leave the machine alone meanwhile. Results: bench-output/*.json and bench-output/report.html.
`;
}

/** Why servers can't be compared here. */
function machineProblem(pinned: boolean): string | undefined {
  if (!existsSync('/proc/self/stat')) return 'CPU and memory of servers are read from /proc, which only Linux has';
  if (!pinned)
    return 'it needs two cores and taskset (on Debian, util-linux), one for the server and one for the client';
  const limit = openFileLimit();
  if (limit && limit.soft < LEAST_FILES)
    return `it needs ${LEAST_FILES} open files; raise them with: ulimit -n ${LEAST_FILES}`;
  return undefined;
}

/** Other benchmarks may use the whole machine again. */
function unpinSelf(): void {
  pinSelf(`0-${availableParallelism() - 1}`);
}

function keep(half: Half): void {
  const file = `${OUTPUT}${half.bench}.json`;
  writeFileSync(`${file}.tmp`, `${JSON.stringify(half, null, 1)}\n`);
  renameSync(`${file}.tmp`, file);
}

/** All that was measured here lately, so that one page shows all halves whichever ran last. */
function keptHalves(): readonly Half[] {
  return BENCHES.flatMap(({ name }) => {
    const file = `${OUTPUT}${name}.json`;
    if (!existsSync(file)) return [];
    const read = readHalf(readFileSync(file, 'utf8'));
    return read.ok ? [read.half] : [];
  });
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
