/**
 * Comments on their way into the book. A welcome brings fifty at most; what else was said while the desk was away is
 * read from the log first, so that the book stays in the room's order.
 */
import type { DanmakuComment, RecallMessage } from '@danmaku-live/protocol';
import type { CommentBook, Entry } from './comment-book.ts';
import type { RoomApi } from './room-api.ts';

const PAGE = 200;
const MOST_PAGES = 10;
/** Comments that wait while the log is read. */
const MOST_WAITING = 3000;

export interface Intake {
  /** The desk is in the room, again perhaps: what comes next may not follow what is known. */
  joined(): void;
  take(comments: readonly DanmakuComment[]): void;
  /** @returns the entries that it takes back now. */
  recall(what: RecallMessage): readonly Entry[];
}

/** @param onGrown told when there is more in the book; `late` are what was taken back before it came in. */
export function createIntake(
  api: Pick<RoomApi, 'page'>,
  book: Pick<CommentBook, 'add' | 'find' | 'recall'>,
  onGrown: (late: readonly Entry[]) => void,
): Intake {
  let joins = 0;
  let mayMiss = false;
  let waiting: DanmakuComment[] | undefined;
  /** What was taken back meanwhile, and the ids of those that waited already: what a user says later stays. */
  let recalls: RecallMessage[] = [];
  let takenBack: string[] = [];
  const isKnown = ({ id }: DanmakuComment): boolean => book.find(id) !== undefined;

  /** What the log has after the last comment that is known, oldest first; as far back as it could be read. */
  async function missed(): Promise<DanmakuComment[]> {
    const read: (readonly DanmakuComment[])[] = [];
    let before: string | undefined;
    while (read.length < MOST_PAGES) {
      const page = await api.page(PAGE, before).catch(() => undefined);
      if (page === undefined || page.comments.length === 0) break;
      read.unshift(page.comments);
      before = page.first;
      if (before === undefined || page.comments.some(isKnown)) break;
    }
    const comments = read.flat();
    return comments.slice(comments.map(isKnown).lastIndexOf(true) + 1);
  }

  async function catchUp(): Promise<void> {
    const gap = await missed();
    const rest = waiting ?? [];
    const waited = new Set(rest.map(({ id }) => id));
    const from = gap.findIndex(({ id }) => waited.has(id));
    const before = from < 0 ? gap : gap.slice(0, from);
    book.add(before);
    const late = recalls.flatMap((what) => [...book.recall(what)]);
    // What was said since may stand before a recall or after it: the line knows, and brings it.
    const isSure = (comment: DanmakuComment) =>
      waited.has(comment.id) || !recalls.some((what) => isNamed(comment, what));
    book.add([...gap.slice(before.length).filter(isSure), ...rest]);
    late.push(...book.recall({ type: 'recall', ids: takenBack }));
    [waiting, recalls, takenBack] = [undefined, [], []];
    onGrown(late);
  }

  return {
    joined() {
      joins += 1;
      mayMiss = joins > 1;
    },
    take(comments) {
      if (waiting !== undefined) {
        waiting = [...waiting, ...comments].slice(-MOST_WAITING);
        return;
      }
      const isGap = mayMiss && comments.length > 0 && !comments.some(isKnown);
      mayMiss = false;
      if (isGap) {
        waiting = [...comments];
        void catchUp();
        return;
      }
      book.add(comments);
      onGrown([]);
    },
    recall(what) {
      if (waiting !== undefined) {
        recalls.push(what);
        takenBack.push(...waiting.flatMap((comment) => (isNamed(comment, what) ? [comment.id] : [])));
      }
      return book.recall(what);
    },
  };
}

function isNamed({ id, user }: DanmakuComment, what: RecallMessage): boolean {
  return what.user === undefined ? what.ids.includes(id) : what.user === user.id;
}
