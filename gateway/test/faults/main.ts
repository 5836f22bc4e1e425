/** `npm run faults`: many seeds, a line each, and totals. */
import { parseArgs } from 'node:util';
import { describeOutcome, describeAll } from './report.ts';
import { runSeed, type Outcome } from './run.ts';
import { FAULT_KINDS, USUAL, type FaultKind } from './schedule.ts';
import { tellLeave } from './leave.ts';
import { tellOutages } from './outages.ts';

const HELP = `Breaks Redis, gateways and lines under viewers who write down what they see, and judges what they wrote.

  npm run faults -- [--seeds 1-50] [--viewers 500] [--gateways 2] [--rate 100] [--faults 4] [--spread 8000] [--only KINDS] [--way 0]
      Schedules of faults drawn from seeds. --way: milliseconds from each gateway to Redis. Exit code 1 if a promise of
      protocol/PROTOCOL.md was broken; what everybody wrote down is kept then, and the line says where.
  npm run faults -- leave [--viewers 2000] [--rate 50]
      One of two gateways is asked to leave under load.
  npm run faults -- outages
      Redis is killed for 5 s, then frozen for 15 s: when that was noticed, and when all was whole again.

KINDS is a comma-separated list of: ${FAULT_KINDS.join(', ')}.
`;

/** @returns the exit code. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seeds: { type: 'string', default: '1-50' },
      viewers: { type: 'string' },
      gateways: { type: 'string', default: '2' },
      rate: { type: 'string' },
      faults: { type: 'string', default: `${USUAL.faults}` },
      spread: { type: 'string', default: `${USUAL.spreadMs}` },
      only: { type: 'string', default: FAULT_KINDS.join(',') },
      way: { type: 'string', default: '0' },
      help: { type: 'boolean', default: false },
    },
  });
  const [command] = positionals;
  if (values.help) return say(HELP);
  if (command === 'leave') return tellLeave(Number(values.viewers ?? 2000), Number(values.rate ?? 50));
  if (command === 'outages') return tellOutages();
  const [from = 1, to = from] = values.seeds.split('-').map(Number);
  const plan = {
    viewers: Number(values.viewers ?? 500),
    gateways: Number(values.gateways),
    rate: Number(values.rate ?? 100),
    wayMs: Number(values.way),
    draw: { faults: Number(values.faults), spreadMs: Number(values.spread), kinds: kindsOf(values.only) },
  };
  const outcomes: Outcome[] = [];
  for (let seed = from; seed <= to; seed += 1) {
    const outcome = await runSeed({ seed, ...plan });
    outcomes.push(outcome);
    say(describeOutcome(outcome));
  }
  say(describeAll(outcomes, args));
  return outcomes.some(({ violations }) => violations.length > 0) ? 1 : 0;
}

function kindsOf(list: string): readonly FaultKind[] {
  return list.split(',').map((name) => {
    const kind = FAULT_KINDS.find((known) => known === name.trim());
    if (!kind) throw new Error(`No such fault: "${name}". ${HELP}`);
    return kind;
  });
}

function say(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
