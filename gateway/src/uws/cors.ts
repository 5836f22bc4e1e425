/** Cross-origin answers: browsers of allowed origins may use the API. */
import type { Origins } from '../identity/origins.ts';

/** Headers for an answer to a request from `origin`; none when it has no origin or is not allowed. */
export function corsHeaders(origins: Origins, origin: string): Readonly<Record<string, string>> {
  if (origin === '' || !origins.allows(origin)) return {};
  return {
    'access-control-allow-origin': origins.allowsAny ? '*' : origin,
    'access-control-expose-headers': 'Retry-After, Danmaku-First, Danmaku-Offset',
    ...(!origins.allowsAny && { vary: 'Origin' }),
  };
}

/** What a preflight from an allowed origin is told besides. */
export const PREFLIGHT_HEADERS: Readonly<Record<string, string>> = {
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers': 'Authorization, Content-Type, Idempotency-Key',
  'access-control-max-age': '7200',
};
