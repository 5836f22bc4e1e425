/** Reads what gateways send. Everybody of a gateway gets the same frame: it is parsed once. */
import type { DanmakuComment, ServerMessage } from '@danmaku-live/protocol';
import type { SeenComment } from './evidence.ts';

export interface ReadFrame {
  readonly message: ServerMessage;
  /** Of its comments. */
  readonly ids: readonly string[];
}

const KEPT_FRAMES = 256;

export class FrameReader {
  /** Every comment read, by id. */
  readonly comments = new Map<string, SeenComment>();
  readonly #kept = new Map<string, ReadFrame>();

  read(text: string): ReadFrame {
    const kept = this.#kept.get(text);
    if (kept) return kept;
    const message = JSON.parse(text) as ServerMessage;
    const comments = 'comments' in message ? message.comments : [];
    for (const comment of comments) this.#note(comment);
    const frame = { message, ids: comments.map(({ id }) => id) };
    if (message.type === 'comments') {
      this.#kept.set(text, frame);
      if (this.#kept.size > KEPT_FRAMES) for (const [oldest] of this.#kept) return this.#forget(oldest, frame);
    }
    return frame;
  }

  #note({ id, text, time }: DanmakuComment): void {
    this.comments.set(id, { text, timeMs: time });
  }

  #forget(oldest: string, frame: ReadFrame): ReadFrame {
    this.#kept.delete(oldest);
    return frame;
  }
}
