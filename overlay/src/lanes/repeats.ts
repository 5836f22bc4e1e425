/** Which flying comment an equal newcomer is merged with: the latest of the same text and mode. */
import type { DanmakuComment } from '@danmaku-live/protocol';

export class Repeats {
  readonly #keys = new Map<string, number>();

  find(comment: DanmakuComment): number | undefined {
    return this.#keys.get(kindOf(comment));
  }

  note(comment: DanmakuComment, key: number): void {
    this.#keys.set(kindOf(comment), key);
  }

  /** The comment of `key` is gone. */
  forget(comment: DanmakuComment, key: number): void {
    const kind = kindOf(comment);
    if (this.#keys.get(kind) === key) this.#keys.delete(kind);
  }
}

function kindOf(comment: DanmakuComment): string {
  return `${comment.mode ?? 'scroll'} ${comment.text}`;
}
