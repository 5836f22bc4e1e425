/** What the conductor orders from whatever holds the sockets: one call per room and encoding, never one per viewer. */
import type { Subprotocol } from '@danmaku-live/protocol';

export interface Fanout {
  /** Sends `frame` to every viewer of `room` that speaks `encoding`; a binary frame when it is bytes. */
  publish(room: string, encoding: Subprotocol, frame: string | Uint8Array): void;
}

/** One viewer's line, as the conductor may use it. Every call on a line that is gone does nothing. */
export interface Line {
  /** From now on this line hears what is published to its room. */
  join(room: string, encoding: Subprotocol): void;
  send(text: string): void;
  /** Sends soon, together with the other answers of this turn: a write costs ten times what is in it. */
  answer(text: string): void;
  /** Bytes that wait for this viewer to read. */
  bufferedBytes(): number;
  /** Says goodbye with a close code of the protocol. */
  close(code: number, reason: string): void;
}
