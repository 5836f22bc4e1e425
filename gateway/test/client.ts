/** A viewer: npm `ws` with a queue of messages that tests wait on. */
import { inflateRawSync } from 'node:zlib';
import type { IncomingMessage } from 'node:http';
import type {
  AckMessage,
  CommentsMessage,
  DanmakuComment,
  RefusedMessage,
  ServerMessage,
  WelcomeMessage,
} from '@danmaku-live/protocol';
import WebSocket from 'ws';
import { within } from './harness.ts';

const ANSWER_WITHIN_MS = 20_000;

export interface ConnectOptions {
  readonly after?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent at the upgrade, as programs do. */
  readonly bearer?: string;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
}

export type PostAnswer = AckMessage | RefusedMessage;

type Of<Type extends ServerMessage['type']> = Extract<ServerMessage, { type: Type }>;

export class Client {
  readonly socket: WebSocket;
  /** Everything received, in order. */
  readonly messages: ServerMessage[] = [];
  /** How each of {@link messages} travelled. */
  readonly binary: boolean[] = [];
  readonly closed: Promise<Closed>;
  readonly #taken = new Set<ServerMessage>();
  readonly #posts = new Map<string, { resolve: (answer: PostAnswer) => void; reject: (error: Error) => void }[]>();
  #watchers: (() => void)[] = [];
  #end: Closed | undefined;

  constructor(url: string, options: ConnectOptions = {}) {
    const { after, protocols = [], headers = {}, bearer } = options;
    const query = after === undefined ? '' : `?after=${encodeURIComponent(after)}`;
    this.socket = new WebSocket(`${url}${query}`, [...protocols], {
      headers: { ...headers, ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }) },
    });
    this.socket.on('message', (data: Buffer, isBinary) => {
      const message = JSON.parse((isBinary ? inflateRawSync(data) : data).toString()) as ServerMessage;
      this.messages.push(message);
      this.binary.push(isBinary);
      if ((message.type === 'ack' || message.type === 'refused') && message.ref !== undefined) {
        this.#posts.get(message.ref)?.shift()?.resolve(message);
      }
      this.#wake();
    });
    // A refused upgrade is told by `unexpected-response`, a cut line by the close code 1006.
    this.socket.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.socket.once('close', (code, reason) => {
        this.#end = { code, reason: reason.toString() };
        resolve(this.#end);
        for (const [ref, posts] of this.#posts) {
          for (const { reject } of posts) reject(new Error(`closed with ${code} before an answer to ${ref}`));
        }
        this.#wake();
      });
    });
  }

  /** The next message of `type` that was not taken before, now or later; others stay where they are. */
  async take<Type extends ServerMessage['type']>(type: Type): Promise<Of<Type>> {
    return this.takeWhere(type, () => true);
  }

  async takeWhere<Type extends ServerMessage['type']>(
    type: Type,
    is: (message: Of<Type>) => boolean,
  ): Promise<Of<Type>> {
    const find = () =>
      this.messages.find(
        (message): message is Of<Type> => message.type === type && !this.#taken.has(message) && is(message as Of<Type>),
      );
    const found = await this.until(find, `a message of type ${type}`);
    this.#taken.add(found);
    return found;
  }

  /** What `look` finds, as soon as it finds something. */
  async until<T>(look: () => T | undefined, what: string): Promise<T> {
    const waiting = async (): Promise<T> => {
      for (;;) {
        const found = look();
        if (found !== undefined) return found;
        if (this.#end) throw new Error(`closed with ${this.#end.code} ${this.#end.reason} before ${what}`);
        await new Promise<void>((resolve) => this.#watchers.push(resolve));
      }
    };
    return within(ANSWER_WITHIN_MS, waiting(), () => `no ${what}; got ${JSON.stringify(this.messages).slice(-2000)}`);
  }

  welcome(): Promise<WelcomeMessage> {
    return this.until(() => this.messages.find((message) => message.type === 'welcome'), 'a welcome');
  }

  /** Comments of all frames after the welcome. */
  get comments(): readonly DanmakuComment[] {
    return this.frames.flatMap(({ comments }) => comments);
  }

  get texts(): readonly string[] {
    return this.comments.map(({ text }) => text);
  }

  get frames(): readonly CommentsMessage[] {
    return this.messages.filter((message) => message.type === 'comments');
  }

  /** The last offset this viewer has processed. */
  get offset(): string {
    const last = this.messages.findLast((message) => message.type === 'comments' || message.type === 'welcome');
    return last && 'offset' in last ? last.offset : '';
  }

  async sees(text: string): Promise<DanmakuComment> {
    return this.until(() => this.comments.find((comment) => comment.text === text), `the comment ${text}`);
  }

  send(message: unknown): void {
    this.socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message));
  }

  /** Posts and waits for the answer. */
  post(fields: { readonly ref: string; readonly text: string } & Record<string, unknown>): Promise<PostAnswer> {
    const answered = new Promise<PostAnswer>((resolve, reject) => {
      this.#posts.set(fields.ref, [...(this.#posts.get(fields.ref) ?? []), { resolve, reject }]);
    });
    this.send({ type: 'post', ...fields });
    return within(ANSWER_WITHIN_MS, answered, `no answer to ${fields.ref}`);
  }

  /** An answer to a heartbeat comes after everything that was sent before it. */
  async settle(): Promise<void> {
    const sent = Math.random();
    this.send({ type: 'heartbeat', sent });
    await this.takeWhere('heartbeat', (answer) => answer.sent === sent);
  }

  async close(): Promise<void> {
    this.socket.close();
    await this.closed;
  }

  #wake(): void {
    const watchers = this.#watchers;
    this.#watchers = [];
    for (const watcher of watchers) watcher();
  }
}

export function socketUrl({ port }: { readonly port: number }, room: string): string {
  return `ws://127.0.0.1:${port}/v1/rooms/${room}/ws`;
}

/** A viewer that has been welcomed. */
export async function join(
  gateway: { readonly port: number },
  room: string,
  options: ConnectOptions = {},
): Promise<Client> {
  const client = new Client(socketUrl(gateway, room), options);
  await client.welcome();
  return client;
}

/** How the upgrade of a client that is not let in was answered. */
export function refused(url: string, options: ConnectOptions = {}): Promise<IncomingMessage & { body: string }> {
  const { socket } = new Client(url, options);
  return new Promise((resolve, reject) => {
    socket.once('open', () => reject(new Error('the upgrade was accepted')));
    socket.once('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.once('end', () => resolve(Object.assign(response, { body })));
    });
  });
}

let rooms = 0;
/** A room that no other test of the file uses. */
export function newRoom(): string {
  rooms += 1;
  return `room-${rooms}`;
}
