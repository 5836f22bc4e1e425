/**
 * From whatever a page hands in to a recording: each entry is usable or counted. Half a million of them take seconds,
 * so it is done in steps of a fraction of a millisecond, between which the reader may do something else or give up.
 */
import { LIMITS, cleanText, isColor, isMode, isRole, isSize } from '@danmaku-live/protocol';
import type { CommentUser, DanmakuComment } from '@danmaku-live/protocol';
import { orderOf } from './order.ts';
import { Recording } from './recording.ts';
import { isPrivileged } from './traffic.ts';

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
/** Entries read in a step, and entries that are only moved in one. */
const STEP = { read: 16, moved: 1_024 };
const NOBODY: CommentUser = { id: '', name: '' };

interface Usable {
  readonly comment: DanmakuComment;
  readonly position?: number;
  readonly moment?: number;
}

type Reading = Usable | { readonly reason: UnusableReason };

/**
 * @param given a list of comments; only `text` and `media` (or `time`) of each are needed.
 * @param startSeconds when the recording began, in seconds since 1970: where comments say a moment instead of a
 *   position, that is what they count from. Absent: the first such moment.
 */
export function* readRecording(given: unknown, startSeconds?: number): Generator<undefined, ReadRecording> {
  const skipped: Partial<Record<UnusableReason, number>> = {};
  const skip = (reason: UnusableReason): void => void (skipped[reason] = (skipped[reason] ?? 0) + 1);
  const read: Usable[] = [];
  const ids = new Set<string>();
  const known = isTime(startSeconds) ? startSeconds : undefined;
  let start = known ?? Infinity;
  // The page may change its own list between two steps.
  const list: readonly unknown[] = Array.isArray(given) ? Array.from<unknown>(given) : [given];
  for (const [index, value] of list.entries()) {
    if (index % STEP.read === 0) yield;
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
  const kept: DanmakuComment[] = [];
  const keptAtMs: number[] = [];
  for (const [index, { comment, position, moment = 0 }] of read.entries()) {
    if (index % STEP.moved === 0) yield;
    const atMs = (position ?? moment - start) * 1000;
    if (atMs < 0) {
      skip('before_start');
      continue;
    }
    kept.push(comment);
    keptAtMs.push(atMs);
  }
  const order = yield* orderOf(Float64Array.from(keptAtMs), STEP.moved);
  const comments: DanmakuComment[] = [];
  const atMs = new Float64Array(kept.length);
  const first = new Uint8Array(kept.length);
  for (const [place, index] of order.entries()) {
    if (place % STEP.moved === 0) yield;
    const comment = kept[index];
    if (comment === undefined) continue;
    comments.push(comment);
    atMs[place] = keptAtMs[index] ?? 0;
    first[place] = Number(isPrivileged(comment));
  }
  return { recording: new Recording(comments, atMs, first), skipped };
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
