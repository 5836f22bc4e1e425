/**
 * A gateway that says what a test tells it to, over real sockets: what a real one does only when it is ill,
 * leaving or under attack.
 */
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateRawSync } from 'node:zlib';
import type { DanmakuComment, ServerMessage, WelcomeMessage } from '@danmaku-live/protocol';
import { WebSocketServer, type WebSocket } from 'ws';

export const YOU = { id: 'g_1', name: 'Guest-1', role: 'guest', can: ['read', 'post'], token: 'guest.1.x' } as const;

export function welcome(change: Partial<WelcomeMessage> = {}): WelcomeMessage {
  return {
    type: 'welcome',
    protocol: 1,
    session: 's',
    room: 'lobby',
    time: Date.now(),
    heartbeatMs: 25_000,
    offset: '0',
    recovered: true,
    comments: [],
    viewers: 1,
    settings: { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' },
    you: YOU,
    ...change,
  };
}

export function comment(id: string, change: Partial<DanmakuComment> = {}): DanmakuComment {
  return { id, text: `text of ${id}`, user: { id: 'g_other', name: 'Other' }, time: Date.now(), ...change };
}

/** Things that come one by one and are waited for one by one. */
class Inbox<T> {
  readonly #here: T[] = [];
  readonly #waiting: ((item: T) => void)[] = [];

  put(item: T): void {
    const waiting = this.#waiting.shift();
    if (waiting) waiting(item);
    else this.#here.push(item);
  }

  next(): Promise<T> {
    const item = this.#here.shift();
    return item === undefined ? new Promise((resolve) => this.#waiting.push(resolve)) : Promise.resolve(item);
  }

  get size(): number {
    return this.#here.length;
  }
}

export type Sent = Readonly<Record<string, unknown>>;

/** The gateway's end of one line. */
export class Peer {
  readonly path: string;
  readonly subprotocol: string;
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #inbox = new Inbox<Sent>();
  #viewers = 1;

  /** @param isAlive whether heartbeats are answered: a line that says nothing is given up after ten seconds. */
  constructor(socket: WebSocket, request: IncomingMessage, isAlive: () => boolean) {
    this.path = request.url ?? '';
    this.subprotocol = socket.protocol;
    this.#socket = socket;
    this.closed = once(socket, 'close').then(([code]) => Number(code));
    socket.on('message', (data: Buffer) => {
      const sent = JSON.parse(data.toString()) as Sent;
      this.#inbox.put(sent);
      if (sent['type'] !== 'heartbeat' || !isAlive()) return;
      this.say({ type: 'heartbeat', sent: Number(sent['sent']), time: Date.now(), viewers: this.#viewers });
    });
  }

  /** The next message of this type; others before it are passed over. */
  async hear(type: string): Promise<Sent> {
    for (;;) {
      const message = await this.#inbox.next();
      if (message['type'] === type) return message;
    }
  }

  /** Messages that came and were not asked for. */
  get unheard(): number {
    return this.#inbox.size;
  }

  say(message: ServerMessage | WelcomeMessage): void {
    if (message.type === 'welcome') this.#viewers = message.viewers;
    this.#socket.send(JSON.stringify(message));
  }

  sayRaw(data: string | Buffer): void {
    this.#socket.send(data);
  }

  sayDeflated(message: ServerMessage): void {
    this.#socket.send(deflateRawSync(JSON.stringify(message)));
  }

  close(code: number, reason = ''): void {
    this.#socket.close(code, reason);
  }

  /** The line breaks without a word. */
  cut(): void {
    this.#socket.terminate();
  }
}

export class ScriptedGateway {
  readonly #server: WebSocketServer;
  readonly #peers = new Inbox<Peer>();
  /** Set to false where a test answers heartbeats itself, or means them to stay unanswered. */
  answersHeartbeats = true;

  private constructor(server: WebSocketServer) {
    this.#server = server;
    server.on('connection', (socket, request) => {
      this.#peers.put(new Peer(socket, request, () => this.answersHeartbeats));
    });
  }

  static async start(): Promise<ScriptedGateway> {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      handleProtocols: (offered) => [...offered][0] ?? false,
    });
    await once(server, 'listening');
    return new ScriptedGateway(server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** The next line that is opened. */
  peer(): Promise<Peer> {
    return this.#peers.next();
  }

  /** Lines opened that nobody has asked for. */
  get unasked(): number {
    return this.#peers.size;
  }

  async stop(): Promise<void> {
    for (const client of this.#server.clients) client.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
