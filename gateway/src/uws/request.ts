/** One look at a uWebSockets.js request, taken while it lives: it dies when its handler returns or awaits. */
import type { HttpRequest, HttpResponse } from 'uWebSockets.js';

export interface RequestSnapshot {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly peer: string;
  readonly origin: string;
  readonly forwardedFor: string;
  readonly authorization: string;
  readonly idempotencyKey: string;
  readonly contentType: string;
  readonly acceptEncoding: string;
  readonly ifNoneMatch: string;
}

export function snapshot(res: HttpResponse, req: HttpRequest): RequestSnapshot {
  return {
    method: req.getCaseSensitiveMethod(),
    path: req.getUrl(),
    query: req.getQuery() ?? '',
    peer: Buffer.from(res.getRemoteAddressAsText()).toString(),
    origin: req.getHeader('origin'),
    forwardedFor: forwardedFor(req),
    authorization: req.getHeader('authorization'),
    idempotencyKey: req.getHeader('idempotency-key'),
    contentType: req.getHeader('content-type'),
    acceptEncoding: req.getHeader('accept-encoding'),
    ifNoneMatch: req.getHeader('if-none-match'),
  };
}

/**
 * All `X-Forwarded-For` lines as one list. A proxy may add a line of its own instead of extending the client's, and
 * `getHeader` knows only the first: the one that anybody can write.
 */
function forwardedFor(req: HttpRequest): string {
  if (req.getHeader('x-forwarded-for') === '') return '';
  const lines: string[] = [];
  req.forEach((name, value) => {
    if (name === 'x-forwarded-for') lines.push(value);
  });
  return lines.join(',');
}

/** An open part of the path, decoded; empty when it is no UTF-8. */
export function openPart(req: HttpRequest, index: number): string {
  try {
    return decodeURIComponent(req.getParameter(index) ?? '');
  } catch {
    return '';
  }
}
