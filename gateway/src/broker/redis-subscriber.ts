/**
 * One connection to one server, for hearing. A socket may look healthy while nothing comes through it any more: an
 * echo of the gateway's own heartbeat is what proves it alive.
 */
import { Redis } from 'ioredis';
import type { RedisAddress } from './redis-address.ts';
import { comeBack, connectionOptions, onConnectionError } from './redis-link.ts';

/** Without an echo for this long the subscription is dead, however healthy its socket looks. */
const SILENCE_MS = 2000;
/** Channels in one command: a batch is answered within a few milliseconds. */
const BATCH = 256;

export interface SubscriberOptions {
  readonly address: RedisAddress;
  readonly name: string;
  readonly timeoutMs: number;
  /** As of a link. */
  readonly isReached: () => boolean;
  /** Whether channels are those of a cluster's shard. */
  readonly isSharded: boolean;
  readonly beatChannel: string;
  readonly onMessage: (channel: string, payload: string) => void;
  /** All wanted channels are heard (again); what was published before may be missing. */
  readonly onHearing: () => void;
  readonly onLost: (error: Error) => void;
  /** A channel's slot has gone to another server, and its subscriptions with it. */
  readonly onMoved: () => void;
}

export class RedisSubscriber {
  readonly #options: SubscriberOptions;
  readonly #redis: Redis;
  readonly #wanted = new Set<string>();
  #isHearing = false;
  /** When it last proved alive, or began to try. */
  #aliveMs = 0;

  constructor(options: SubscriberOptions) {
    this.#options = options;
    const { address, name, timeoutMs, isReached, isSharded, beatChannel } = options;
    this.#wanted.add(beatChannel);
    this.#redis = new Redis(connectionOptions(address, name, timeoutMs, isReached));
    this.#redis.on('ready', () => void this.#subscribeAll());
    this.#redis.on('close', () => (this.#isHearing = false));
    this.#redis.on('connecting', () => (this.#aliveMs = performance.now()));
    onConnectionError(this.#redis, options.onLost);
    this.#redis.on(isSharded ? 'smessage' : 'message', (channel: string, payload: string) => {
      if (channel === beatChannel) this.#aliveMs = performance.now();
      else options.onMessage(channel, payload);
    });
    this.#redis.on('moved', () => {
      this.reconnect();
      options.onMoved();
    });
  }

  open(): void {
    this.#redis.connect().catch(() => {
      // Told by the error event as well.
    });
  }

  /** Whether everything wanted is heard, as far as can be told. */
  get isHearing(): boolean {
    return this.#isHearing;
  }

  /**
   * Hears `channel` from now on.
   *
   * @returns whether it does already; if not, it will before the next {@link SubscriberOptions.onHearing}.
   */
  async want(channel: string): Promise<boolean> {
    this.#wanted.add(channel);
    if (this.#redis.status !== 'ready') return false;
    try {
      await this.#subscribe([channel]);
      return this.#isHearing;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  unwant(channel: string): void {
    this.#wanted.delete(channel);
    if (this.#redis.status !== 'ready') return;
    const gone = this.#options.isSharded ? this.#redis.sunsubscribe(channel) : this.#redis.unsubscribe(channel);
    gone.catch(() => {
      // A connection that breaks hears nothing any more anyway.
    });
  }

  /** Starts anew when nothing has come through for too long. */
  check(monotonicMs: number): void {
    if (monotonicMs - this.#aliveMs > SILENCE_MS) this.reconnect();
  }

  /** The server takes connections again. */
  comeBack(): void {
    comeBack(this.#redis);
  }

  reconnect(): void {
    this.#isHearing = false;
    this.#aliveMs = performance.now();
    this.#redis.disconnect(true);
  }

  close(): void {
    this.#wanted.clear();
    this.#redis.disconnect();
  }

  async #subscribeAll(): Promise<void> {
    try {
      for (const batch of batches([...this.#wanted], this.#options.isSharded)) await this.#subscribe(batch);
      this.#aliveMs = performance.now();
      this.#isHearing = true;
      this.#options.onHearing();
    } catch (error) {
      this.#fail(error);
    }
  }

  #subscribe(channels: readonly string[]): Promise<unknown> {
    return this.#options.isSharded ? this.#redis.ssubscribe(...channels) : this.#redis.subscribe(...channels);
  }

  #fail(error: unknown): void {
    this.#options.onLost(error instanceof Error ? error : new Error(String(error)));
    if (this.#redis.status === 'ready') this.reconnect();
  }
}

/** All channels of one sharded command must be of one slot: those with equal hash tags. */
function batches(channels: readonly string[], isSharded: boolean): string[][] {
  const groups = new Map<string, string[]>();
  for (const channel of channels) {
    const tag = isSharded ? (/\{(.*?)\}/.exec(channel)?.[1] ?? '') : '';
    const group = groups.get(tag);
    if (group) group.push(channel);
    else groups.set(tag, [channel]);
  }
  return [...groups.values()].flatMap((group) => {
    const count = Math.ceil(group.length / BATCH);
    return Array.from({ length: count }, (_, index) => group.slice(index * BATCH, (index + 1) * BATCH));
  });
}
