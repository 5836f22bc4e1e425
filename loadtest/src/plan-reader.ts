/** From flags to a plan that can be carried out. */
import { SUBPROTOCOLS, isRole, isRoomName } from '@danmaku-live/protocol';
import type { Flags } from './flags.ts';
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

/** Secrets, from flags or the environment. */
export function readSecrets(flags: Flags, environment: Surroundings['environment']): Secrets {
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

/** The plan that the flags describe; what is wrong with it goes to `flags.problems`. */
export function readPlan(flags: Flags, { cores, runId }: Surroundings, secrets: Secrets): Plan {
  const scenario = SCENARIOS.find((name): name is Scenario => name === flags.text('scenario')) ?? 'steady';
  const viewers = flags.number('viewers');
  const publishing: Publishing =
    secrets.apiKey !== undefined ? 'api-key' : secrets.jwtSecret !== undefined ? 'token' : 'guest';
  const role = flags.text('role');
  const tenfold = publishing === 'token' && (role === 'moderator' || role === 'owner');
  const postPerSecond = publishing === 'api-key' ? 1000 : tenfold ? 10 : 1;
  const workers = Math.min(MAX_WORKERS, Math.max(1, Math.min(cores - 1, Math.ceil(viewers / CONNECTIONS_PER_WORKER))));
  const plan: Plan = {
    runId,
    urls: flags.texts('url').map((url) => url.replace(/^ws/, 'http').replace(/\/+$/, '')),
    scenario,
    rooms: flags.number('rooms', scenario === 'zipf' ? Math.min(ZIPF_ROOMS, viewers) : 1),
    viewers,
    rate: flags.number('rate'),
    seconds: flags.number('seconds', scenario === 'soak' ? 3600 : 30),
    warmupSeconds: flags.number('warmup'),
    connectPerSecond: flags.number('connect-rate'),
    workers: flags.number('workers', workers),
    subprotocol: SUBPROTOCOLS.find((name) => name === flags.text('subprotocol')) ?? SUBPROTOCOLS[0],
    publishing,
    role: isRole(role) ? role : 'member',
    postPerSecond: flags.number('post-per-second', postPerSecond),
    roomPrefix: flags.text('room-prefix') ?? `load-${runId}-`,
    slowShare: flags.number('slow-share'),
    spikeFactor: flags.number('spike-factor'),
    insecure: flags.has('insecure'),
  };
  checkPlan(flags, plan);
  return plan;
}

function checkPlan(flags: Flags, plan: Plan): void {
  const { urls, rooms, viewers, roomPrefix, scenario } = plan;
  for (const url of urls) if (!isWebUrl(url)) flags.problems.push(`--url "${url}" is not like http://127.0.0.1:8080`);
  if (flags.has('slow-share') && scenario !== 'slow') flags.problems.push('--slow-share needs --scenario slow');
  if (flags.has('spike-factor') && scenario !== 'spike') flags.problems.push('--spike-factor needs --scenario spike');
  // What follows takes the flags together: while one of them is wrong it would only confuse.
  if (flags.problems.length > 0) return;
  if (rooms > viewers) flags.problems.push(`--rooms ${rooms} is more than --viewers ${viewers}: no room may be empty`);
  if (!isRoomName(`${roomPrefix}${rooms - 1}`)) {
    flags.problems.push(`--room-prefix "${roomPrefix}" makes no room name: letters, digits, ".", "_", "-", 64 at most`);
  }
  if (flags.problems.length === 0) checkCrowd(flags, plan);
}

function checkCrowd(flags: Flags, plan: Plan): void {
  const rooms = planRooms(plan);
  const comments = rooms.reduce((sum, room) => sum + room.comments, 0);
  if (comments > MAX_COMMENTS) {
    flags.problems.push(
      `${comments} comments are more than one run can account for (${MAX_COMMENTS}): lower --rate or --seconds`,
    );
    return;
  }
  const seats = planSeats(rooms);
  const posting = seats.filter(({ publisher }) => publisher >= 0).length;
  if (plan.scenario === 'slow' && seats.length - posting < slowCount(plan, seats.length)) {
    flags.problems.push(
      `--scenario slow: ${posting} of ${seats.length} viewers must post, too few only watch: raise --viewers or lower --rate`,
    );
  }
}

/** An http or https address that paths can be added to. */
export function isWebUrl(text: string): boolean {
  try {
    const { protocol, search, hash } = new URL(text);
    return (protocol === 'http:' || protocol === 'https:') && search === '' && hash === '';
  } catch {
    return false;
  }
}
