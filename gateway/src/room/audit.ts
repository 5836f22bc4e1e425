/** Who did what in a room, when: one field of the room's state per act, so that no two gateways overwrite each other. */
import { parseObject } from '@danmaku-live/protocol';
import type { Actor } from './sanctions.ts';

export interface AuditEntry {
  readonly time: number;
  readonly by: Actor;
  readonly action: string;
  /** The comment or user it was done to. */
  readonly target?: string;
  /** What was asked for; never a comment's text. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** Acts a room remembers; older ones make way. */
export const AUDIT_ENTRIES = 300;
const PREFIX = 'audit ';
const TIME_DIGITS = 9;

/**
 * The change of state that writes `entry` down and forgets what is too old.
 *
 * @param unique tells apart what happens in one millisecond.
 */
export function auditChange(
  state: ReadonlyMap<string, string>,
  entry: AuditEntry,
  unique: string,
): Record<string, string | null> {
  const fields = auditFields(state);
  const gone = fields.slice(0, Math.max(0, fields.length + 1 - AUDIT_ENTRIES));
  const field = `${PREFIX}${entry.time.toString(36).padStart(TIME_DIGITS, '0')} ${unique}`;
  return { ...Object.fromEntries(gone.map((old) => [old, null])), [field]: JSON.stringify(entry) };
}

/** The room's acts, the newest first. */
export function auditEntries(state: ReadonlyMap<string, string>): readonly AuditEntry[] {
  return auditFields(state)
    .reverse()
    .flatMap((field) => (parseObject(state.get(field) ?? '') as AuditEntry | undefined) ?? []);
}

function auditFields(state: ReadonlyMap<string, string>): string[] {
  return [...state.keys()].filter((field) => field.startsWith(PREFIX)).sort();
}
