/** `/v1/rooms/{room}/comments`: posting, reading and taking back. */
import { randomUUID } from 'node:crypto';
import { isRef, parseObject, readPost } from '@danmaku-live/protocol';
import type { Enforcer } from '../enforcer.ts';
import type { Networks } from '../identity/networks.ts';
import type { LiveRooms } from '../live-rooms.ts';
import type { Viewer } from '../gateway.ts';
import type { Poster } from '../poster.ts';
import { History, type HistoryLimits } from '../room/history.ts';
import type { Recalled } from '../room/log-line.ts';
import { formatOffset, parseOffset, type Offset } from '../room/offset.ts';
import { json, problem, type ApiAnswer, type ApiRequest } from './exchange.ts';
import { visit, type ApiParts } from './visitor.ts';

export interface CommentParts extends ApiParts {
  readonly rooms: LiveRooms<Viewer>;
  readonly poster: Poster;
  readonly enforcer: Enforcer;
  readonly networks: Networks;
  readonly historyLimits: HistoryLimits;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1000;

export async function postComment(parts: CommentParts, request: ApiRequest): Promise<ApiAnswer> {
  const visited = await visit(parts, request, 'read');
  if (!visited.ok) return visited.answer;
  const fields = parseObject(request.body);
  if (!fields) return problem('invalid', 'The body must be one JSON object.', { field: 'body' });
  const read = readPost(fields);
  if (!read.ok) return problem('invalid', `The field "${read.field}" ${read.reason}.`, { field: read.field });
  const ref = request.idempotencyKey !== '' ? request.idempotencyKey : (fields['ref'] ?? randomUUID());
  if (!isRef(ref)) return problem('invalid', 'The Idempotency-Key must be 1 to 64 characters.', { field: 'ref' });
  const room = await parts.rooms.hold(visited.room);
  try {
    const { identity } = visited;
    const network = parts.networks.keyOf(request.address);
    const sanction = parts.enforcer.judge(room, identity, network, Date.now());
    const answer = await parts.poster.post(room, { identity, network, sanction }, ref, read.post);
    if (answer.ok) return json(201, { id: answer.id });
    const { code, message, retryAfterMs } = answer;
    const field = code === 'too_long' || code === 'empty' ? { field: 'text' } : {};
    return problem(code, message, { ...field, ...(retryAfterMs !== undefined && { retryAfterMs }) });
  } finally {
    parts.rooms.release(visited.room);
  }
}

export async function listComments(parts: CommentParts, request: ApiRequest): Promise<ApiAnswer> {
  const visited = await visit(parts, request, 'read');
  if (!visited.ok) return visited.answer;
  const { query } = request;
  const limit = query.get('limit') ?? String(DEFAULT_LIMIT);
  if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > MAX_LIMIT) {
    return problem('invalid', `The limit must be a whole number from 1 to ${MAX_LIMIT}.`, { field: 'limit' });
  }
  const format = query.get('format') ?? 'json';
  if (format !== 'json') return problem('invalid', 'The format must be json.', { field: 'format' });
  const range: { after?: Offset; before?: Offset } = {};
  for (const name of ['after', 'before'] as const) {
    const text = query.get(name);
    if (text === null) continue;
    const offset = parseOffset(text);
    if (!offset) return problem('invalid', `The field "${name}" must be an offset from this gateway.`, { field: name });
    range[name] = offset;
  }
  const history = History.from(parts.historyLimits, visited.snapshot.lines, visited.snapshot.last);
  const page = history.page({ ...range, limit: Number(limit) });
  const offset = JSON.stringify(formatOffset(page.last));
  return {
    ...json(200, null),
    body: `{"offset":${offset},"comments":[${page.comments.map((line) => line.json).join(',')}]}`,
  };
}

/** `DELETE …/comments/{id}`: one comment, wherever it is by now. */
export async function deleteComment(parts: CommentParts, request: ApiRequest): Promise<ApiAnswer> {
  const id = request.params[1] ?? '';
  if (!isRef(id)) return problem('invalid', 'The comment id must be 1 to 64 characters.', { field: 'id' });
  return recall(parts, request, { ids: [id] });
}

/** `DELETE …/comments?user={id}`: all comments of one user. */
export async function deleteCommentsOfUser(parts: CommentParts, request: ApiRequest): Promise<ApiAnswer> {
  const user = request.query.get('user');
  if (!isRef(user)) return problem('invalid', 'Say whose comments to recall: ?user={id}.', { field: 'user' });
  return recall(parts, request, { user });
}

async function recall(parts: CommentParts, request: ApiRequest, what: Recalled): Promise<ApiAnswer> {
  const visited = await visit(parts, request, 'moderate');
  if (!visited.ok) return visited.answer;
  await parts.broker.control(visited.room, { kind: 'recall', timeMs: Date.now(), what });
  return { status: 204 };
}
