#!/usr/bin/env node
/** The composition root: the only reader of the process's arguments, environment and signals. */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Admission } from './admission.ts';
import { ReadRate } from './api/read-rate.ts';
import { probeRoutes, roomRoutes } from './api/routes.ts';
import type { Broker, StateKeeper } from './broker/broker.ts';
import { MemoryBroker } from './broker/memory-broker.ts';
import { RedisBroker, type RedisBrokerOptions } from './broker/redis-broker.ts';
import { parseConfig, type Config } from './config.ts';
import { connectionCap, socketCap } from './connection-cap.ts';
import { newCounters } from './counters.ts';
import { drain } from './drain.ts';
import { Enforcer } from './enforcer.ts';
import { Gateway, type Viewer } from './gateway.ts';
import { Holds } from './holds.ts';
import { startHook } from './hook/start-hook.ts';
import { ClientAddresses } from './identity/client-address.ts';
import { GuestTokens, guestKey } from './identity/guest-tokens.ts';
import { Identifier } from './identity/identifier.ts';
import { Networks } from './identity/networks.ts';
import { Origins } from './identity/origins.ts';
import { TokenVerifier } from './identity/token-verifier.ts';
import { LiveRooms } from './live-rooms.ts';
import { createLog, type Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { Poster } from './poster.ts';
import { MAX_CONTROLS } from './room/history.ts';
import { defaultSettings } from './room/settings.ts';
import { rateOf } from './room/token-bucket.ts';
import { WordFilters } from './room/word-filter.ts';
import { shareGuests } from './share-guests.ts';
import { StateFile } from './state-file.ts';
import { Supervisor, claimPort, workerInstanceId, type SupervisorMessage } from './supervisor.ts';
import { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';
import { UserSockets } from './user-sockets.ts';
import { readWords } from './words-file.ts';
import { serveNotFound, serveRoutes } from './uws/http.ts';
import { servePages } from './uws/pages.ts';
import { createApp, listen, serveSockets } from './uws/server.ts';
import { UwsFanout } from './uws/uws-fanout.ts';
import { Worker } from './worker.ts';

const MAX_FLUSH_MS = 400;
const RESERVED_PER_SECOND = 20;
const MAX_ROOMS = 100_000;
/** Whoever presses Ctrl-C waits in front of it. */
const INTERRUPT_DRAIN_MS = 2000;
/** Tells a process that it is one of several workers. */
const WORKER_VARIABLE = 'DANMAKU_WORKER';
const PAGES = fileURLToPath(new URL('../../overlay/dist/', import.meta.url));

const parsed = parseConfig(process.env, process.argv.slice(2));
if (parsed.kind === 'help') {
  process.stdout.write(parsed.text);
} else if (parsed.kind === 'problems') {
  process.stderr.write(`The gateway can't start:\n${parsed.problems.map((problem) => `  ${problem}\n`).join('')}`);
  process.exitCode = 2;
} else {
  const instanceId = parsed.config.INSTANCE_ID ?? randomBytes(4).toString('hex');
  const log = createLog(parsed.config.LOG_LEVEL, instanceId);
  const isWorker = process.env[WORKER_VARIABLE] !== undefined && process.connected;
  const workers = parsed.config.WORKERS === 'auto' ? availableParallelism() : parsed.config.WORKERS;
  const begin = workers > 1 && !isWorker ? supervise : start;
  await begin(parsed.config, instanceId, log, workers).catch((error: unknown) => {
    log.fatal(error instanceof Error ? error.message : String(error));
    // Whatever is open by now, a first port or a broker, would keep a process alive that serves nobody.
    process.exit(1);
  });
}

async function supervise(config: Config, instanceId: string, log: Log, workers: number): Promise<void> {
  let supervisor: Supervisor | undefined;
  const stop = (signal: NodeJS.Signals) => (supervisor ? supervisor.stop(signal) : process.exit(0));
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  const port = await claimPort(config.HOST, config.PORT);
  const { INTERNAL_PORT } = config;
  const internalPort = INTERNAL_PORT === undefined ? undefined : await claimPort(config.HOST, INTERNAL_PORT);
  supervisor = new Supervisor({
    workers,
    log,
    fork: (index) => {
      const flags = ['--port', port, '--workers', workers, '--instance-id', workerInstanceId(instanceId, index)];
      if (internalPort !== undefined) flags.push('--internal-port', internalPort);
      return fork(fileURLToPath(import.meta.url), [...process.argv.slice(2), ...flags.map(String)], {
        env: { ...process.env, [WORKER_VARIABLE]: String(index) },
        // A terminal's Ctrl-C reaches the supervisor only: workers would take its echo for the second one.
        detached: true,
      });
    },
    onListening: () => {
      const { HOST: host, DEMO } = config;
      log.info({ host, port, internalPort, workers, broker: 'redis', demo: DEMO === '1' }, 'listening');
    },
    onEnd: (exitCode) => {
      log.info('all workers have stopped');
      process.exitCode = exitCode;
    },
  });
  supervisor.start();
}

async function start(config: Config, instanceId: string, log: Log, workers: number): Promise<void> {
  const onError = (error: unknown) => log.error({ err: error }, 'unexpected error');
  const counters = newCounters();
  const historyLimits = {
    maxComments: config.HISTORY_SIZE,
    maxControls: MAX_CONTROLS,
    maxAgeMs: config.HISTORY_SECONDS * 1000,
  };
  const roomDefaults = defaultSettings(config.GUESTS);
  const guests = new GuestTokens(guestKey(config.JWT_SECRET));
  const keys = { secret: config.JWT_SECRET, publicKey: config.JWT_PUBLIC_KEY, jwksUrl: config.JWKS_URL };
  const identifier = new Identifier(config.API_KEYS, guests, new TokenVerifier(keys));
  const keeper = config.STATE_FILE === undefined ? undefined : await StateFile.open(config.STATE_FILE, onError);
  const brokerOptions = { limits: historyLimits, instanceId, clock: Date.now, counters, log };
  const broker = createBroker(config.REDIS_URL, brokerOptions, keeper);
  const app = createApp();
  const budget = { ordinaryPerSecond: config.ROOM_BUDGET, reservedPerSecond: RESERVED_PER_SECOND };
  const wordFilters = new WordFilters(config.WORDS_FILE === undefined ? [] : readWords(config.WORDS_FILE));
  const enforcer = new Enforcer({ broker, onError });
  const rooms: LiveRooms<Viewer> = new LiveRooms<Viewer>(
    {
      room: { historyLimits, budget, wordFilters },
      defaultSettings: roomDefaults,
      broker,
      fanout: new UwsFanout(app),
      counters,
      onModeration: (name, news) => {
        const room = rooms.find(name);
        if (room) enforcer.news(room, news, Date.now());
        holds.news(name, news, Date.now());
      },
    },
    config.FLUSH_MS,
  );
  const holds = new Holds({ broker, rooms, onError });
  const networks = new Networks();
  await broker.open(rooms);
  if (config.JWT_SECRET === undefined) await shareGuests(broker, guests);
  broker.secret('networks', (secret) => networks.use(secret));
  const userRate = { perSecond: config.POST_PER_SECOND, burst: config.POST_BURST };
  const hookTrouble = (reason: string) => log.warn({ reason, fail: config.HOOK_FAIL }, 'HOOK_URL does not answer');
  const poster = new Poster({
    broker,
    counters,
    holds,
    hook: startHook(config, { userRate, counters, onTrouble: hookTrouble }),
    userRate,
    addressRate: rateOf(config.ADDRESS_POSTS_PER_SECOND),
    roomRate: rateOf(config.ROOM_POSTS_PER_SECOND),
    nextBatchMs: (room, lastSentMs) => rooms.nextBatchMs(room, lastSentMs),
    onBrokerError: onError,
  });
  const userSockets = new UserSockets(config.MAX_PER_USER);
  const gateway = new Gateway({
    rooms,
    poster,
    identifier,
    networks,
    enforcer,
    userSockets,
    counters,
    onInternalError: onError,
  });
  const admission = new Admission(
    {
      maxConnections: connectionCap(Math.ceil(config.MAX_CONNECTIONS / workers)),
      maxPerAddress: config.MAX_PER_ADDRESS,
      acceptPerSecond: Math.ceil(config.ACCEPT_PER_SECOND / workers),
    },
    performance.now(),
  );
  const ownMetrics = new Metrics(instanceId, counters, {
    connections: () => admission.connections,
    rooms: () => rooms.size,
    flushMs: () => rooms.paceMs,
    brokerTrouble: () => broker.trouble(),
    turns: Turns.watch(() => process.cpuUsage()),
  });
  const worker = workers > 1 ? new Worker(supervisorLine(), ownMetrics) : undefined;
  const origins = new Origins(config.ALLOWED_ORIGINS);
  const addresses = new ClientAddresses(config.TRUSTED_PROXIES);
  const http = { origins, addresses, onRequest: () => (counters.httpRequests += 1), onError };
  const operations = probeRoutes({
    instanceId,
    notReady: () => (admission.draining ? 'draining' : undefined),
    // Where Redis is, and what it says, is for the log.
    degraded: () => (broker.trouble() === undefined ? undefined : 'Rooms here are cut off from other gateways.'),
    metrics: worker ?? ownMetrics,
    metricsKey: config.METRICS_KEY,
  });
  serveSockets(app, gateway, { admission, origins, addresses, identifier, counters, maxSockets: socketCap() });
  serveRoutes(
    app,
    [
      ...roomRoutes({
        broker,
        identifier,
        defaultSettings: roomDefaults,
        readRate: new ReadRate(),
        rooms,
        poster,
        holds,
        enforcer,
        networks,
      }),
      ...operations,
    ],
    http,
  );
  const pages = servePages(app, PAGES, { demo: config.DEMO === '1', emoteOrigins: config.EMOTE_ORIGINS });
  if (pages === 0) log.warn('the overlay is not built, so no pages are served; npm start builds it');
  serveNotFound(app, http);

  const upkeep = new Upkeep(gateway, rooms, { minMs: config.FLUSH_MS, maxMs: MAX_FLUSH_MS });
  upkeep.start();
  const listening = [listen(app, config.HOST, config.PORT, workers > 1)];
  const internal = createApp();
  if (config.INTERNAL_PORT !== undefined) {
    serveRoutes(internal, operations, http);
    serveNotFound(internal, http);
    listening.push(listen(internal, config.HOST, config.INTERNAL_PORT, workers > 1));
  }
  const stop = async (signal: NodeJS.Signals) => {
    admission.draining = true;
    const windowMs = Math.min(config.DRAIN_SECONDS * 1000, signal === 'SIGINT' ? INTERRUPT_DRAIN_MS : Infinity);
    log.info({ signal, connections: admission.connections, windowMs }, 'draining');
    const left = await drain({ gateway, rooms, poster }, windowMs);
    upkeep.stop();
    for (const listener of listening) listener.close();
    rooms.close();
    holds.close();
    await broker.close();
    await keeper?.flush();
    app.close();
    internal.close();
    if (left > 0) log.warn({ left }, 'left with sockets still open');
    log.info('stopped');
    process.exitCode = left > 0 ? 1 : 0;
    if (worker && process.connected) process.disconnect();
  };
  onceThenForce(log, () => admission.connections, stop);

  // Last: who reads this may connect, or send a signal, at once.
  const [port, internalPort] = listening.map((listener) => listener.port);
  const facts = { host: config.HOST, port, internalPort, demo: config.DEMO === '1' };
  if (worker) log.info({ ...facts, pid: process.pid }, 'worker listening');
  else log.info({ ...facts, broker: config.REDIS_URL.length > 0 ? 'redis' : 'embedded' }, 'listening');
  worker?.listening();
}

/** The first signal drains; the second leaves at once and says what it leaves. */
function onceThenForce(log: Log, connections: () => number, stop: (signal: NodeJS.Signals) => Promise<void>): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn({ signal, left: connections() }, 'leaving at once');
      process.exit(1);
    }
    stopping = true;
    stop(signal).catch((error: unknown) => {
      log.fatal({ err: error }, 'could not stop cleanly');
      process.exit(1);
    });
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  // A worker whose supervisor is gone has nobody to answer to; on its own way out it says goodbye itself.
  process.on('disconnect', () => {
    if (!stopping) onSignal('SIGTERM');
  });
}

function createBroker(
  urls: readonly string[],
  options: Omit<RedisBrokerOptions, 'urls'>,
  keeper: StateKeeper | undefined,
): Broker {
  if (urls.length > 0) return new RedisBroker({ ...options, urls });
  return new MemoryBroker({ limits: options.limits, maxRooms: MAX_ROOMS, clock: options.clock, keeper });
}

function supervisorLine() {
  return {
    send: (message: unknown) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener: (message: SupervisorMessage) => void) => {
      process.on('message', (message) => listener(message as SupervisorMessage));
    },
  };
}
