/** Outcomes as lines of text. */
import type { Totals } from './checker.ts';
import type { Outcome } from './run.ts';

/** Violations told of each rule; the others are counted. */
const TOLD = 4;

export function describeOutcome({ schedule, violations, totals, seconds, stallMs, file }: Outcome): string {
  const verdict = violations.length === 0 ? 'ok' : `${violations.length} VIOLATIONS`;
  const faults = schedule.faults.map(({ kind, atMs, forMs }) => {
    return `${kind} at ${seconds1(atMs)}${forMs > 0 ? ` for ${seconds1(forMs)}` : ''}`;
  });
  const lines = [
    `seed ${schedule.seed}: ${verdict} in ${seconds.toFixed(0)} s, crowd held up ${stallMs.toFixed(0)} ms; ${describe(totals)}`,
    `    ${faults.join('; ')}`,
  ];
  for (const rule of new Set(violations.map((violation) => violation.rule))) {
    const some = violations.filter((violation) => violation.rule === rule);
    lines.push(`    ${some.length} × ${rule}`);
    for (const { viewer, ids, detail } of some.slice(0, TOLD))
      lines.push(`        ${viewer}: ${ids.join(' ')} ${detail}`);
  }
  if (file !== undefined) lines.push(`    evidence: ${file}`);
  return `${lines.join('\n')}\n`;
}

/** @param args of the run, for whoever wants to see a failure again. */
export function describeAll(outcomes: readonly Outcome[], args: readonly string[]): string {
  const kinds = new Map<string, number>();
  for (const { kind } of outcomes.flatMap(({ schedule }) => schedule.faults)) {
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const failed = outcomes.filter(({ violations }) => violations.length > 0);
  const others = args.filter((arg, index) => !arg.startsWith('--seeds') && args[index - 1] !== '--seeds');
  return [
    `total: ${describe(sum(outcomes.map(({ totals }) => totals)))}`,
    `faults: ${[...kinds].map(([kind, count]) => `${count} × ${kind}`).join(', ')}`,
    `${outcomes.length - failed.length} of ${outcomes.length} seeds without a violation`,
    ...failed.map(({ schedule }) => `again: npm run faults -- --seeds ${[schedule.seed, ...others].join(' ')}`),
    '',
  ].join('\n');
}

function seconds1(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function describe(totals: Totals): string {
  return Object.entries(totals)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function sum(all: readonly Totals[]): Totals {
  const total = (name: keyof Totals) => all.reduce((count, totals) => count + totals[name], 0);
  return {
    accepted: total('accepted'),
    refused: total('refused'),
    unanswered: total('unanswered'),
    deliveries: total('deliveries'),
    checked: total('checked'),
    leftOut: total('leftOut'),
    notRecovered: total('notRecovered'),
    resumed: total('resumed'),
    passedOver: total('passedOver'),
    tooSlow: total('tooSlow'),
  };
}
