/**
 * A viewer as PROTOCOL.md wants one: resumes from its offset, keeps the old line until the new one is welcomed when its
 * gateway drains, backs off, drops ids it has seen, passes over what is too old, says where it is, and gives up a line
 * that is silent. It writes down what it sees and judges nothing.
 */
import {
  backoffDelayMs,
  BACKOFF,
  closeAction,
  spreadDelayMs,
  type ServerMessage,
  type WelcomeMessage,
} from '@danmaku-live/protocol';
import WebSocket from 'ws';
import { FRESH_MS } from './checker.ts';
import type { ViewerEvent, ViewerLog } from './evidence.ts';
import type { FrameReader } from './frame-reader.ts';
import type { Random } from './random.ts';

/** More often than asked for, so that a line that died without a word is found while the run lasts. */
const BEAT_MS = 2000;
const SILENCE_MS = 4000;
const WELCOME_WITHIN_MS = 5000;

export interface ViewerOptions {
  readonly name: string;
  /** Of the room, without a query. */
  readonly url: string;
  readonly reader: FrameReader;
  readonly random: Random;
}

interface Line {
  readonly number: number;
  readonly socket: WebSocket;
  readonly after: string | undefined;
  readonly dialledMs: number;
  welcomedMs: number | undefined;
  heardMs: number;
  beatMs: number;
}

export class Viewer implements ViewerLog {
  readonly name: string;
  readonly events: ViewerEvent[] = [];
  readonly #options: ViewerOptions;
  readonly #seen = new Set<string>();
  #offset: string | undefined;
  #lines = 0;
  #current: Line | undefined;
  /** Dialled while the current one still delivers. */
  #next: Line | undefined;
  #attempt = 0;
  #dueMs = Number.POSITIVE_INFINITY;
  #isLeaving = false;
  #isOver = false;

  constructor(options: ViewerOptions) {
    this.name = options.name;
    this.#options = options;
  }

  get isJoined(): boolean {
    return this.#current?.welcomedMs !== undefined;
  }

  hasSeen(id: string): boolean {
    return this.#seen.has(id);
  }

  start(): void {
    this.#dueMs = 0;
    this.tick(Date.now());
  }

  /** What time makes due. Called a few times a second. */
  tick(nowMs: number): void {
    for (const line of [this.#current, this.#next]) if (line) this.#beat(line, nowMs);
    if (nowMs < this.#dueMs || this.#isOver) return;
    this.#dueMs = Number.POSITIVE_INFINITY;
    const line = this.#dial(nowMs);
    if (this.#current) this.#next = line;
    else this.#current = line;
  }

  /** The line breaks. */
  cut(): void {
    this.#current?.socket.terminate();
  }

  /** Ends it for good; what is written down stays. */
  finish(): void {
    this.#isOver = true;
    for (const line of [this.#current, this.#next]) line?.socket.terminate();
  }

  /** Sends on the line in use, if there is one. */
  protected send(message: unknown): void {
    if (this.isJoined) this.#current?.socket.send(JSON.stringify(message));
  }

  /** A line stands. */
  protected welcomed(_welcome: WelcomeMessage): void {
    // A viewer has nothing to say.
  }

  /** What is not for viewers. */
  protected answered(_message: ServerMessage): void {
    // A viewer asks nothing.
  }

  #dial(nowMs: number): Line {
    const after = this.#offset;
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
    const socket = new WebSocket(`${this.#options.url}${query}`, {
      perMessageDeflate: false,
      skipUTF8Validation: true,
      handshakeTimeout: WELCOME_WITHIN_MS,
    });
    this.#lines += 1;
    const number = this.#lines;
    const line: Line = {
      number,
      socket,
      after,
      dialledMs: nowMs,
      welcomedMs: undefined,
      heardMs: nowMs,
      beatMs: nowMs,
    };
    this.events.push({ kind: 'dialled', atMs: nowMs, line: number, after });
    socket.on('message', (data: Buffer) => this.#hear(line, data.toString()));
    socket.on('error', () => undefined);
    socket.on('close', (code) => this.#closed(line, code));
    return line;
  }

  #beat(line: Line, nowMs: number): void {
    if (line.welcomedMs === undefined) {
      if (nowMs - line.dialledMs > WELCOME_WITHIN_MS) line.socket.terminate();
      return;
    }
    if (nowMs - line.heardMs > SILENCE_MS) line.socket.terminate();
    else if (nowMs - line.beatMs > BEAT_MS) {
      line.beatMs = nowMs;
      line.socket.send(JSON.stringify({ type: 'heartbeat', sent: nowMs, offset: this.#offset }));
    }
  }

  #hear(line: Line, text: string): void {
    if (line !== this.#current && line !== this.#next) return;
    const atMs = Date.now();
    line.heardMs = atMs;
    const { message, ids } = this.#options.reader.read(text);
    const { number } = line;
    if (message.type === 'welcome') {
      if (line === this.#next) this.#move(line);
      line.welcomedMs = atMs;
      this.#isLeaving = false;
      this.#offset = message.offset;
      const { offset, recovered } = message;
      const shown = this.#show(ids, atMs);
      this.events.push({ kind: 'welcomed', atMs, line: number, after: line.after, offset, recovered, ids, shown });
      this.welcomed(message);
    } else if (message.type === 'comments') {
      this.#offset = message.offset;
      const { offset, leftOut = 0 } = message;
      this.events.push({ kind: 'framed', atMs, line: number, offset, ids, shown: this.#show(ids, atMs), leftOut });
    } else if (message.type === 'drain') {
      this.#isLeaving = true;
      this.#dueMs = atMs + spreadDelayMs(message.withinMs, this.#options.random());
    } else this.answered(message);
  }

  /** The new line stands: the old one has done its work. */
  #move(line: Line): void {
    const old = this.#current;
    this.#current = line;
    this.#next = undefined;
    this.#attempt = 0;
    old?.socket.close(1000);
  }

  #show(ids: readonly string[], atMs: number): readonly string[] {
    const { comments } = this.#options.reader;
    const shown = ids.filter((id) => {
      if (this.#seen.has(id)) return false;
      this.#seen.add(id);
      return atMs - (comments.get(id)?.timeMs ?? 0) <= FRESH_MS;
    });
    // Most often all of them: one array serves everybody.
    return shown.length === ids.length ? ids : shown;
  }

  #closed(line: Line, code: number): void {
    const atMs = Date.now();
    const { random } = this.#options;
    if (line === this.#next) {
      this.#next = undefined;
      this.#dueMs = atMs + backoffDelayMs(this.#attempt, random());
      this.#attempt += 1;
      return;
    }
    if (line !== this.#current) return;
    this.events.push({ kind: 'ended', atMs, line: line.number, code });
    this.#current = this.#next;
    this.#next = undefined;
    if (this.#current || closeAction(code) === 'stop') return;
    // The moment drawn for a drain stays.
    if (this.#isLeaving && this.#dueMs < Number.POSITIVE_INFINITY) return;
    if (line.welcomedMs !== undefined && atMs - line.welcomedMs >= BACKOFF.stableMs) this.#attempt = 0;
    if (closeAction(code) === 'spread') {
      this.#dueMs = atMs + spreadDelayMs(undefined, random());
      return;
    }
    this.#dueMs = atMs + backoffDelayMs(this.#attempt, random());
    this.#attempt += 1;
  }
}
