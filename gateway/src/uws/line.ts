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

export class UwsLine implements Line {
  #socket: WebSocket<SocketData> | undefined;

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
    this.#socket?.send(text);
  }

  bufferedBytes(): number {
    return this.#socket?.getBufferedAmount() ?? 0;
  }

  close(code: number, reason: string): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.end(code, reason);
  }

  /** The socket has closed by itself. */
  lost(): void {
    this.#socket = undefined;
  }
}
