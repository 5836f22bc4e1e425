/**
 * The broker on Redis, alone or as a cluster: any number of gateways share rooms through it. While it is away rooms
 * live on per gateway: comments run ahead of the log, and follow into it while they are fresh.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { LIMITS } from '@danmaku-live/protocol';
import type { Counters } from '../counters.ts';
import type { Log } from '../log.ts';
import type { HistoryLimits, HistoryPage, PageQuery } from '../room/history.ts';
import type { ControlLine } from '../room/log-line.ts';
import { entryOf } from '../room/log-tail.ts';
import {
  BrokerAway,
  StateChanged,
  type Broker,
  type BrokerListener,
  type Presence,
  type RoomSnapshot,
  type RoomState,
  type StateChange,
  type Submission,
  type SubmissionOutcome,
} from './broker.ts';
import { parseAddress } from './redis-address.ts';
import { RedisAppends } from './redis-appends.ts';
import { ClusterTopology } from './redis-cluster.ts';
import { RedisForgetting } from './redis-forgetting.ts';
import { RedisKeys } from './redis-keys.ts';
import { RedisLog } from './redis-log.ts';
import { RedisNode, type NodeListener } from './redis-node.ts';
import { RedisPresence } from './redis-presence.ts';
import { tryRights } from './redis-rights.ts';
import { RedisRooms, type RoomsListener } from './redis-rooms.ts';
import { RedisSecrets } from './redis-secrets.ts';
import { SingleTopology, type Topology } from './redis-topology.ts';
import { reasonOf, troubleOf } from './redis-trouble.ts';

export interface RedisBrokerOptions {
  /** One: a server. Several: some of a cluster's. */
  readonly urls: readonly string[];
  readonly instanceId: string;
  readonly limits: HistoryLimits;
  readonly clock: () => number;
  readonly counters: Counters;
  readonly log: Log;
  /** How long a command may take before Redis counts as away; a second unless it is given. */
  readonly timeoutMs?: number;
}

/** How long a start waits for a server that does not answer, before it goes on without. */
const OPEN_MS = 2500;
const POLL_MS = 10;
const TIMEOUT_MS = 1000;
const BUG_MS = 1000;

export class RedisBroker implements Broker {
  readonly #options: RedisBrokerOptions;
  readonly #instance: string;
  readonly #keys: RedisKeys;
  readonly #topology: Topology;
  readonly #log: RedisLog;
  readonly #appends: RedisAppends;
  readonly #forgetting: RedisForgetting;
  readonly #secrets: RedisSecrets;
  #listener: BrokerListener | undefined;
  #rooms: RedisRooms | undefined;
  #presence: RedisPresence | undefined;
  #refusal: string | undefined;
  #bugToldMs = Number.NEGATIVE_INFINITY;
  #isOpening = true;
  #isClosed = false;

  constructor(options: RedisBrokerOptions) {
    const { urls, instanceId, limits, clock, counters } = options;
    this.#options = options;
    // Two gateways may have been given the same name.
    this.#instance = `${instanceId}-${randomBytes(4).toString('hex')}`;
    const seeds = urls.map(parseAddress);
    const [first] = seeds;
    if (!first) throw new Error('No Redis to connect to');
    const isCluster = seeds.length > 1;
    this.#keys = new RedisKeys(isCluster, isCluster ? 0 : first.db);
    const shared = { instance: this.#instance, needs: { isCluster }, timeoutMs: options.timeoutMs ?? TIMEOUT_MS };
    const createNode = (address: typeof first, partition: number) =>
      new RedisNode({ ...shared, address, beat: this.#keys.beat(partition, this.#instance) }, this.#nodeListener());
    this.#topology = isCluster
      ? new ClusterTopology({
          seeds: seeds.map((seed) => ({ ...seed, db: 0 })),
          instance: this.#instance,
          createNode,
          onChange: () => this.#relocate(),
          onError: (error) => this.#onMapError(error),
        })
      : new SingleTopology(createNode(first, 0));
    this.#log = new RedisLog({ keys: this.#keys, limits, clock });
    this.#forgetting = new RedisForgetting(this.#keys);
    this.#secrets = new RedisSecrets(this.#keys, this.#topology);
    this.#appends = new RedisAppends({
      log: this.#log,
      clock,
      counters,
      nodeOf: (room) => this.#nodeOf(room),
      show: (room, lines) => {
        if (this.#rooms?.has(room)) this.#listener?.ahead(room, lines);
      },
      isHeard: (room) => this.#rooms?.has(room) === true,
      maxComments: options.limits.maxComments,
    });
  }

  async open(listener: BrokerListener): Promise<void> {
    const { counters, log } = this.#options;
    this.#listener = listener;
    const shared = { keys: this.#keys, topology: this.#topology };
    const onBug = (error: unknown) => this.#tellBug(error);
    this.#rooms = new RedisRooms({ ...shared, log: this.#log, listener: this.#hearing(listener), counters, onBug });
    this.#presence = new RedisPresence({
      ...shared,
      instance: this.#instance,
      onPresence: (room, presence) => this.#listener?.presence(room, presence),
    });
    this.#topology.open();
    const untilMs = performance.now() + OPEN_MS;
    const isSettled = () => this.#refusal !== undefined || this.trouble() === undefined;
    while (!isSettled() && performance.now() < untilMs) await pause(POLL_MS);
    if (this.trouble() === undefined && this.#refusal === undefined) {
      for (const node of this.#topology.nodes()) await tryRights(node, this.#roomOn(node), this.#log, this.#keys);
    }
    this.#isOpening = false;
    if (this.#refusal !== undefined) {
      await this.close();
      throw new Error(this.#refusal);
    }
    const trouble = this.trouble();
    if (trouble !== undefined)
      log.warn({ trouble }, 'started without Redis: rooms live on this gateway until it is back');
  }

  async subscribe(room: string): Promise<RoomSnapshot> {
    if (!this.#rooms) throw new BrokerAway('not open');
    const snapshot = await this.#rooms.subscribe(room);
    if (this.#rooms.has(room)) this.#appends.heard(room, entryOf(snapshot));
    return snapshot;
  }

  unsubscribe(room: string): void {
    this.#rooms?.unsubscribe(room);
    this.#appends.left(room);
  }

  append(room: string, submissions: readonly Submission[], nowMs: number): readonly Promise<SubmissionOutcome>[] {
    return this.#appends.append(room, submissions, nowMs);
  }

  async control(room: string, line: ControlLine, change: StateChange = {}, expected: StateChange = {}): Promise<void> {
    await this.#ask(room, async (node) => {
      const items = [{ line, claims: [] }];
      const batch = { items, change, expected, nowMs: this.#options.clock(), withinMs: LIMITS.freshMs };
      const [outcome] = await this.#log.append(node, room, batch);
      if (!outcome) throw new BrokerAway('it came too late to Redis');
      await this.#forgetting.forget(node, room, line);
    });
  }

  state(room: string): Promise<RoomState> {
    return this.#ask(room, (node) => this.#log.state(node, room));
  }

  read(room: string): Promise<RoomSnapshot> {
    return this.#ask(room, (node) => this.#log.read(node, room));
  }

  page(room: string, query: PageQuery): Promise<HistoryPage> {
    return this.#ask(room, (node) => this.#log.page(node, room, query));
  }

  report(room: string, viewers: number): void {
    this.#presence?.report(room, viewers);
  }

  presence(room: string): Promise<Presence> {
    return this.#presence ? this.#presence.read(room) : Promise.resolve({ viewers: 0, instances: 0 });
  }

  secret(name: string, use: (secret: Buffer) => void): void {
    this.#secrets.want(name, use);
  }

  trouble(): string | undefined {
    if (this.#topology.trouble !== undefined) return this.#topology.trouble;
    for (const node of this.#topology.nodes()) if (node.trouble !== undefined) return node.trouble;
    return undefined;
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener = undefined;
    this.#rooms?.close();
    this.#appends.close();
    this.#secrets.close();
    await this.#presence?.close();
    this.#topology.close();
  }

  /** A name that no room may have, and that `node` would hold. */
  #roomOn(node: RedisNode): string {
    let number = 0;
    while (this.#topology.nodeOf(this.#keys.room(`~${number}`).partition) !== node && number < 10_000) number += 1;
    return `~${number}`;
  }

  /** The server of `room`, if it takes writes. */
  #nodeOf(room: string): RedisNode | undefined {
    const node = this.#topology.nodeOf(this.#keys.room(room).partition);
    return node?.isUp ? node : undefined;
  }

  /** @throws BrokerAway for everything that is Redis's fault. */
  async #ask<T>(room: string, question: (node: RedisNode) => Promise<T>): Promise<T> {
    const node = this.#nodeOf(room);
    if (!node || this.#isClosed) throw new BrokerAway(this.trouble() ?? 'Redis is away');
    try {
      return await question(node);
    } catch (error) {
      if (error instanceof StateChanged) throw error;
      throw troubleOf(error) === 'bug' ? error : new BrokerAway(reasonOf(error), { cause: error });
    }
  }

  #relocate(): void {
    this.#rooms?.relocate();
    this.#appends.retry();
  }

  #onMapError(error: unknown): void {
    const reason = reasonOf(error);
    if (/cluster support disabled/.test(reason)) {
      this.#refuse('REDIS_URL lists several servers, which means a cluster, but Redis there is none: name just one');
    } else if (troubleOf(error) === 'refused') this.#refuse(`The Redis Cluster refuses: ${reason}`);
  }

  /** What is heard of a log is passed on, and says what became of this gateway's own comments. */
  #hearing(listener: BrokerListener): RoomsListener {
    return {
      entry: (room, entry) => {
        this.#appends.heard(room, entry);
        listener.entry(room, entry);
      },
      restart: (room, snapshot) => {
        listener.restart(room, snapshot);
        this.#appends.restarted(room, snapshot);
      },
      told: (room, atMs) => this.#appends.told(room, atMs),
    };
  }

  #nodeListener(): NodeListener {
    const { log, counters } = this.#options;
    return {
      message: (channel, payload) => {
        if (!this.#isClosed) this.#rooms?.hear(channel, payload);
      },
      up: (node) => {
        if (!this.#isOpening) log.info({ redis: node.name }, 'Redis is back');
        if (!this.#isOpening) this.#refusal = undefined;
        this.#secrets.offer();
        this.#appends.retry();
        this.#rooms?.retry();
      },
      down: (node, reason) => {
        counters.brokerLosses += 1;
        log.warn({ redis: node.name, reason }, 'Redis is away: rooms live on this gateway until it is back');
        this.#appends.retry();
        this.#topology.refresh();
      },
      hearing: (node) => this.#rooms?.resume(node),
      moved: () => this.#topology.refresh(),
      refused: (_node, sentence) => this.#refuse(sentence),
    };
  }

  /** Tells a mistake of ours, which may happen in thousands of rooms at once, now and then. */
  #tellBug(error: unknown): void {
    const nowMs = performance.now();
    if (nowMs - this.#bugToldMs < BUG_MS) return;
    this.#bugToldMs = nowMs;
    this.#options.log.error({ err: error }, 'unexpected error of the Redis broker');
  }

  /** Ends a start; later it is told, once for each sentence. */
  #refuse(sentence: string): void {
    if (this.#refusal === sentence) return;
    this.#refusal = sentence;
    if (!this.#isOpening) this.#options.log.error({ sentence }, 'Redis refuses');
  }
}
