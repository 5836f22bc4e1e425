/** The HTTP upgrade of a WebSocket (RFC 6455, section 4), from the client's side. */
import { createHash, randomBytes } from 'node:crypto';

export interface Upgrade {
  readonly request: string;
  /** What the server must answer in `Sec-WebSocket-Accept`. */
  readonly accept: string;
}

export type UpgradeAnswer =
  | { readonly ok: true; readonly subprotocol: string | undefined }
  | { readonly ok: false; readonly status: number; readonly retryAfterMs?: number; readonly reason: string };

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
/** No server of ours or in front of ours sends more headers than this. */
export const MAX_ANSWER_BYTES = 16_384;

/** @param apiKey shown as a bearer token, if there is one. */
export function upgrade(path: string, hostHeader: string, subprotocol: string | undefined, apiKey?: string): Upgrade {
  const key = randomBytes(16).toString('base64');
  const asked = subprotocol === undefined ? '' : `Sec-WebSocket-Protocol: ${subprotocol}\r\n`;
  const shown = apiKey === undefined ? '' : `Authorization: Bearer ${apiKey}\r\n`;
  const request =
    `GET ${path} HTTP/1.1\r\nHost: ${hostHeader}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
    `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${key}\r\n${asked}${shown}\r\n`;
  return { request, accept: createHash('sha1').update(`${key}${GUID}`).digest('base64') };
}

/** Reads the answer's head: all bytes up to the empty line, without it. */
export function readUpgradeAnswer(head: string, accept: string): UpgradeAnswer {
  const [statusLine = '', ...lines] = head.split('\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(statusLine)?.[1] ?? 0);
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim());
  }
  if (status !== 101) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    return {
      ok: false,
      status,
      ...(Number.isFinite(seconds) && { retryAfterMs: Math.min(60_000, Math.max(0, seconds * 1000)) }),
      reason: status === 0 ? 'the answer is not HTTP' : `upgrade refused with status ${status}`,
    };
  }
  if (headers.get('sec-websocket-accept') !== accept) {
    return { ok: false, status, reason: 'the server did not prove that it speaks WebSocket' };
  }
  return { ok: true, subprotocol: headers.get('sec-websocket-protocol') };
}
