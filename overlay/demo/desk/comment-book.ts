/** The comments the desk knows, in the room's order: bounded, each once, with what became of them. Pure. */
import type { DanmakuComment, RecallMessage } from '@danmaku-live/protocol';

export interface Entry {
  /** Grows with the room's order; below 0 for what was read later and said earlier. */
  readonly seq: number;
  readonly comment: DanmakuComment;
  recalled: boolean;
  /** What a search looks at, made at the first search. */
  haystack: string | undefined;
}

/** Finds an entry; `undefined`: everything is found. */
export type Query = ((entry: Entry) => boolean) | undefined;

export interface CommentBook {
  /** Takes in what was said now. What is known already is left. */
  add(comments: readonly DanmakuComment[]): void;
  /** Takes in a page of the log that leads up to the oldest comment known. @returns how many there was room for. */
  addEarlier(page: readonly DanmakuComment[]): number;
  /** @returns the entries that it takes back. */
  recall(what: RecallMessage): readonly Entry[];
  readonly lastSeq: number;
  /** How many said after `seq` match. */
  countAfter(seq: number, query: Query): number;
  /** The newest `limit` that were said after `seq` and match, oldest first. */
  after(seq: number, query: Query, limit: number): readonly Entry[];
  /** The newest `limit` that were said before `seq` and match, oldest first. */
  before(seq: number, query: Query, limit: number): readonly Entry[];
  find(id: string): Entry | undefined;
  /** The newest `limit` of one user, newest first. */
  ofUser(user: string, limit: number): readonly Entry[];
}

/** @param capacity comments; the oldest make way for new ones, in steps of a tenth. */
export function createCommentBook(capacity: number): CommentBook {
  let entries: Entry[] = [];
  const known = new Map<string, Entry>();
  let lastSeq = 0;

  function enter(comment: DanmakuComment, seq: number): Entry | undefined {
    if (known.has(comment.id)) return undefined;
    const entry = { seq, comment, recalled: false, haystack: undefined };
    known.set(comment.id, entry);
    return entry;
  }

  function forget(count: number): void {
    for (const { comment } of entries.slice(0, count)) known.delete(comment.id);
    entries = entries.slice(count);
  }

  return {
    get lastSeq() {
      return lastSeq;
    },
    add(comments) {
      for (const comment of comments) {
        const entry = enter(comment, lastSeq + 1);
        if (!entry) continue;
        lastSeq += 1;
        entries.push(entry);
      }
      if (entries.length > capacity * 1.1) forget(entries.length - capacity);
    },
    addEarlier(page) {
      // What follows the first known one is on its way here by itself.
      const meets = page.findIndex(({ id }) => known.has(id));
      const earlier = meets < 0 ? page : page.slice(0, meets);
      const first = entries[0]?.seq ?? 0;
      const room = Math.max(0, capacity - entries.length);
      const taken = room === 0 ? [] : earlier.slice(-room);
      const made = taken.flatMap((comment, index) => enter(comment, first - taken.length + index) ?? []);
      entries = [...made, ...entries];
      return made.length;
    },
    recall(what) {
      const named =
        what.user === undefined
          ? what.ids.map((id) => known.get(id))
          : entries.filter(({ comment }) => comment.user.id === what.user);
      const taken = named.filter((entry): entry is Entry => entry !== undefined && !entry.recalled);
      for (const entry of taken) entry.recalled = true;
      return taken;
    },
    countAfter(seq, query) {
      let count = 0;
      for (let index = entries.length - 1; index >= 0; index -= 1) {
        const entry = entries[index];
        if (!entry || entry.seq <= seq) break;
        if (!query || query(entry)) count += 1;
      }
      return count;
    },
    after: (seq, query, limit) => newest((entry) => entry.seq > seq, query, limit),
    before: (seq, query, limit) => newest((entry) => entry.seq < seq, query, limit),
    find: (id) => known.get(id),
    ofUser: (user, limit) =>
      [
        ...newest(
          () => true,
          ({ comment }) => comment.user.id === user,
          limit,
        ),
      ].reverse(),
  };

  function newest(isWithin: (entry: Entry) => boolean, query: Query, limit: number): readonly Entry[] {
    const found: Entry[] = [];
    for (let index = entries.length - 1; index >= 0 && found.length < limit; index -= 1) {
      const entry = entries[index];
      if (entry && isWithin(entry) && (!query || query(entry))) found.push(entry);
    }
    return found.reverse();
  }
}

/** The query for what a moderator typed: every word of it must stand in a comment's text, or in its author's name or id. */
export function queryFor(typed: string): Query {
  const words = normal(typed).split(/\s+/).filter(Boolean);
  if (words.length === 0) return undefined;
  return (entry) => {
    const { text, user } = entry.comment;
    entry.haystack ??= normal(`${text}\n${user.name}\n${user.id}`);
    return words.every((word) => entry.haystack?.includes(word));
  };
}

function normal(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}
