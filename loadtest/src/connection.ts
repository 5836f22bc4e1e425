/**
 * One raw WebSocket: connect, upgrade, frames in, text out, close. It knows nothing of comments.
 * All plain sockets of a thread read into one shared buffer, so an idle connection holds no buffer at all.
 */
import { connect as connectPlain, isIP, type Socket } from 'node:net';
import { connect as connectSecure } from 'node:tls';
import type { BufferPool } from './buffer-pool.ts';
import { MAX_FRAME_BYTES, OPCODE } from './frame-header.ts';
import { FrameScanner } from './frame-scanner.ts';
import { closeFrame, pongFrame, textFrame } from './frame-writer.ts';
import { MAX_ANSWER_BYTES, readUpgradeAnswer, upgrade } from './handshake.ts';
import type { Target } from './target.ts';

/** What a thread lends to all its connections. */
export interface ReadRoom {
  readonly buffer: Buffer;
  readonly pool: BufferPool;
}

export interface ConnectionOptions {
  /** `undefined`: none is asked for. */
  readonly subprotocol: string | undefined;
  /** TLS certificates are not checked. */
  readonly insecure: boolean;
  /** Shown in the upgrade request: the connection may do what a trusted server may. */
  readonly apiKey: string | undefined;
}

export interface Closed {
  /** The close code; 1006 where the line broke without one. */
  readonly code: number;
  readonly reason: string;
  /** The upgrade was answered with another status than 101. */
  readonly status?: number;
  readonly retryAfterMs?: number;
}

export interface ConnectionListener {
  opened(subprotocol: string | undefined): void;
  /** A whole message. The bytes are lent for the call, and not to be changed. */
  message(binary: boolean, bytes: Buffer, start: number, end: number): void;
  /** A message seen before that begins like the one that is coming; see {@link Guess}. */
  known(payloadBytes: number, bytes: Buffer, start: number, end: number): Buffer | undefined;
  /** Bytes came in; called before what they contain. */
  read(bytes: number): void;
  /** Once, whatever happened; nothing is called after it. */
  closed(closed: Closed): void;
}

const NO_STATUS = 1005;
const BROKEN = 1006;

export class Connection {
  readonly #socket: Socket;
  readonly #listener: ConnectionListener;
  readonly #scanner: FrameScanner;
  readonly #accept: string;
  /** The upgrade's answer as far as it came; `undefined` once it is read. */
  #head: Buffer | undefined = Buffer.alloc(0);
  /** A fragmented message as far as it came. */
  #parts: Buffer[] = [];
  #partsBinary = false;
  #partsBytes = 0;
  #closed = false;
  #paused = false;

  constructor(
    target: Target,
    address: string,
    path: string,
    options: ConnectionOptions,
    reading: ReadRoom,
    listener: ConnectionListener,
  ) {
    this.#listener = listener;
    this.#scanner = new FrameScanner(
      (opcode, final, bytes, start, end) => this.#frame(opcode, final, bytes, start, end),
      reading.pool,
      (payloadBytes, bytes, start, end) => listener.known(payloadBytes, bytes, start, end),
    );
    const { request, accept } = upgrade(target.path + path, target.host, options.subprotocol, options.apiKey);
    this.#accept = accept;
    this.#socket = target.secure
      ? connectSecure({
          host: address,
          port: target.port,
          // An address has no name to be told (RFC 6066).
          ...(isIP(target.hostname) === 0 && { servername: target.hostname }),
          rejectUnauthorized: !options.insecure,
        })
      : connectPlain({
          host: address,
          port: target.port,
          noDelay: true,
          onread: {
            buffer: reading.buffer,
            callback: (length) => {
              this.#read(reading.buffer, length);
              return !this.#paused;
            },
          },
        });
    if (target.secure) this.#socket.on('data', (bytes: Buffer) => this.#read(bytes, bytes.length));
    this.#socket.on(target.secure ? 'secureConnect' : 'connect', () => this.#socket.write(request));
    this.#socket.on('error', (error) => this.#finish({ code: BROKEN, reason: error.message }));
    this.#socket.on('close', () => this.#finish({ code: BROKEN, reason: 'the connection broke' }));
  }

  send(text: string): void {
    if (!this.#closed) this.#socket.write(textFrame(text, randomMask()));
  }

  /** Several messages in one write: a publisher's burst. */
  sendAll(texts: readonly string[]): void {
    if (this.#closed) return;
    this.#socket.cork();
    for (const text of texts) this.#socket.write(textFrame(text, randomMask()));
    this.#socket.uncork();
  }

  /** Reads nothing more until {@link wake}: the kernel's buffers fill, then the gateway's. */
  sleep(): void {
    this.#paused = true;
    this.#socket.pause();
  }

  wake(): void {
    this.#paused = false;
    this.#socket.resume();
  }

  /** Ends it with a close frame. The listener is not called. */
  close(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scanner.stop();
    this.#socket.end(closeFrame(code, randomMask()));
    this.#socket.destroySoon();
  }

  /** Cuts it as a dead line would. The listener is not called. */
  cut(): void {
    this.#closed = true;
    this.#scanner.stop();
    this.#socket.destroy();
  }

  #read(bytes: Buffer, length: number): void {
    if (this.#closed) return;
    this.#listener.read(length);
    const start = this.#head ? this.#readHead(bytes.subarray(0, length)) : 0;
    if (start === undefined || this.#closed) return;
    const problem = this.#scanner.push(bytes, start, length);
    if (problem !== undefined) this.#finish({ code: BROKEN, reason: problem });
  }

  /** @returns where frames begin in `bytes`; `undefined` while they don't. */
  #readHead(bytes: Buffer): number | undefined {
    const before = this.#head?.length ?? 0;
    const head = before === 0 ? bytes : Buffer.concat([this.#head ?? bytes, bytes]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) {
      if (head.length > MAX_ANSWER_BYTES) this.#finish({ code: BROKEN, reason: 'the answer has no end' });
      this.#head = Buffer.from(head);
      return undefined;
    }
    this.#head = undefined;
    const answer = readUpgradeAnswer(head.toString('latin1', 0, end), this.#accept);
    if (!answer.ok) {
      this.#finish({ code: BROKEN, ...answer });
      return undefined;
    }
    this.#listener.opened(answer.subprotocol);
    return end + 4 - before;
  }

  #frame(opcode: number, final: boolean, bytes: Buffer, start: number, end: number): void {
    if (opcode === OPCODE.text || opcode === OPCODE.binary) {
      if (this.#parts.length > 0) this.#finish({ code: BROKEN, reason: 'a message inside another' });
      else if (final) this.#listener.message(opcode === OPCODE.binary, bytes, start, end);
      else this.#keepPart(opcode === OPCODE.binary, bytes, start, end);
    } else if (opcode === OPCODE.continuation) {
      if (this.#parts.length === 0) this.#finish({ code: BROKEN, reason: 'a continuation of nothing' });
      else this.#continuePart(final, bytes, start, end);
    } else if (opcode === OPCODE.ping) {
      this.#socket.write(pongFrame(bytes.subarray(start, end), randomMask()));
    } else if (opcode === OPCODE.close) {
      const code = end - start >= 2 ? bytes.readUInt16BE(start) : NO_STATUS;
      this.#finish({ code, reason: bytes.toString('utf8', Math.min(end, start + 2), end) });
    }
  }

  #keepPart(binary: boolean, bytes: Buffer, start: number, end: number): void {
    this.#partsBinary = binary;
    this.#partsBytes += end - start;
    this.#parts.push(Buffer.from(bytes.subarray(start, end)));
  }

  #continuePart(final: boolean, bytes: Buffer, start: number, end: number): void {
    this.#keepPart(this.#partsBinary, bytes, start, end);
    if (this.#partsBytes > MAX_FRAME_BYTES) {
      this.#finish({ code: BROKEN, reason: 'a message is too long' });
    } else if (final) {
      const whole = Buffer.concat(this.#parts);
      this.#parts = [];
      this.#partsBytes = 0;
      this.#listener.message(this.#partsBinary, whole, 0, whole.length);
    }
  }

  #finish(closed: Closed): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#scanner.stop();
    this.#socket.destroy();
    this.#listener.closed(closed);
  }
}

function randomMask(): number {
  return Math.floor(Math.random() * 2 ** 32);
}
