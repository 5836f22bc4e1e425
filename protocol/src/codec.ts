/**
 * From bytes to messages, both ways. Decoders answer a value or a reason for any input and never throw.
 * Unknown fields are ignored; only own fields of plain JSON are read, so `__proto__` is one more unknown field.
 */
import { isColor, isMode, isSize, type CommentStyle } from './comment.ts';
import { LIMITS } from './limits.ts';
import type { ClientMessage, ErrorCode, RefusalCode, ServerMessage } from './messages.ts';

type Fields = Readonly<Record<string, unknown>>;

export type DecodedClientMessage =
  | { readonly ok: true; readonly message: ClientMessage }
  /** The frame is no message: answered by `error`. */
  | { readonly ok: false; readonly answer: 'error'; readonly code: ErrorCode; readonly reason: string }
  /** A `post` or `auth` that can't be taken: answered by `refused`. */
  | {
      readonly ok: false;
      readonly answer: 'refused';
      readonly ref?: string;
      readonly code: RefusalCode;
      readonly reason: string;
    };

/** What a comment asks for, before clean-up of its text. */
export interface PostFields extends CommentStyle {
  readonly text: string;
  readonly media?: number;
}

export type ReadPost =
  | { readonly ok: true; readonly post: PostFields }
  | { readonly ok: false; readonly field: string; readonly reason: string };

/** Decodes one text frame from a client. */
export function decodeClientMessage(raw: string): DecodedClientMessage {
  const fields = parseObject(raw);
  if (!fields) return protocolError('invalid', 'A frame must be one JSON object.');
  switch (fields['type']) {
    case 'post':
      return decodePost(fields);
    case 'heartbeat':
      return decodeHeartbeat(fields);
    case 'auth':
      return decodeAuth(fields);
    default:
      return typeof fields['type'] === 'string'
        ? protocolError('unknown_type', 'This type of message is not known.')
        : protocolError('invalid', 'The field "type" must be a string.');
  }
}

/** Reads the fields of a post, from a `post` message or an HTTP body. Absent and `null` optional fields are the same. */
export function readPost(fields: Fields): ReadPost {
  const text = own(fields, 'text');
  if (typeof text !== 'string') return wrongField('text', 'must be a string');
  const mode = own(fields, 'mode');
  if (mode !== undefined && !isMode(mode)) return wrongField('mode', 'must be scroll, reverse, top or bottom');
  const color = own(fields, 'color');
  if (color !== undefined && !isColor(color)) return wrongField('color', 'must look like #rrggbb');
  const size = own(fields, 'size');
  if (size !== undefined && !isSize(size)) return wrongField('size', 'must be small, medium or large');
  const media = own(fields, 'media');
  if (media !== undefined && !isMediaTime(media)) return wrongField('media', 'must be a time in seconds');
  // Most comments ask for nothing.
  if ((mode ?? color ?? size ?? media) === undefined) return { ok: true, post: { text } };
  return {
    ok: true,
    post: {
      text,
      ...(mode !== undefined && { mode }),
      ...(color !== undefined && { color }),
      ...(size !== undefined && { size }),
      ...(media !== undefined && { media: Math.round(media * 1000) / 1000 }),
    },
  };
}

/** Whether `value` can be a client's name for one of its posts: 1 to 64 characters (code points). */
export function isRef(value: unknown): value is string {
  if (typeof value !== 'string' || value.length === 0 || value.length > 2 * LIMITS.refChars) return false;
  return value.length <= LIMITS.refChars || Array.from(value).length <= LIMITS.refChars;
}

/** Parses JSON that must be one object; anything else is `undefined`. */
export function parseObject(raw: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(raw);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}

export type DecodedServerMessage =
  { readonly ok: true; readonly message: ServerMessage } | { readonly ok: false; readonly reason: string };

const SERVER_FIELDS: Readonly<Record<ServerMessage['type'], Readonly<Record<string, FieldKind>>>> = {
  welcome: {
    protocol: 'number',
    session: 'string',
    room: 'string',
    time: 'number',
    heartbeatMs: 'number',
    offset: 'string',
    recovered: 'boolean',
    comments: 'comments',
    viewers: 'number',
    settings: 'object',
    you: 'object',
  },
  comments: { offset: 'string', comments: 'comments' },
  ack: { ref: 'string', id: 'string' },
  refused: { code: 'string', message: 'string' },
  recall: {},
  held: { comment: 'object', untilMs: 'number' },
  settings: { settings: 'object' },
  drain: { withinMs: 'number' },
  you: { you: 'object' },
  heartbeat: { sent: 'number', time: 'number', viewers: 'number' },
  error: { code: 'string', message: 'string' },
};

type FieldKind = 'string' | 'number' | 'boolean' | 'object' | 'comments';

/**
 * Decodes one message from a gateway. Comments that are not usable are left out of their frame rather than
 * failing it: one bad line must not cost a viewer the others.
 */
export function decodeServerMessage(raw: string): DecodedServerMessage {
  const fields = parseObject(raw);
  if (!fields) return { ok: false, reason: 'not one JSON object' };
  const type = own(fields, 'type');
  if (typeof type !== 'string' || !Object.hasOwn(SERVER_FIELDS, type)) return { ok: false, reason: 'unknown type' };
  const expected = SERVER_FIELDS[type as ServerMessage['type']];
  for (const name in expected) {
    if (!isKind(own(fields, name), expected[name] as FieldKind))
      return { ok: false, reason: `field "${name}" of ${type}` };
  }
  if (type === 'recall' && !isRecall(fields)) return { ok: false, reason: 'a recall of nothing' };
  const comments = own(fields, 'comments');
  const message = Array.isArray(comments) ? { ...fields, comments: comments.filter(isUsableComment) } : fields;
  // Checked field by field above; optional fields are read as `unknown`-tolerant by their users.
  return { ok: true, message: message as unknown as ServerMessage };
}

function isKind(value: unknown, kind: FieldKind): boolean {
  if (kind === 'comments') return Array.isArray(value);
  if (kind === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value);
  return kind === 'number' ? Number.isFinite(value) : typeof value === kind;
}

/** Either a list of ids or one user. */
function isRecall(fields: Fields): boolean {
  const ids = own(fields, 'ids');
  return ids === undefined
    ? typeof own(fields, 'user') === 'string'
    : Array.isArray(ids) && ids.every((id) => typeof id === 'string');
}

function isUsableComment(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { id, text, user, time, mode, color, size, media, count } = value as Fields;
  return (
    typeof id === 'string' &&
    typeof text === 'string' &&
    Number.isFinite(time) &&
    isKind(user, 'object') &&
    typeof (user as Fields)['id'] === 'string' &&
    typeof (user as Fields)['name'] === 'string' &&
    (mode === undefined || isMode(mode)) &&
    (color === undefined || isColor(color)) &&
    (size === undefined || isSize(size)) &&
    (media === undefined || isMediaTime(media)) &&
    (count === undefined || (Number.isSafeInteger(count) && Number(count) >= 1))
  );
}

function decodePost(fields: Fields): DecodedClientMessage {
  const ref = own(fields, 'ref');
  if (!isRef(ref)) return refused(undefined, 'The field "ref" must be 1 to 64 characters.');
  const read = readPost(fields);
  if (!read.ok) return refused(ref, `The field "${read.field}" ${read.reason}.`);
  return { ok: true, message: { type: 'post', ref, ...read.post } };
}

function decodeHeartbeat(fields: Fields): DecodedClientMessage {
  const sent = own(fields, 'sent');
  const offset = own(fields, 'offset');
  if (typeof sent !== 'number' || !Number.isFinite(sent))
    return protocolError('invalid', 'The field "sent" must be a number.');
  if (offset !== undefined && (typeof offset !== 'string' || offset.length > LIMITS.refChars)) {
    return protocolError('invalid', 'The field "offset" must be an offset from this gateway.');
  }
  return { ok: true, message: { type: 'heartbeat', sent, ...(offset !== undefined && { offset }) } };
}

function decodeAuth(fields: Fields): DecodedClientMessage {
  const token = own(fields, 'token');
  if (typeof token !== 'string' || token.length === 0 || token.length > LIMITS.tokenChars) {
    return { ok: false, answer: 'refused', code: 'token_invalid', reason: 'The field "token" must be a token.' };
  }
  return { ok: true, message: { type: 'auth', token } };
}

/** An own field's value; `null` counts as absent. */
function own(fields: Fields, name: string): unknown {
  return Object.hasOwn(fields, name) ? (fields[name] ?? undefined) : undefined;
}

function isMediaTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= LIMITS.mediaSeconds;
}

function protocolError(code: ErrorCode, reason: string): DecodedClientMessage {
  return { ok: false, answer: 'error', code, reason };
}

function refused(ref: string | undefined, reason: string): DecodedClientMessage {
  return { ok: false, answer: 'refused', ...(ref !== undefined && { ref }), code: 'invalid', reason };
}

function wrongField(field: string, reason: string): ReadPost {
  return { ok: false, field, reason };
}
