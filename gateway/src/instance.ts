/** One gateway put together: the broker, the rooms, who may come in, the sockets and the HTTP interface. */
import { fileURLToPath } from 'node:url';
import { Admission } from './admission.ts';
import { ReadRate } from './api/read-rate.ts';
import { probeRoutes, roomRoutes } from './api/routes.ts';
import type { Broker, StateKeeper } from './broker/broker.ts';
import { MemoryBroker } from './broker/memory-broker.ts';
import { RedisBroker, type RedisBrokerOptions } from './broker/redis-broker.ts';
import type { Config } from './config.ts';
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
import type { Log } from './log.ts';
import { Metrics } from './metrics.ts';
import { Poster } from './poster.ts';
import { MAX_CONTROLS } from './room/history.ts';
import { defaultSettings } from './room/settings.ts';
import { rateOf } from './room/token-bucket.ts';
import { WordFilters } from './room/word-filter.ts';
import { shareSecret } from './share-secret.ts';
import { StateFile } from './state-file.ts';
import { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';
import { UserSockets } from './user-sockets.ts';
import { readWords } from './words-file.ts';
import { serveNotFound, serveRoutes } from './uws/http.ts';
import { servePages } from './uws/pages.ts';
import { createApp, listen, serveSockets } from './uws/server.ts';
import { UwsFanout } from './uws/uws-fanout.ts';
import { Worker, type WorkerLine } from './worker.ts';

const MAX_FLUSH_MS = 400;
const RESERVED_PER_SECOND = 20;
const MAX_ROOMS = 100_000;
const PAGES = fileURLToPath(new URL('../../overlay/dist/', import.meta.url));

export interface Surroundings {
  readonly instanceId: string;
  readonly log: Log;
  /** How many processes share the port, this one included. */
  readonly workers: number;
  /** To the supervisor, where this process is one of several. */
  readonly line: WorkerLine | undefined;
  /** Processor time of this process so far. */
  readonly cpuUsage: () => NodeJS.CpuUsage;
}

export interface Instance {
  readonly port: number | undefined;
  readonly internalPort: number | undefined;
  connections(): number;
  /** Drains for at most `windowMs`, then closes everything. @returns how many sockets were still open. */
  stop(windowMs: number): Promise<number>;
}

/**
 * Opens the broker and both ports.
 *
 * @throws in one sentence for the operator, when a port, a file or Redis can't be had. What is open by then stays open.
 */
export async function startInstance(config: Config, surroundings: Surroundings): Promise<Instance> {
  const { instanceId, log, workers, line, cpuUsage } = surroundings;
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
  await Promise.all([
    shareSecret(broker, 'networks', (secret) => networks.use(secret)),
    config.JWT_SECRET === undefined && shareSecret(broker, 'guest', (key) => guests.useKey(key)),
  ]);
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
    turns: Turns.watch(cpuUsage),
  });
  const metrics = line ? new Worker(line, ownMetrics) : ownMetrics;
  const origins = new Origins(config.ALLOWED_ORIGINS);
  const addresses = new ClientAddresses(config.TRUSTED_PROXIES);
  const http = { origins, addresses, onRequest: () => (counters.httpRequests += 1), onError };
  const operations = probeRoutes({
    instanceId,
    notReady: () => (admission.draining ? 'draining' : undefined),
    // Where Redis is, and what it says, is for the log.
    degraded: () => (broker.trouble() === undefined ? undefined : 'Rooms here are cut off from other gateways.'),
    metrics,
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
  const [port, internalPort] = listening.map((listener) => listener.port);
  return {
    port,
    internalPort,
    connections: () => admission.connections,
    async stop(windowMs) {
      admission.draining = true;
      const left = await drain({ gateway, rooms, poster }, windowMs);
      upkeep.stop();
      for (const listener of listening) listener.close();
      rooms.close();
      holds.close();
      await broker.close();
      await keeper?.flush();
      app.close();
      internal.close();
      return left;
    },
  };
}

function createBroker(
  urls: readonly string[],
  options: Omit<RedisBrokerOptions, 'urls'>,
  keeper: StateKeeper | undefined,
): Broker {
  if (urls.length > 0) return new RedisBroker({ ...options, urls });
  return new MemoryBroker({ limits: options.limits, maxRooms: MAX_ROOMS, clock: options.clock, keeper });
}
