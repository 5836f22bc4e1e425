/** What the command line asks for: a run, an estimate, a comparison or help; or all that is wrong with it. */
import { Flags } from './flags.ts';
import { isWebUrl, readPlan, readSecrets, type Surroundings } from './plan-reader.ts';
import type { Plan, Secrets } from './plan.ts';
import { parseThreshold, type Threshold } from './threshold.ts';

export type ProgressStyle = 'auto' | 'bars' | 'lines' | 'none';

export interface RunCommand {
  readonly kind: 'run';
  readonly plan: Plan;
  readonly secrets: Secrets;
  readonly thresholds: readonly Threshold[];
  readonly metricsUrls: readonly string[];
  readonly progress: ProgressStyle;
  readonly jsonFile: string | undefined;
  readonly htmlFile: string | undefined;
}

export interface EstimateCommand {
  readonly kind: 'estimate';
  readonly viewers: number;
  readonly rooms: number;
  readonly rate: number;
  readonly gateways: number | undefined;
}

export interface CompareCommand {
  readonly kind: 'compare';
  readonly files: readonly [string, string];
  readonly htmlFile: string | undefined;
}

export type Command = RunCommand | EstimateCommand | CompareCommand | { readonly kind: 'help' };

export type ParsedCommand =
  { readonly ok: true; readonly command: Command } | { readonly ok: false; readonly problems: readonly string[] };

export function parseCommand(argv: readonly string[], surroundings: Surroundings): ParsedCommand {
  const flags = new Flags(argv);
  if (flags.has('help')) return { ok: true, command: { kind: 'help' } };
  const [first, ...others] = flags.positionals;
  const command = flags.has('compare')
    ? readCompare(flags)
    : first === 'plan'
      ? readEstimate(flags, others)
      : readRun(flags, surroundings);
  return flags.problems.length === 0 && command ? { ok: true, command } : { ok: false, problems: flags.problems };
}

function readCompare(flags: Flags): CompareCommand | undefined {
  const [before, after, ...others] = [...flags.texts('compare'), ...flags.positionals];
  if (before === undefined || after === undefined || others.length > 0) {
    flags.problems.push('--compare needs two files: --compare before.json after.json');
    return undefined;
  }
  return { kind: 'compare', files: [before, after], htmlFile: flags.text('html') };
}

function readEstimate(flags: Flags, others: readonly string[]): EstimateCommand {
  unexpected(flags, others);
  return {
    kind: 'estimate',
    viewers: flags.number('viewers'),
    rooms: flags.number('rooms', 1),
    rate: flags.number('rate'),
    gateways: flags.has('gateways') ? flags.number('gateways') : undefined,
  };
}

function readRun(flags: Flags, surroundings: Surroundings): RunCommand {
  unexpected(flags, flags.positionals);
  if (flags.has('gateways')) flags.problems.push('--gateways belongs to "plan"; a run takes a --url for each');
  const secrets = readSecrets(flags, surroundings.environment);
  const plan = readPlan(flags, surroundings, secrets);
  const metricsUrls = flags.has('metrics-url') ? flags.texts('metrics-url') : plan.urls.map((url) => `${url}/metrics`);
  for (const url of flags.texts('metrics-url'))
    if (!isWebUrl(url)) flags.problems.push(`--metrics-url ${url} is no URL`);
  const thresholds: Threshold[] = [];
  for (const text of flags.texts('fail-if')) {
    const parsed = parseThreshold(text, surroundings.figures);
    if (parsed.ok) thresholds.push(parsed.threshold);
    else flags.problems.push(`--fail-if ${parsed.reason}`);
  }
  const progress = flags.text('progress');
  return {
    kind: 'run',
    plan,
    secrets,
    thresholds,
    metricsUrls,
    progress: progress === 'bars' || progress === 'lines' || progress === 'none' ? progress : 'auto',
    jsonFile: flags.text('json'),
    htmlFile: flags.text('html'),
  };
}

function unexpected(flags: Flags, words: readonly string[]): void {
  for (const word of words) flags.problems.push(`"${word}" is not expected here; flags begin with --`);
}
