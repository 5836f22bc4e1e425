/** The comments of a recording, in order of their position. Whatever a page hands in, each is usable or counted. */
import { LIMITS, cleanText, isColor, isMode, isRole, isSize } from '@danmaku-live/protocol';
import type { CommentUser, DanmakuComment } from '@danmaku-live/protocol';

/** Why an entry of a recording can't be shown. */
export type UnusableReason =
  'invalid' | 'empty' | 'too_long' | 'no_time' | 'before_start' | 'duplicate_id' | 'too_many';

export interface ReadRecording {
  readonly recording: Recording;
  /** How many entries were left out, by reason. */
  readonly skipped: Readonly<Partial<Record<UnusableReason, number>>>;
}

/** More are not kept in memory. */
const MOST_COMMENTS = 500_000;
const NOBODY: CommentUser = { id: '', name: '' };

export class Recording {
  #comments: readonly DanmakuComment[];
  /** Position of each comment, in milliseconds, ascending. */
  #atMs: Float64Array;

  /** @param entries in order of position. */
  constructor(entries: readonly Entry[]) {
    this.#comments = entries.map(({ comment }) => comment);
    this.#atMs = Float64Array.from(entries, ({ atMs }) => atMs);
  }

  get comments(): readonly DanmakuComment[] {
    return this.#comments;
  }

  /** Takes out everything that `matches`. Returns whether there was any; numbers of comments are others then. */
  withdraw(matches: (comment: DanmakuComment) => boolean): boolean {
    const kept = this.#comments.map((comment) => !matches(comment));
    if (!kept.includes(false)) return false;
    this.#comments = this.#comments.filter((_, i) => kept[i]);
    this.#atMs = this.#atMs.filter((_, i) => kept[i]);
    return true;
  }

  atMs(index: number): number {
    return this.#atMs[index] ?? Infinity;
  }

  /** The first comment at `ms` or later; the number of comments where there is none. */
  indexAt(ms: number): number {
    let low = 0;
    let high = this.#atMs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.atMs(middle) < ms) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

interface Entry {
  readonly comment: DanmakuComment;
  readonly atMs: number;
}

type Reading =
  | { readonly comment: DanmakuComment; readonly position?: number; readonly moment?: number }
  | { readonly reason: UnusableReason };

/**
 * @param given a list of comments; only `text` and `media` (or `time`) of each are needed.
 * @param startSeconds when the recording began, in seconds since 1970: where comments say a moment instead of a
 *   position, that is what they count from. Absent: the first such moment.
 */
export function readRecording(given: unknown, startSeconds?: number): ReadRecording {
  const skipped: Partial<Record<UnusableReason, number>> = {};
  const skip = (reason: UnusableReason): void => void (skipped[reason] = (skipped[reason] ?? 0) + 1);
  const read: Exclude<Reading, { reason: UnusableReason }>[] = [];
  const ids = new Set<string>();
  const known = isTime(startSeconds) ? startSeconds : undefined;
  let start = known ?? Infinity;
  const list: readonly unknown[] = Array.isArray(given) ? given : [given];
  for (const [index, value] of list.entries()) {
    const reading = readEntry(value, index);
    if ('reason' in reading) skip(reading.reason);
    else if (read.length >= MOST_COMMENTS) skip('too_many');
    else if (ids.has(reading.comment.id)) skip('duplicate_id');
    else {
      ids.add(reading.comment.id);
      read.push(reading);
      if (known === undefined) start = Math.min(start, reading.moment ?? Infinity);
    }
  }
  const entries: Entry[] = [];
  for (const { comment, position, moment = 0 } of read) {
    const atMs = (position ?? moment - start) * 1000;
    if (atMs < 0) skip('before_start');
    else entries.push({ comment, atMs });
  }
  return { recording: new Recording(entries.sort((a, b) => a.atMs - b.atMs)), skipped };
}

function readEntry(value: unknown, index: number): Reading {
  if (typeof value !== 'object' || value === null) return { reason: 'invalid' };
  const { id, text, user, time, media, mode, color, size, count } = value as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string') return { reason: 'invalid' };
  const clean = cleanText(text);
  if (!clean.ok) return { reason: clean.reason };
  const comment: DanmakuComment = {
    id: typeof id === 'string' && id !== '' ? id : `recorded:${index}`,
    text: clean.text,
    user: userOf(user),
    time: isTime(time) ? time : 0,
    ...(isMode(mode) && { mode }),
    ...(isColor(color) && { color }),
    ...(isSize(size) && { size }),
    ...(Number.isSafeInteger(count) && Number(count) > 1 && { count: Number(count) }),
  };
  if (isTime(media)) {
    const withMedia = { ...comment, media };
    return media < LIMITS.positionSeconds
      ? { comment: withMedia, position: media }
      : { comment: withMedia, moment: media };
  }
  return isTime(time) ? { comment, moment: time / 1000 } : { reason: 'no_time' };
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function userOf(value: unknown): CommentUser {
  if (typeof value !== 'object' || value === null) return NOBODY;
  const { id, name, role } = value as Readonly<Record<string, unknown>>;
  return typeof id === 'string' && typeof name === 'string' ? { id, name, ...(isRole(role) && { role }) } : NOBODY;
}
