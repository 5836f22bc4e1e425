/** A viewer's line over a uWebSockets.js socket. A socket that is gone must not be touched: here that is known. */
import type { WebSocket } from 'uWebSockets.js';
import type { Subprotocol } from '@danmaku-live/protocol';
import type { Viewer } from '../gateway.ts';
import type { Line } from '../fanout.ts';

/** What hangs on a socket. */
export interface SocketData {
  readonly room: string;
  readonly address: string;
  readonly encoding: Subprotocol;
  readonly after: string | undefined;
  readonly identity: Viewer['identity'] | undefined;
  /** Closed at once with this code: the browser could not see an HTTP status. */
  readonly refusal: { readonly code: number; readonly reason: string } | undefined;
  line: UwsLine | undefined;
  viewer: Viewer | undefined;
}

export function topicOf(room: string, encoding: Subprotocol): string {
  return encoding === 'danmaku.v1.json' ? `j/${room}` : `d/${room}`;
}

/** Lines with answers that have not gone out. */
let answering: UwsLine[] = [];

function sendAllAnswers(): void {
  const lines = answering;
  answering = [];
  for (const line of lines) line.sendAnswers();
}

export class UwsLine implements Line {
  #socket: WebSocket<SocketData> | undefined;
  #answers: string[] | undefined;
  /** What the socket sent is being heard: the library gathers what is sent to it meanwhile into one write. */
  isHeard = false;

  constructor(socket: WebSocket<SocketData>) {
    this.#socket = socket;
  }

  get isOpen(): boolean {
    return this.#socket !== undefined;
  }

  join(room: string, encoding: Subprotocol): void {
    this.#socket?.subscribe(topicOf(room, encoding));
  }

  send(text: string): void {
    this.sendAnswers();
    this.#socket?.send(text);
  }

  answer(text: string): void {
    if (!this.#socket) return;
    if (this.isHeard) this.send(text);
    else if (this.#answers) this.#answers.push(text);
    else {
      this.#answers = [text];
      if (answering.push(this) === 1) setImmediate(sendAllAnswers);
    }
  }

  /** What was answered in this turn goes out in one write. */
  sendAnswers(): void {
    const answers = this.#answers;
    const socket = this.#socket;
    if (!answers) return;
    this.#answers = undefined;
    if (answers.length === 1) socket?.send(answers[0] ?? '');
    else
      socket?.cork(() => {
        for (const text of answers) socket.send(text);
      });
  }

  bufferedBytes(): number {
    return this.#socket?.getBufferedAmount() ?? 0;
  }

  close(code: number, reason: string): void {
    this.sendAnswers();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.end(code, reason);
  }

  /** The socket has closed by itself. */
  lost(): void {
    this.#answers = undefined;
    this.#socket = undefined;
  }
}
