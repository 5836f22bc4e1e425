/** HTTP over uWebSockets.js: reads a request whole, asks the route, writes the answer. */
import { isUtf8 } from 'node:buffer';
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { LIMITS } from '@danmaku-live/protocol';
import { problem, type ApiAnswer, type ApiRequest } from '../api/exchange.ts';
import type { Route } from '../api/operation.ts';
import type { ClientAddresses } from '../identity/client-address.ts';
import type { Origins } from '../identity/origins.ts';
import { PREFLIGHT_HEADERS, corsHeaders } from './cors.ts';
import { openPart, snapshot, type RequestSnapshot } from './request.ts';

export interface HttpOptions {
  readonly origins: Origins;
  readonly addresses: ClientAddresses;
  readonly onRequest: () => void;
  readonly onError: (error: unknown) => void;
}

const METHODS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'del' } as const;
const STATUS_TEXT: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'Created', 204: 'No Content', 304: 'Not Modified', 400: 'Bad Request', 401: 'Unauthorized',
  403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 413: 'Content Too Large',
  415: 'Unsupported Media Type', 422: 'Unprocessable Content', 429: 'Too Many Requests', 500: 'Internal Server Error',
  503: 'Service Unavailable',
}; // prettier-ignore
/** A body without a type is taken for what it should be. */
const JSON_TYPE = /^(application\/(json|[\w.-]+\+json)\s*(;.*)?)?$/i;
const SECURITY_HEADERS = { 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' } as const;

/** Registers `routes`; other methods of their paths answer 405, everything else 404. */
export function serveRoutes(app: TemplatedApp, routes: readonly Route[], options: HttpOptions): void {
  for (const route of routes) {
    const handler = (res: HttpResponse, req: HttpRequest) => void exchange(res, req, route, options);
    app[METHODS[route.method]](route.path, handler);
    if (route.method === 'GET') app.head(route.path, handler);
  }
  for (const path of new Set(routes.map((route) => route.path))) {
    const allowed = routes.filter((route) => route.path === path).map((route) => route.method);
    app.any(path, (res, req) => answerOther(res, req, allowed, options));
  }
}

/** The answer to what no route knows. Register last. */
export function serveNotFound(app: TemplatedApp, options: HttpOptions): void {
  app.any('/*', (res, req) => {
    const { origin, method } = snapshot(res, req);
    const cors = corsHeaders(options.origins, origin);
    write(res, problem('not_found', 'There is nothing at this address.'), cors, method === 'HEAD');
  });
}

/** Writes an answer in one cork. The caller knows that the request is still there. */
export function write(
  res: HttpResponse,
  answer: ApiAnswer,
  headers: Readonly<Record<string, string>>,
  isHead = false,
): void {
  res.cork(() => {
    res.writeStatus(`${answer.status} ${STATUS_TEXT[answer.status] ?? ''}`);
    const all = { ...SECURITY_HEADERS, ...headers, ...answer.headers };
    for (const [name, value] of Object.entries(all)) res.writeHeader(name, value);
    if (answer.status === 204 || answer.status === 304) res.endWithoutBody();
    else if (isHead) {
      // Not as an argument: the library then waits for that many bytes, and ends the process when nobody sends them.
      res.writeHeader('content-length', String(Buffer.byteLength(answer.body ?? '')));
      res.endWithoutBody();
    } else res.end(answer.body ?? '');
  });
}

function answerOther(res: HttpResponse, req: HttpRequest, allowed: readonly string[], options: HttpOptions): void {
  const { method, origin } = snapshot(res, req);
  const cors = corsHeaders(options.origins, origin);
  const allow = { allow: [...allowed, 'OPTIONS'].join(', ') };
  if (method === 'OPTIONS') {
    write(
      res,
      { status: 204, headers: allow },
      'access-control-allow-origin' in cors ? { ...cors, ...PREFLIGHT_HEADERS } : cors,
    );
  } else {
    const answer = problem('method_not_allowed', `This address takes ${allowed.join(', ')}.`, { headers: allow });
    write(res, answer, cors, method === 'HEAD');
  }
}

async function exchange(res: HttpResponse, req: HttpRequest, route: Route, options: HttpOptions): Promise<void> {
  options.onRequest();
  let gone = false;
  res.onAborted(() => {
    gone = true;
  });
  const request = snapshot(res, req);
  const params = openParts(route.path).map((_, index) => openPart(req, index));
  const cors = corsHeaders(options.origins, request.origin);
  const body = route.method === 'GET' || route.method === 'DELETE' ? Buffer.alloc(0) : await readBody(res);
  let answer: ApiAnswer;
  try {
    answer = await answerTo(route, request, params, body, options);
  } catch (error) {
    options.onError(error);
    answer = problem('internal', 'Something went wrong here; it has been logged.');
  }
  if (!gone) write(res, answer, cors, request.method === 'HEAD');
}

function answerTo(
  route: Route,
  request: RequestSnapshot,
  params: readonly string[],
  body: Buffer | undefined,
  { origins, addresses }: HttpOptions,
): ApiAnswer | Promise<ApiAnswer> {
  if (body === undefined) return problem('body_too_large', `A body may have at most ${LIMITS.httpBodyBytes} bytes.`);
  if (!origins.allows(request.origin)) return problem('not_allowed', 'This origin may not use this gateway.');
  if (body.length > 0 && !JSON_TYPE.test(request.contentType)) {
    return problem('unsupported_media_type', 'The body must be application/json.');
  }
  if (!isUtf8(body)) return problem('invalid', 'The body must be UTF-8.', { field: 'body' });
  const { method, query, peer, forwardedFor, authorization, idempotencyKey, contentType } = request;
  const apiRequest: ApiRequest = {
    method,
    params,
    query: new URLSearchParams(query),
    address: addresses.resolve(peer, forwardedFor),
    authorization,
    idempotencyKey,
    contentType,
    body: body.toString(),
  };
  return route.answer(apiRequest);
}

/** The whole body, or `undefined` when it is too large; what is too large is read and dropped. */
function readBody(res: HttpResponse): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    res.onData((chunk, isLast) => {
      bytes += chunk.byteLength;
      // The memory behind a chunk is gone after this call.
      if (bytes <= LIMITS.httpBodyBytes) chunks.push(Buffer.from(new Uint8Array(chunk)));
      if (isLast || bytes > LIMITS.httpBodyBytes)
        resolve(bytes > LIMITS.httpBodyBytes ? undefined : Buffer.concat(chunks));
    });
  });
}

function openParts(path: string): readonly string[] {
  return path.split('/').filter((part) => part.startsWith(':'));
}
