/** HTTP as the API sees it: plain requests in, plain answers out. The adapter to the socket library is elsewhere. */
import type { RefusalCode } from '@danmaku-live/protocol';

export interface ApiRequest {
  readonly method: string;
  /** Parts of the path that the pattern left open. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  readonly address: string;
  readonly authorization: string;
  readonly idempotencyKey: string;
  readonly contentType: string;
  readonly body: string;
}

export interface ApiAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** Refusal codes, and what only HTTP can say. */
export type ProblemCode =
  RefusalCode | 'not_found' | 'method_not_allowed' | 'body_too_large' | 'unsupported_media_type' | 'internal';

const STATUS: Readonly<Record<ProblemCode, number>> = {
  rate_limited: 429,
  slow_mode: 429,
  too_long: 400,
  empty: 400,
  invalid: 400,
  blocked_word: 422,
  duplicate: 409,
  muted: 403,
  banned: 403,
  locked: 403,
  not_allowed: 403,
  token_invalid: 401,
  token_expired: 401,
  overloaded: 503,
  not_found: 404,
  method_not_allowed: 405,
  body_too_large: 413,
  unsupported_media_type: 415,
  internal: 500,
};

export interface ProblemDetails {
  readonly field?: string;
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function json(status: number, value: unknown): ApiAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) };
}

/**
 * An error as RFC 9457 wants it. `type` is left at its default `about:blank`; what went wrong is in `code`.
 *
 * @param detail one plain English sentence.
 */
export function problem(code: ProblemCode, detail: string, details: ProblemDetails = {}): ApiAnswer {
  const { field, retryAfterMs, headers } = details;
  const status = STATUS[code];
  const body = {
    title: code.replaceAll('_', ' '),
    status,
    code,
    detail,
    ...(field !== undefined && { field }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  return {
    status,
    headers: {
      'content-type': 'application/problem+json; charset=utf-8',
      ...(retryAfterMs !== undefined && { 'retry-after': String(Math.max(1, Math.ceil(retryAfterMs / 1000))) }),
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...headers,
    },
    body: JSON.stringify(body),
  };
}
