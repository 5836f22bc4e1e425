/**
 * One WebSocket, from opening to its end. Frames are handed on decoded and in the order they came, compressed
 * or not; the end is told once, after the last frame; a dropped line says nothing more.
 */
import { decodeServerMessage, type ClientMessage, type ServerMessage } from '@danmaku-live/protocol';
import { canInflate, inflate } from './inflate.ts';

export interface LineListener {
  onOpen(): void;
  onMessage(message: ServerMessage): void;
  /** Something arrived that is no message of this protocol; the line goes on. */
  onNonsense(reason: string): void;
  onClosed(code: number, reason: string): void;
}

export interface Line {
  /** Sends, or does nothing when the line is not open. */
  send(message: ClientMessage): void;
  /** Ends the line; the listener hears nothing more. */
  drop(): void;
}

/** Opens a line to `url`. */
export function openLine(url: string, listener: LineListener): Line {
  const socket = new WebSocket(url, canInflate() ? ['danmaku.v1.deflate', 'danmaku.v1.json'] : ['danmaku.v1.json']);
  socket.binaryType = 'arraybuffer';
  let ended = false;
  /** Frames still being inflated, and those behind them; undefined while frames can be handed on at once. */
  let queue: Promise<void> | undefined;

  const hand = (text: string): void => {
    if (ended) return;
    const decoded = decodeServerMessage(text);
    if (decoded.ok) listener.onMessage(decoded.message);
    else if (decoded.reason !== 'unknown type') listener.onNonsense(decoded.reason);
  };
  const inOrder = (step: () => void | Promise<void>): void => {
    const mine: Promise<void> = (queue ?? Promise.resolve())
      .then(step)
      .catch((error: unknown) => {
        if (!ended) listener.onNonsense(String(error));
      })
      .then(() => {
        if (queue === mine) queue = undefined;
      });
    queue = mine;
  };

  socket.addEventListener('open', () => {
    if (!ended) listener.onOpen();
  });
  socket.addEventListener('message', (event: MessageEvent<string | ArrayBuffer>) => {
    const { data } = event;
    if (typeof data !== 'string') inOrder(async () => hand(await inflate(data)));
    else if (queue) inOrder(() => hand(data));
    else hand(data);
  });
  socket.addEventListener('close', (event) => {
    inOrder(() => {
      if (ended) return;
      ended = true;
      listener.onClosed(event.code, event.reason);
    });
  });

  return {
    send(message) {
      if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
    },
    drop() {
      ended = true;
      socket.close();
    },
  };
}
