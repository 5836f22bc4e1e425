/**
 * One connection to one server, for commands. Nothing waits in a queue while it is down, nothing is sent twice, and
 * every command has an answer or an error in time.
 */
import { isIP } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';
import type { Script } from './redis-scripts.ts';

/** Flat and short: a room is back within a second after its Redis. */
const RETRY_MIN_MS = 100;
const RETRY_SPREAD_MS = 150;
const CONNECT_TIMEOUT_MS = 2000;

/**
 * What all connections have in common.
 *
 * @param timeoutMs how long a command may take.
 * @param isReached whether the server is known to take connections. While it is not, one that broke stays so until
 * {@link comeBack}: a try costs about a millisecond of work, and one connection is enough to find out.
 */
export function connectionOptions(
  address: RedisAddress,
  name: string,
  timeoutMs: number,
  isReached: () => boolean,
): RedisOptions & { replyMapping: 'legacy' } {
  const { host, port, db, username, password, isTls } = address;
  return {
    host,
    port,
    db,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(isTls && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    protocol: 2,
    replyMapping: 'legacy',
    connectionName: name,
    disableClientInfo: true,
    lazyConnect: true,
    enableReadyCheck: false,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    commandTimeout: timeoutMs,
    connectTimeout: CONNECT_TIMEOUT_MS,
    // A frozen server never says goodbye.
    disconnectTimeout: 50,
    retryStrategy: () => (isReached() ? RETRY_MIN_MS + Math.random() * RETRY_SPREAD_MS : null),
  };
}

/** Connects what has given up, now that the server is reached. Not for one that was closed for good. */
export function comeBack(redis: Redis): void {
  if (redis.status === 'end') redis.connect().catch(ignore);
}

/**
 * Hears every error of a connection. The library listens to the first one of a socket only, and a socket may have
 * more to say when it closes: unheard, that would end the process.
 */
export function onConnectionError(redis: Redis, onError: (error: Error) => void): void {
  redis.on('error', (error: Error) => {
    const { stream } = redis;
    if (stream?.listenerCount('error') === 0) stream.on('error', ignore);
    onError(error);
  });
}

/** The server was not even asked. */
export class NotSent extends Error {
  override readonly name = 'NotSent';
}

export interface LinkOptions {
  readonly address: RedisAddress;
  /** How the server's operator sees the connection. */
  readonly name: string;
  readonly timeoutMs: number;
  /** As of {@link connectionOptions}; a connection that finds out itself says yes. */
  readonly isReached: () => boolean;
  readonly onReady: () => void;
  /** What went wrong with the connection itself. */
  readonly onError: (error: Error) => void;
}

export class RedisLink {
  readonly #redis: Redis;
  #startedMs = 0;

  constructor(options: LinkOptions) {
    const { address, name, timeoutMs, isReached, onReady, onError } = options;
    this.#redis = new Redis(connectionOptions(address, name, timeoutMs, isReached));
    this.#redis.on('ready', onReady);
    onConnectionError(this.#redis, onError);
    this.#redis.on('close', () => onError(new NotSent('the connection is closed')));
    this.#redis.on('connecting', () => (this.#startedMs = performance.now()));
  }

  open(): void {
    this.#redis.connect().catch(ignore);
  }

  get isReady(): boolean {
    return this.#redis.status === 'ready';
  }

  /** Runs `script` there; the server keeps it, and is sent its text again only when it has forgotten it. */
  async run(script: Script, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    if (!this.isReady) throw new NotSent('not connected');
    try {
      return await this.#redis.evalsha(script.sha, keys.length, ...keys, ...args);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.#redis.eval(script.lua, keys.length, ...keys, ...args);
    }
  }

  call(command: string, ...args: readonly (string | number)[]): Promise<unknown> {
    return this.#redis.call(command, ...args);
  }

  /** Starts anew when the connection has been trying to get ready for longer than it may take. */
  checkHandshake(monotonicMs: number): void {
    const { status } = this.#redis;
    const isTrying = status === 'connecting' || status === 'connect';
    if (isTrying && monotonicMs - this.#startedMs > CONNECT_TIMEOUT_MS) this.reconnect();
  }

  /** The server takes connections again. */
  comeBack(): void {
    comeBack(this.#redis);
  }

  reconnect(): void {
    this.#redis.disconnect(true);
  }

  close(): void {
    this.#redis.disconnect();
  }
}

function ignore(): void {
  // Told by another event as well.
}
