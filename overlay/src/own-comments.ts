/**
 * The reader's own comments that fly already but have no id of the gateway yet. Their id comes by the answer to the
 * post or by the room's frame, whichever is first.
 */
import { compactStyle, type DanmakuComment } from '@danmaku-live/protocol';

export interface OwnComments {
  add(comment: DanmakuComment): void;
  /** Takes out the one with this temporary id; `undefined` when its id is known by now. */
  take(temporaryId: string): DanmakuComment | undefined;
  /** Takes out the oldest one that `arrived`, a comment of this reader, can be: same words, same look. */
  match(arrived: DanmakuComment): DanmakuComment | undefined;
}

export function createOwnComments(): OwnComments {
  const waiting = new Map<string, DanmakuComment>();
  const take = (temporaryId: string): DanmakuComment | undefined => {
    const comment = waiting.get(temporaryId);
    waiting.delete(temporaryId);
    return comment;
  };
  return {
    add: (comment) => void waiting.set(comment.id, comment),
    take,
    match(arrived) {
      for (const comment of waiting.values()) {
        if (isSame(comment, arrived)) return take(comment.id);
      }
      return undefined;
    },
  };
}

function isSame(mine: DanmakuComment, arrived: DanmakuComment): boolean {
  const a = compactStyle(mine);
  const b = compactStyle(arrived);
  return mine.text === arrived.text && a.mode === b.mode && a.color === b.color && a.size === b.size;
}
