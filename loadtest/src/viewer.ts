/**
 * One viewer of a room, by the protocol: welcome, heartbeats, resume, back-off. It writes down what it sees in its
 * trace and in the thread's counters and judges nothing.
 */
import {
  CLOSE,
  backoffDelayMs,
  closeAction,
  spreadDelayMs,
  type ServerMessage,
  type WelcomeMessage,
} from '@danmaku-live/protocol';
import { monotonicMs } from './clock.ts';
import { Connection, type Closed } from './connection.ts';
import type { Desk } from './desk.ts';
import type { Feed, SeenFrame } from './feed.ts';
import { readMessage } from './message-reader.ts';
import { intendedMs } from './schedule.ts';
import { Trace, type TraceEvents } from './trace.ts';

/** Who speaks through a viewer's connection. */
export interface Speaker {
  /** The token to show first, if there is one. */
  token(): string | undefined;
  /** A connection stands; posts may go out once the gateway says who we are. */
  welcomed(send: (text: string) => void, userId: string, token: string | undefined): void;
  /** `you`, `ack` and `refused`, as they come. */
  answered(message: ServerMessage, nowMs: number): void;
  cutOff(): void;
}

type State =
  | { readonly kind: 'absent' }
  | { readonly kind: 'connecting'; readonly connection: Connection; readonly sinceMs: number }
  | { readonly kind: 'joined'; readonly connection: Connection; readonly heartbeatMs: number; nextBeatMs: number }
  | { readonly kind: 'waiting'; readonly timer: NodeJS.Timeout };

/** A gateway that takes longer than this to welcome is tried again. */
const WELCOME_WITHIN_MS = 15_000;
/** Whatever a gateway asks for: a viewer is not to become a flood, nor to wait for ever. */
const SHORTEST_HEARTBEAT_MS = 1000;
const LONGEST_DRAIN_MS = 600_000;

export class Viewer {
  readonly feed: Feed;
  readonly trace = new Trace();
  readonly #desk: Desk;
  readonly #events: TraceEvents;
  readonly #speaker: Speaker | undefined;
  readonly #token: string | undefined;
  readonly #index: number;
  #state: State = { kind: 'absent' };
  #frame: SeenFrame;
  /** Where to resume; `undefined` before the first welcome. */
  #offset: string | undefined;
  #attempt = 0;
  #joinedMs = 0;
  #lostMs: number | undefined;
  #draining = false;
  /** It stopped reading once by order: what it gets late since then is no fault of the gateway. */
  #excused = false;

  /**
   * @param index of the connection in the whole run: it chooses the gateway.
   * @param token shown on every connection; a speaker brings its own.
   */
  constructor(index: number, feed: Feed, events: TraceEvents, desk: Desk, who: { speaker?: Speaker; token?: string }) {
    this.#index = index;
    this.#token = who.token;
    this.feed = feed;
    this.#events = events;
    this.#desk = desk;
    this.#speaker = who.speaker;
    this.#frame = feed.root;
  }

  get isJoined(): boolean {
    return this.#state.kind === 'joined';
  }

  connect(): void {
    const { plan, targets, reading, apiKey } = this.#desk;
    // With more than one gateway a second try goes to the next: the first may be the one that went away.
    const turn = Math.floor(this.#index / plan.workers) + this.#attempt;
    const target = targets[turn % targets.length];
    if (!target) return;
    const address = target.addresses[Math.floor(turn / targets.length) % target.addresses.length] ?? target.hostname;
    const after = this.#offset === undefined ? '' : `?after=${encodeURIComponent(this.#offset)}`;
    const path = `/v1/rooms/${this.feed.room.name}/ws${after}`;
    const options = { subprotocol: plan.subprotocol, insecure: plan.insecure, apiKey: this.#speaker && apiKey };
    const connection = new Connection(target, address, path, options, reading, {
      opened: () => {
        const token = this.#speaker ? this.#speaker.token() : this.#token;
        if (token !== undefined) connection.send(JSON.stringify({ type: 'auth', token }));
      },
      read: (bytes) => {
        this.#desk.tally.bytes += bytes;
      },
      known: (payloadBytes, bytes, start, end) =>
        this.isJoined ? this.feed.begun(this.#frame, payloadBytes, bytes, start, end) : undefined,
      message: (binary, bytes, start, end) => this.#message(connection, binary, bytes, start, end),
      closed: (closed) => this.#closed(closed),
    });
    this.#state = { kind: 'connecting', connection, sinceMs: monotonicMs() };
  }

  /** What time makes due: a heartbeat, or giving up on a gateway that says nothing. Called a few times a second. */
  beat(nowMs: number): void {
    const state = this.#state;
    if (state.kind === 'joined' && nowMs >= state.nextBeatMs) {
      state.nextBeatMs = nowMs + state.heartbeatMs;
      state.connection.send(JSON.stringify({ type: 'heartbeat', sent: Math.round(nowMs), offset: this.#offset }));
    } else if (state.kind === 'connecting' && nowMs - state.sinceMs > WELCOME_WITHIN_MS) {
      state.connection.cut();
      this.#closed({ code: 1006, reason: 'no welcome in time' });
    }
  }

  /** The line dies without a word, and the viewer comes back as the protocol says. */
  cut(): void {
    if (this.#state.kind !== 'joined') return;
    this.#state.connection.cut();
    this.#leave(0);
    this.#retry(backoffDelayMs(this.#attempt, Math.random()));
  }

  /** Stops reading. It still says where it is: like a page on a line that is too thin. */
  sleep(): void {
    if (this.#state.kind !== 'joined') return;
    this.#excused = true;
    this.#state.connection.sleep();
  }

  wake(): void {
    if (this.#excused && this.#state.kind === 'joined') this.#state.connection.wake();
  }

  /** Ends it for good. The trace stays as it is. */
  finish(): void {
    const state = this.#state;
    this.#state = { kind: 'absent' };
    if (state.kind === 'waiting') clearTimeout(state.timer);
    else if (state.kind === 'joined') state.connection.close(1000);
    else if (state.kind === 'connecting') state.connection.cut();
  }

  #message(connection: Connection, binary: boolean, bytes: Buffer, start: number, end: number): void {
    if (this.#follow(bytes, start, end)) return;
    const { tally } = this.#desk;
    const decoded = readMessage(binary, bytes, start, end);
    if (!decoded.ok) {
      tally.malformed += 1;
      return;
    }
    const { message } = decoded;
    switch (message.type) {
      case 'comments':
        tally.parsed += 1;
        this.#saw(this.feed.learn(this.#frame, message, bytes, start, end));
        break;
      case 'welcome':
        this.#welcomed(connection, message);
        break;
      case 'ack':
      case 'refused':
      case 'you':
        this.#speaker?.answered(message, monotonicMs());
        break;
      case 'recall':
        this.#desk.recalls.add(message);
        break;
      case 'drain':
        this.#drain(message.withinMs);
        break;
      case 'error':
        tally.malformed += 1;
        break;
      case 'heartbeat':
      case 'settings':
        break;
    }
  }

  /** The short way: a frame another viewer of this thread had before, byte for byte. */
  #follow(bytes: Buffer, start: number, end: number): boolean {
    if (this.#state.kind !== 'joined') return false;
    const frame = this.feed.expected(this.#frame, bytes, start, end);
    if (!frame) return false;
    this.#saw(frame);
    return true;
  }

  #saw(frame: SeenFrame): void {
    const { tally, latencies } = this.#desk;
    this.trace.frame(frame);
    this.#frame = frame;
    this.#offset = frame.offset;
    tally.frames += 1;
    tally.comments += frame.content.comments;
    if (!this.#excused) latencies.arrived(frame, monotonicMs());
  }

  #welcomed(connection: Connection, message: WelcomeMessage): void {
    const { tally, started, onOpened } = this.#desk;
    const nowMs = monotonicMs();
    const resumed = this.#offset !== undefined;
    const { numbers } = this.feed.read(message.comments, 0);
    if (resumed) {
      this.trace.event(this.#events.indexOf({ type: 'resumed', recovered: message.recovered, numbers }));
      tally.returned += 1;
      if (message.recovered) {
        tally.recovered += 1;
        tally.comments += message.comments.length;
        this.#countLate(numbers, nowMs);
      }
    } else {
      this.trace.event(this.#events.indexOf({ type: 'joined', beforeStart: !started, numbers }));
      tally.opened += 1;
      onOpened();
    }
    if (this.#lostMs !== undefined) this.#desk.returns.record(nowMs - this.#lostMs);
    this.#lostMs = undefined;
    this.#joinedMs = nowMs;
    this.#offset = message.offset;
    this.#frame = this.feed.root;
    tally.open += 1;
    // The first beat at a random moment: viewers that came together must not beat together.
    const heartbeatMs = Math.max(SHORTEST_HEARTBEAT_MS, message.heartbeatMs);
    const nextBeatMs = nowMs + Math.random() * heartbeatMs;
    this.#state = { kind: 'joined', connection, heartbeatMs, nextBeatMs };
    this.#speaker?.welcomed((text) => connection.send(text), message.you.id, message.you.token);
  }

  #countLate(numbers: readonly number[], nowMs: number): void {
    if (this.#excused) return;
    const measuredFromMs = this.#desk.plan.warmupSeconds * 1000;
    for (const number of numbers) {
      const intended = intendedMs(this.feed.room.schedule, number);
      if (intended >= measuredFromMs) this.#desk.latencies.delivered(intended, nowMs);
    }
  }

  #drain(withinMs: number): void {
    if (this.#draining || this.#state.kind !== 'joined') return;
    this.#draining = true;
    const { connection } = this.#state;
    this.#desk.tally.drained += 1;
    const timer = setTimeout(
      () => {
        if (this.#state.kind !== 'joined' || this.#state.connection !== connection) return;
        connection.close(1000);
        this.#leave(CLOSE.goingAway);
        this.#attempt = Math.max(1, this.#attempt);
        this.connect();
      },
      spreadDelayMs(Math.min(LONGEST_DRAIN_MS, withinMs), Math.random()),
    );
    timer.unref();
  }

  #closed({ code, reason, retryAfterMs }: Closed): void {
    const { tally, problems } = this.#desk;
    problems.add(`${code}: ${reason}`);
    const action = closeAction(code);
    if (this.#state.kind === 'joined') {
      tally.dropped += 1;
      if (code === CLOSE.tooSlow) tally.tooSlow += 1;
      if (action === 'spread' && !this.#draining) tally.drained += 1;
      this.#leave(code);
    } else {
      tally.failedTries += 1;
    }
    if (action === 'stop') this.#state = { kind: 'absent' };
    else if (action === 'spread') this.#retry(spreadDelayMs(undefined, Math.random()));
    else this.#retry((retryAfterMs ?? 0) + backoffDelayMs(this.#attempt, Math.random()));
  }

  /** From joined to gone. */
  #leave(code: number): void {
    const nowMs = monotonicMs();
    this.trace.event(this.#events.indexOf({ type: 'closed', code }));
    this.#desk.tally.open -= 1;
    this.#lostMs = nowMs;
    this.#draining = false;
    if (nowMs - this.#joinedMs > 30_000) this.#attempt = 0;
    this.#speaker?.cutOff();
  }

  #retry(delayMs: number): void {
    this.#attempt += 1;
    this.#state = { kind: 'waiting', timer: setTimeout(() => this.connect(), delayMs) };
  }
}
