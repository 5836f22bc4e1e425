/** What the gateway answers, as far as the desk reads it. What is not of its form is left out; nothing throws. */
import type { DanmakuComment, RoomSettings } from '@danmaku-live/protocol';
import { decodeServerMessage } from '@danmaku-live/protocol';

export const SANCTION_KINDS = ['mute', 'ban', 'shadow'] as const;
export type SanctionKind = (typeof SANCTION_KINDS)[number];

export interface Actor {
  readonly id: string;
  readonly name: string;
}

export interface Sanction {
  readonly user: string;
  readonly kind: SanctionKind;
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Absent: until it is lifted. */
  readonly until?: number;
  readonly reason?: string;
  readonly byAddress: boolean;
  readonly by: Actor;
}

export interface Act {
  readonly time: number;
  readonly by: Actor;
  readonly action: string;
  readonly target?: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface HeldComment {
  readonly comment: DanmakuComment;
  /** The gateway's clock. */
  readonly untilMs: number;
}

export interface Page {
  /** Where the page before this one ends; absent: unknown. */
  readonly first?: string;
  readonly comments: readonly DanmakuComment[];
}

type Fields = Readonly<Record<string, unknown>>;

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function readPage(value: unknown): Page {
  const decoded = decodeServerMessage(JSON.stringify({ ...fieldsOf(value), type: 'comments' }));
  if (!decoded.ok || decoded.message.type !== 'comments') return { comments: [] };
  const { first } = fieldsOf(value);
  return { comments: decoded.message.comments, ...(typeof first === 'string' && { first }) };
}

export function readSettings(value: unknown): RoomSettings | undefined {
  const { slowModeMs, guests, maxLength, locked, duplicates } = fieldsOf(value);
  const isComplete =
    typeof slowModeMs === 'number' &&
    typeof guests === 'string' &&
    typeof maxLength === 'number' &&
    typeof locked === 'boolean' &&
    typeof duplicates === 'string';
  return isComplete ? (value as RoomSettings) : undefined;
}

export function readHeld(value: unknown): readonly HeldComment[] {
  return listOf(value).flatMap((one) => {
    const { comment, untilMs } = fieldsOf(one);
    const usable = readPage({ offset: '', comments: [comment] }).comments[0];
    return usable && typeof untilMs === 'number' ? [{ comment: usable, untilMs }] : [];
  });
}

export function readSanction(value: unknown): Sanction | undefined {
  const { user, kind, since, until, reason, byAddress, by } = fieldsOf(value);
  const known = SANCTION_KINDS.find((each) => each === kind);
  if (typeof user !== 'string' || typeof since !== 'number' || !known) return undefined;
  return {
    user,
    kind: known,
    since,
    ...(typeof until === 'number' && { until }),
    ...(typeof reason === 'string' && { reason }),
    byAddress: byAddress === true,
    by: readActor(by),
  };
}

export function readActs(value: unknown): readonly Act[] {
  return listOf(value).flatMap((one) => {
    const { time, by, action, target, detail } = fieldsOf(one);
    if (typeof time !== 'number' || typeof action !== 'string') return [];
    const act = { time, by: readActor(by), action, detail: fieldsOf(detail) };
    return [typeof target === 'string' ? { ...act, target } : act];
  });
}

function readActor(value: unknown): Actor {
  const { id, name } = fieldsOf(value);
  return { id: typeof id === 'string' ? id : '', name: typeof name === 'string' ? name : '' };
}
