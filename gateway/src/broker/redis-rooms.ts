/**
 * The rooms this gateway listens to. Their entries come over the subscription; whenever one does not stand directly
 * after the one before, or the subscription was interrupted, the log itself is asked how it goes on.
 */
import type { Counters } from '../counters.ts';
import { tailOf } from '../room/log-tail.ts';
import type { BrokerListener, RoomSnapshot } from './broker.ts';
import { decodeEntry } from './redis-entry.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { Continuation, RedisLog } from './redis-log.ts';
import type { RedisNode } from './redis-node.ts';
import { RedisTail } from './redis-tail.ts';
import type { Topology } from './redis-topology.ts';
import { troubleOf } from './redis-trouble.ts';

const RETRY_MS = 200;
/** Logs asked at once: after an outage thousands of rooms want to know, and appends go first. */
const MAX_ASKING = 32;
/** Offsets of a log that could not be read yet: smaller than any real one. */
const NOWHERE = { epochMs: 0, seq: 0 };

export interface RoomsListener extends Pick<BrokerListener, 'entry' | 'restart'> {
  /** All that the room's log held at `atMs` of the monotonic clock has been told. */
  told(room: string, atMs: number): void;
}

export interface RedisRoomsOptions {
  readonly keys: RedisKeys;
  readonly log: RedisLog;
  readonly topology: Topology;
  readonly listener: RoomsListener;
  readonly counters: Counters;
  readonly onBug: (error: unknown) => void;
}

interface Place {
  readonly room: string;
  readonly channel: string;
  readonly partition: number;
  readonly tail: RedisTail;
  node: RedisNode | undefined;
  /** Whether the log is being asked now, and whether it must be asked again after that. */
  asking: 'no' | 'yes' | 'again';
}

export class RedisRooms {
  readonly #options: RedisRoomsOptions;
  readonly #places = new Map<string, Place>();
  readonly #queue: Place[] = [];
  #asking = 0;
  readonly #timer: NodeJS.Timeout;

  constructor(options: RedisRoomsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.retry(), RETRY_MS);
  }

  has(room: string): boolean {
    return this.#places.has(room);
  }

  async subscribe(room: string): Promise<RoomSnapshot> {
    const { keys, log } = this.#options;
    const { channel, partition } = keys.room(room);
    const place: Place = { room, channel, partition, tail: new RedisTail(), node: undefined, asking: 'yes' };
    this.#places.set(room, place);
    place.tail.ask();
    try {
      const node = await this.#locate(place);
      if (node?.isUp) {
        const continuation = await log.sync(node, room, undefined);
        if (continuation.kind === 'all') {
          this.#settle(place, this.#goOn(place, continuation));
          return continuation.snapshot;
        }
      }
    } catch (error) {
      this.#noteBug(error);
    }
    this.#settle(place, false);
    return { state: new Map(), ...tailOf(NOWHERE) };
  }

  unsubscribe(room: string): void {
    const place = this.#places.get(room);
    if (!place) return;
    this.#places.delete(room);
    place.node?.unhear(place.channel);
  }

  hear(channel: string, payload: string): void {
    const { keys, listener, counters } = this.#options;
    const place = this.#places.get(keys.roomOf(channel) ?? '');
    const entry = place && decodeEntry(payload);
    if (!entry) return;
    const heard = place.tail.hear(entry);
    if (heard === 'ask') {
      counters.gaps += 1;
      this.#ask(place);
    } else if (heard !== 'wait') {
      listener.entry(place.room, heard.entry);
    }
  }

  /** What was published on `node` may have been missed. */
  resume(node: RedisNode): void {
    for (const place of this.#places.values()) if (place.node === node) this.#ask(place);
  }

  /** Servers may have taken over rooms from one another. */
  relocate(): void {
    for (const place of this.#places.values()) {
      if (this.#options.topology.nodeOf(place.partition) !== place.node) this.#ask(place);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    this.#places.clear();
  }

  /** Asks the logs that could not be asked, where their servers are back. */
  retry(): void {
    for (const place of this.#places.values()) {
      if (place.tail.isAsking && place.asking === 'no' && place.node?.isUp !== false) this.#ask(place);
    }
  }

  /** Hears the room where it is now; `undefined` while it can't be heard. */
  async #locate(place: Place): Promise<RedisNode | undefined> {
    const node = this.#options.topology.nodeOf(place.partition);
    if (node !== place.node) {
      place.node?.unhear(place.channel);
      place.node = node;
      if (node && !(await node.hear(place.channel))) return undefined;
    }
    return node;
  }

  #ask(place: Place): void {
    place.tail.ask();
    if (place.asking !== 'no') {
      place.asking = 'again';
      return;
    }
    place.asking = 'yes';
    this.#queue.push(place);
    this.#work();
  }

  #work(): void {
    while (this.#asking < MAX_ASKING) {
      const place = this.#queue.shift();
      if (!place) return;
      this.#asking += 1;
      void this.#askNow(place).finally(() => {
        this.#asking -= 1;
        this.#work();
      });
    }
  }

  async #askNow(place: Place): Promise<void> {
    const { log, counters, listener } = this.#options;
    let askAgain = false;
    try {
      // Left while it waited for its turn: nobody would stop listening to it where it is now.
      if (this.#places.get(place.room) !== place) return;
      const node = await this.#locate(place);
      if (!node?.isUp || this.#places.get(place.room) !== place) return;
      const askedMs = performance.now();
      const continuation = await log.sync(node, place.room, place.tail.at);
      if (this.#places.get(place.room) !== place) return;
      counters.resyncs += 1;
      if (continuation.kind === 'all') listener.restart(place.room, continuation.snapshot);
      else if (continuation.entry) listener.entry(place.room, continuation.entry);
      askAgain = this.#goOn(place, continuation);
      listener.told(place.room, askedMs);
    } catch (error) {
      this.#noteBug(error);
    } finally {
      this.#settle(place, askAgain);
    }
  }

  #settle(place: Place, askAgain: boolean): void {
    const wasCalled = place.asking === 'again';
    place.asking = 'no';
    if ((askAgain || wasCalled) && this.#places.get(place.room) === place) this.#ask(place);
  }

  /** What is the server's fault has been noted by its node; the log is asked again when it is back. */
  #noteBug(error: unknown): void {
    if (troubleOf(error) === 'bug') this.#options.onBug(error);
  }

  /** Tells what came while the log was asked; answers whether it must be asked again. */
  #goOn(place: Place, continuation: Continuation): boolean {
    const { entries, askAgain } = place.tail.answer(continuation);
    if (this.#places.get(place.room) !== place) return false;
    for (const entry of entries) this.#options.listener.entry(place.room, entry);
    return askAgain;
  }
}
