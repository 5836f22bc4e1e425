/** `/v1/rooms/{room}/comments`: posting and reading. */
import { randomUUID } from 'node:crypto';
import { LIMITS, MODES, SIZES, isColor, isRef, readPost } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { Enforcer } from '../enforcer.ts';
import type { Poster } from '../poster.ts';
import { formatOffset, parseOffset } from '../room/offset.ts';
import { json, problem } from './exchange.ts';
import { EXPORT_FORMATS, exportPage } from './export.ts';
import { operation, type Operation } from './operation.ts';
import { comment, count, id, offset } from './schemas.ts';
import type { VisitParts } from './visitor.ts';

export interface CommentParts extends VisitParts {
  readonly poster: Poster;
  readonly enforcer: Enforcer;
}

const PATH = '/v1/rooms/:room/comments';
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;
/** A file may hold all that a room keeps. */
const MAX_EXPORT = 100_000;

const postBody = z.object({
  text: z.string('must be a string').describe('As typed; it is cleaned.'),
  mode: z.enum(MODES).nullish(),
  color: z.string().refine(isColor, 'must look like #rrggbb').nullish(),
  size: z.enum(SIZES).nullish(),
  media: z.number().min(0).max(LIMITS.mediaSeconds).nullish().describe('What the poster watches, in seconds.'),
  ref: z.string().refine(isRef, 'must be 1 to 64 characters').nullish(),
});

const listQuery = z.object({
  after: offset.optional(),
  before: offset.optional(),
  limit: count(MAX_EXPORT).optional().describe(`Default ${DEFAULT_LIMIT}, at most ${MAX_LIMIT}; files: all.`),
  format: z.enum(['json', ...EXPORT_FORMATS]).default('json'),
  start: z
    .string()
    .regex(/^\d{1,11}(\.\d{1,3})?$/, 'must be a time in seconds')
    .transform(Number)
    .optional()
    .describe('Where the recording begins: programme time or Unix time in seconds. Default: the first comment.'),
});

export function commentOperations(parts: CommentParts): readonly Operation[] {
  return [postComment(parts), listComments(parts)];
}

function postComment(parts: CommentParts): Operation {
  const form = {
    method: 'POST',
    path: PATH,
    permission: 'post a comment',
    summary: 'Post a comment.',
    body: postBody,
    takesIdempotencyKey: true,
    answers: [{ status: 201, meaning: 'It is in the log.', content: { 'application/json': z.object({ id }) } }],
  } as const;
  return operation(parts, form, async ({ visit, request, body }) => {
    const { identity, network } = visit;
    const ref = request.idempotencyKey !== '' ? request.idempotencyKey : (body.ref ?? randomUUID());
    if (!isRef(ref)) return problem('invalid', 'The Idempotency-Key must be 1 to 64 characters.', { field: 'ref' });
    const read = readPost(body);
    if (!read.ok) return problem('invalid', `The field "${read.field}" ${read.reason}.`, { field: read.field });
    const room = await parts.rooms.hold(visit.room);
    try {
      const sanction = parts.enforcer.judge(room, identity, network, Date.now());
      const answer = await parts.poster.post(room, { identity, network, sanction }, ref, read.post);
      if (answer.ok) return json(201, { id: answer.id });
      const { code, message, retryAfterMs } = answer;
      const isOfText = code === 'too_long' || code === 'empty' || code === 'blocked_word';
      const field = isOfText ? { field: 'text' } : {};
      return problem(code, message, { ...field, ...(retryAfterMs !== undefined && { retryAfterMs }) });
    } finally {
      parts.rooms.release(visit.room);
    }
  });
}

function listComments(parts: CommentParts): Operation {
  const form = {
    method: 'GET',
    path: PATH,
    permission: 'list comments',
    summary: 'Read the log, a page at a time or as a file.',
    query: listQuery,
    answers: [
      {
        status: 200,
        meaning: 'Oldest first; `offset` is where the page ends, and `first` where it begins.',
        content: {
          'application/json': z.object({ first: offset, offset, comments: z.array(comment) }),
          'application/xml': z.string(),
          'text/x-ssa': z.string(),
          'application/x-ndjson': z.string(),
        },
      },
    ],
  } as const;
  return operation(parts, form, async ({ visit, query }) => {
    const { after, before, format, start } = query;
    const isFile = format !== 'json';
    const limit = query.limit ?? (isFile ? MAX_EXPORT : DEFAULT_LIMIT);
    if (!isFile && limit > MAX_LIMIT) {
      return problem('invalid', `The limit must be a whole number from 1 to ${MAX_LIMIT}.`, { field: 'limit' });
    }
    const [from, to] = [after, before].map((text) => (text === undefined ? undefined : parseOffset(text)));
    const range = { ...(from && { after: from }), ...(to && { before: to }), limit };
    const page = await parts.broker.page(visit.room, range);
    if (format !== 'json') return exportPage(visit.room, page, format, start);
    const comments = page.comments.map((line) => line.json).join(',');
    const ends = `"first":"${formatOffset(page.first)}","offset":"${formatOffset(page.last)}"`;
    return { ...json(200, null), body: `{${ends},"comments":[${comments}]}` };
  });
}
