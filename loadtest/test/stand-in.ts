/**
 * A gateway stand-in that speaks enough of the protocol for the load test, keeps an honest log and misbehaves exactly
 * as it is told. It counts nothing for the tests: what it does wrong is known beforehand.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PostMessage, ServerMessage } from '@danmaku-live/protocol';
import { WebSocketServer, type WebSocket } from 'ws';

export interface LogEntry {
  readonly offset: number;
  readonly id: string;
  readonly text: string;
  readonly userId: string;
  readonly room: string;
  readonly count?: number;
}

/** What a viewer gets instead of `entries`, the comments of one frame. Viewers count from 0 in the order they came. */
export type Fault = (viewer: number, entries: readonly LogEntry[]) => readonly LogEntry[];

export interface Misbehaviour {
  readonly fault?: Fault;
  /** Told in the frame after these entries. */
  readonly leftOut?: (viewer: number, entries: readonly LogEntry[]) => number;
  /** Called after each entry of the log was sent to all. */
  readonly after?: (standIn: StandIn, entry: LogEntry) => void;
  /** Whether a resume gets what it missed. */
  readonly recovers?: boolean;
}

interface Session {
  readonly viewer: number;
  readonly socket: WebSocket;
  readonly room: string;
  readonly userId: string;
  joined: boolean;
}

export class StandIn {
  readonly log: LogEntry[] = [];
  readonly sessions: Session[] = [];
  readonly #misbehaviour: Misbehaviour;
  readonly #http = createServer();
  readonly #sockets = new WebSocketServer({ server: this.#http, handleProtocols: ([first]) => first ?? false });
  readonly #answered = new Map<string, string>();
  #viewers = 0;

  private constructor(misbehaviour: Misbehaviour) {
    this.#misbehaviour = misbehaviour;
    this.#sockets.on('connection', (socket, request) => this.#open(socket, request));
  }

  static async start(misbehaviour: Misbehaviour = {}): Promise<StandIn> {
    const standIn = new StandIn(misbehaviour);
    await new Promise<void>((resolve) => standIn.#http.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  /** Tells one viewer something. */
  tell(viewer: number, message: ServerMessage): void {
    this.#session(viewer)?.socket.send(JSON.stringify(message));
  }

  close(viewer: number, code: number): void {
    this.#session(viewer)?.socket.close(code);
  }

  cut(viewer: number): void {
    this.#session(viewer)?.socket.terminate();
  }

  #session(viewer: number): Session | undefined {
    return this.sessions.find((session) => session.viewer === viewer);
  }

  #open(socket: WebSocket, request: IncomingMessage): void {
    const url = new URL(request.url ?? '/', 'http://gateway');
    const room = /^\/v1\/rooms\/([^/]+)\/ws$/.exec(url.pathname)?.[1] ?? '';
    const after = url.searchParams.get('after');
    const viewer = this.#viewers++;
    const session: Session = { viewer, socket, room, userId: `guest-${viewer}`, joined: false };
    this.sessions.push(session);
    socket.on('message', (data: Buffer) => this.#receive(session, JSON.parse(data.toString('utf8')) as PostMessage));
    socket.on('close', () => this.sessions.splice(this.sessions.indexOf(session), 1));
    const recovers = this.#misbehaviour.recovers ?? true;
    const missed = this.log.filter((entry) => entry.room === room && after !== null && entry.offset > Number(after));
    session.joined = true;
    this.tell(viewer, {
      type: 'welcome',
      protocol: 1,
      session: String(viewer),
      room,
      time: Date.now(),
      heartbeatMs: 10_000,
      offset: String(this.log.length),
      recovered: recovers || after === null,
      comments: recovers ? missed.map(comment) : [],
      viewers: this.sessions.length,
      settings: { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' },
      you: { id: session.userId, name: 'Guest', role: 'guest', can: ['read', 'post'] },
    });
  }

  #receive(session: Session, message: PostMessage): void {
    if (message.type !== 'post') return;
    const known = this.#answered.get(message.ref);
    if (known !== undefined) {
      this.tell(session.viewer, { type: 'ack', ref: message.ref, id: known });
      return;
    }
    const offset = this.log.length + 1;
    const entry = { offset, id: `c${offset}`, text: message.text, userId: session.userId, room: session.room };
    this.log.push(entry);
    this.#answered.set(message.ref, entry.id);
    this.tell(session.viewer, { type: 'ack', ref: message.ref, id: entry.id });
    for (const { viewer, room, joined } of this.sessions) {
      if (joined && room === entry.room) this.#deliver(viewer, entry);
    }
    this.#misbehaviour.after?.(this, entry);
  }

  #deliver(viewer: number, entry: LogEntry): void {
    const { fault, leftOut } = this.#misbehaviour;
    const entries = fault ? fault(viewer, [entry]) : [entry];
    const left = leftOut?.(viewer, [entry]) ?? 0;
    if (entries.length === 0 && left === 0) return;
    const offset = String(entry.offset);
    const comments = entries.map(comment);
    this.tell(viewer, { type: 'comments', offset, comments, ...(left > 0 && { leftOut: left }) });
  }
}

function comment(entry: LogEntry): Extract<ServerMessage, { type: 'comments' }>['comments'][number] {
  return {
    id: entry.id,
    text: entry.text,
    user: { id: entry.userId, name: 'Guest' },
    time: 1_764_000_000_000 + entry.offset,
    ...(entry.count !== undefined && { count: entry.count }),
  };
}
