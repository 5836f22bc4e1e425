/**
 * One line of a room's log. A comment's JSON is made once, where it was accepted; what relays need to sample, merge
 * and recall stands beside it, so that nobody parses it again.
 */
import { compactStyle, type DanmakuComment, type Role, type RoomSettings } from '@danmaku-live/protocol';
import type { Offset } from './offset.ts';
import { inOnePiece } from './one-piece.ts';

export interface CommentLine {
  readonly kind: 'comment';
  readonly id: string;
  readonly userId: string;
  /** Owner, moderator and paid comments have a budget of their own. */
  readonly reserved: boolean;
  /** Equal for comments that look the same. */
  readonly mergeKey: string;
  readonly timeMs: number;
  /** The comment as clients get it: one JSON object on one line, without `count`. */
  readonly json: string;
}

export type Recalled = { readonly ids: readonly string[] } | { readonly user: string };

export interface RecallLine {
  readonly kind: 'recall';
  readonly timeMs: number;
  readonly what: Recalled;
  /** With a user: the ids of what they had said lately, for who was away and finds that they have spoken again. */
  readonly named?: readonly string[];
}

export interface SettingsLine {
  readonly kind: 'settings';
  readonly timeMs: number;
  readonly settings: RoomSettings;
}

/** Fields of the room's state that changed (`null`: removed), as far as its gateways act on them. Viewers never see it. */
export interface StateLine {
  readonly kind: 'state';
  readonly timeMs: number;
  readonly change: Readonly<Record<string, string | null>>;
}

export type ControlLine = RecallLine | SettingsLine | StateLine;
export type LogLine = CommentLine | ControlLine;

/**
 * Lines that follow one another. The last stands at `last`, the others directly before it; a hole is a comment that
 * was recalled before it came here.
 */
export interface LogEntry {
  readonly last: Offset;
  readonly lines: readonly (LogLine | undefined)[];
}

const RESERVED_ROLES: ReadonlySet<Role> = new Set(['owner', 'moderator', 'paid']);

export function hasReserve(role: Role): boolean {
  return RESERVED_ROLES.has(role);
}

/** The line that carries `comment`; its fields at their default are left out of the JSON. */
export function commentLine(comment: DanmakuComment): CommentLine {
  const { id, text, user, time, media } = comment;
  const role = user.role ?? 'guest';
  const { mode, color, size } = compactStyle(comment);
  const roleText = role === 'guest' ? '' : `,"role":"${role}"`;
  const styleText = field('mode', mode) + field('color', color) + field('size', size);
  const mediaText = media === undefined ? '' : `,"media":${media}`;
  const userText = `{"id":${JSON.stringify(user.id)},"name":${JSON.stringify(user.name)}${roleText}}`;
  // Put together by hand: at tens of thousands of posts a second an object to serialise is a tenth of the work.
  const json = `{"id":${JSON.stringify(id)},"text":${JSON.stringify(text)},"user":${userText},"time":${time}${styleText}${mediaText}}`;
  return {
    kind: 'comment',
    id,
    userId: user.id,
    reserved: hasReserve(role),
    mergeKey: inOnePiece(`${mode ?? ''}${color ?? ''}${size ?? ''} ${text}`),
    timeMs: time,
    json: inOnePiece(json),
  };
}

function field(name: 'mode' | 'color' | 'size', value: string | undefined): string {
  return value === undefined ? '' : `,"${name}":"${value}"`;
}

/** The comment's JSON saying that it stands for `count` equal ones. */
export function withCount(json: string, count: number): string {
  return count === 1 ? json : `${json.slice(0, -1)},"count":${count}}`;
}

export function isRecalled(line: CommentLine, what: Recalled): boolean {
  return 'user' in what ? line.userId === what.user : what.ids.includes(line.id);
}

/** Asks {@link isRecalled} of many comments: a recall of a whole room names hundreds of ids. */
export function isAmong(...recalls: readonly Recalled[]): (line: CommentLine) => boolean {
  const users = new Set(recalls.flatMap((what) => ('user' in what ? [what.user] : [])));
  const ids = new Set(recalls.flatMap((what) => ('ids' in what ? what.ids : [])));
  return (line) => ids.has(line.id) || users.has(line.userId);
}
