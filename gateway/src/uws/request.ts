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
    forwardedFor: req.getHeader('x-forwarded-for'),
    authorization: req.getHeader('authorization'),
    idempotencyKey: req.getHeader('idempotency-key'),
    contentType: req.getHeader('content-type'),
    acceptEncoding: req.getHeader('accept-encoding'),
    ifNoneMatch: req.getHeader('if-none-match'),
  };
}
