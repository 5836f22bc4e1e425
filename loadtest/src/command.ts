/** What the command line asks for: a run, an estimate, a comparison or help; or all that is wrong with it. */
import { isRole, isRoomName, SUBPROTOCOLS } from '@danmaku-live/protocol';
import { Flags } from './flags.ts';
import type { OptionName } from './options.ts';
import {
  SCENARIOS,
  planRooms,
  planSeats,
  slowCount,
  type Plan,
  type Publishing,
  type Scenario,
  type Secrets,
} from './plan.ts';
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

/** What the command line is read with: never read from the process here. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cores: number;
  /** Eight characters that no other run has. */
  readonly runId: string;
  /** All figures a result has. */
  readonly figures: readonly string[];
}

/** More comments than this would need more memory for the account than a load machine should be asked for. */
const MAX_COMMENTS = 20_000_000;
const CONNECTIONS_PER_WORKER = 4000;
const MAX_WORKERS = 16;
const ZIPF_ROOMS = 1000;

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
    viewers: flags.number('viewers', 1000),
    rooms: flags.number('rooms', 1),
    rate: flags.number('rate', 100),
    gateways: flags.has('gateways') ? flags.number('gateways', 1) : undefined,
  };
}

function readRun(flags: Flags, surroundings: Surroundings): RunCommand {
  unexpected(flags, flags.positionals);
  if (flags.has('gateways')) flags.problems.push('--gateways belongs to "plan"; a run takes a --url for each');
  const secrets = readSecrets(flags, surroundings.environment);
  const plan = readPlan(flags, surroundings, secrets);
  checkPlan(flags, plan);
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

function readSecrets(flags: Flags, environment: Surroundings['environment']): Secrets {
  const jwtSecret = flags.text('jwt-secret') ?? environment['LOADTEST_JWT_SECRET'];
  const apiKey = flags.text('api-key') ?? environment['LOADTEST_API_KEY'];
  const metricsKey = flags.text('metrics-key') ?? environment['LOADTEST_METRICS_KEY'];
  if (jwtSecret !== undefined && apiKey !== undefined)
    flags.problems.push('--jwt-secret and --api-key exclude each other');
  for (const [name, value] of [
    ['api-key', apiKey],
    ['metrics-key', metricsKey],
  ] as const) {
    if (value !== undefined && !/^[\x21-\x7e]+$/.test(value))
      flags.problems.push(`--${name} has characters no header may have`);
  }
  return {
    ...(jwtSecret !== undefined && { jwtSecret }),
    ...(apiKey !== undefined && { apiKey }),
    ...(metricsKey !== undefined && { metricsKey }),
  };
}

function readPlan(flags: Flags, { cores, runId }: Surroundings, secrets: Secrets): Plan {
  const scenario = SCENARIOS.find((name): name is Scenario => name === flags.text('scenario')) ?? 'steady';
  const viewers = flags.number('viewers', 1000);
  const publishing: Publishing =
    secrets.apiKey !== undefined ? 'api-key' : secrets.jwtSecret !== undefined ? 'token' : 'guest';
  const role = flags.text('role');
  const tenfold = publishing === 'token' && (role === 'moderator' || role === 'owner');
  const postPerSecond = publishing === 'api-key' ? 1000 : tenfold ? 10 : 1;
  const workers = Math.min(MAX_WORKERS, Math.max(1, Math.min(cores - 1, Math.ceil(viewers / CONNECTIONS_PER_WORKER))));
  return {
    runId,
    urls: flags.texts('url').map((url) => url.replace(/^ws/, 'http').replace(/\/+$/, '')),
    scenario,
    rooms: flags.number('rooms', scenario === 'zipf' ? Math.min(ZIPF_ROOMS, viewers) : 1),
    viewers,
    rate: flags.number('rate', 100),
    seconds: flags.number('seconds', scenario === 'soak' ? 3600 : 30),
    warmupSeconds: flags.number('warmup', 2),
    connectPerSecond: flags.number('connect-rate', 800),
    workers: flags.number('workers', workers),
    subprotocol: SUBPROTOCOLS.find((name) => name === flags.text('subprotocol')) ?? SUBPROTOCOLS[0],
    publishing,
    role: isRole(role) ? role : 'member',
    postPerSecond: flags.number('post-per-second', postPerSecond),
    roomPrefix: flags.text('room-prefix') ?? `load-${runId}-`,
    slowShare: flags.number('slow-share', 0.05),
    spikeFactor: flags.number('spike-factor', 10),
    insecure: flags.has('insecure'),
  };
}

/** What no single flag shows. Skipped while single flags are wrong: their defaults would only confuse. */
function checkPlan(flags: Flags, plan: Plan): void {
  for (const url of plan.urls)
    if (!isWebUrl(url)) flags.problems.push(`--url "${url}" is not like http://127.0.0.1:8080`);
  const { viewers, roomPrefix, scenario } = plan;
  if (plan.rooms > viewers)
    flags.problems.push(`--rooms ${plan.rooms} is more than --viewers ${viewers}: no room may be empty`);
  if (!isRoomName(`${roomPrefix}${plan.rooms - 1}`)) {
    flags.problems.push(
      `--room-prefix "${roomPrefix}" makes no room name: letters, digits, ".", "_" and "-", 64 at most`,
    );
  }
  for (const [name, needs] of [
    ['slow-share', 'slow'],
    ['spike-factor', 'spike'],
  ] as const satisfies readonly (readonly [OptionName, Scenario])[]) {
    if (flags.has(name) && scenario !== needs) flags.problems.push(`--${name} needs --scenario ${needs}`);
  }
  if (flags.problems.length > 0) return;
  const rooms = planRooms(plan);
  const comments = rooms.reduce((sum, room) => sum + room.comments, 0);
  const seats = planSeats(rooms);
  const watching = seats.filter(({ publisher }) => publisher < 0).length;
  if (plan.scenario === 'slow' && watching < slowCount(plan, seats.length)) {
    flags.problems.push(
      `--scenario slow: ${seats.length - watching} of ${seats.length} viewers must post, too few only watch: raise --viewers or lower --rate`,
    );
  }
  if (comments > MAX_COMMENTS) {
    flags.problems.push(
      `${comments} comments are more than one run can account for (${MAX_COMMENTS}): lower --rate or --seconds`,
    );
  }
}

function unexpected(flags: Flags, words: readonly string[]): void {
  for (const word of words) flags.problems.push(`"${word}" is not expected here; flags begin with --`);
}

function isWebUrl(text: string): boolean {
  try {
    const { protocol, search, hash } = new URL(text);
    return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === '';
  } catch {
    return false;
  }
}
