/** What the API's answers hold, and the parts its inputs share. */
import { DUPLICATE_RULES, GUEST_RIGHTS, LIMITS, MODES, ROLES, SIZES } from '@danmaku-live/protocol';
import { z } from 'zod';
import { SANCTION_KINDS } from '../room/sanctions.ts';

/** An id of a comment or a user. */
export const id = z.string().min(1).max(LIMITS.refChars);

export const offset = z
  .string()
  .regex(/^[0-9a-z]{9}-[0-9a-z]{8}$/, 'must be an offset from this gateway')
  .describe('A place in the log of a room; opaque.');

/** A whole number in a query. */
export function count(max: number) {
  return z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from 1 to ${max}`)
    .transform(Number)
    .pipe(z.int().min(1).max(max));
}

const role = z.enum(ROLES);
const actor = z.object({ id: z.string(), name: z.string(), role });

export const comment = z.object({
  id: z.string(),
  text: z.string(),
  user: z.object({ id: z.string(), name: z.string(), role: role.optional() }),
  time: z.number().describe('Milliseconds since 1970.'),
  mode: z.enum(MODES).optional(),
  color: z.string().optional(),
  size: z.enum(SIZES).optional(),
  media: z.number().optional().describe('Seconds.'),
  count: z.int().optional(),
});

export const settings = z.object({
  slowModeMs: z.number(),
  guests: z.enum(GUEST_RIGHTS),
  maxLength: z.int(),
  locked: z.boolean(),
  duplicates: z.enum(DUPLICATE_RULES),
  pinned: z.string().optional(),
  pinnedComment: comment.optional(),
  holdMs: z.number().optional(),
});

export const sanction = z.object({
  user: z.string(),
  kind: z.enum(SANCTION_KINDS),
  since: z.number().describe('Milliseconds since 1970.'),
  until: z.number().optional().describe('Milliseconds since 1970; absent: until it is lifted.'),
  reason: z.string().optional(),
  byAddress: z.boolean().optional().describe('It holds for the networks the user was seen at, too.'),
  by: actor,
});

export const auditEntry = z.object({
  time: z.number(),
  by: actor,
  action: z.string(),
  target: z.string().optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
});

export const problemDetails = z.object({
  title: z.string(),
  status: z.int(),
  code: z.string().describe('What went wrong, for programs.'),
  detail: z.string().describe('What went wrong, in one sentence.'),
  field: z.string().optional(),
  retryAfterMs: z.number().optional(),
});
