/** How a request to the site's service is signed, so that it knows who asks and when. */
import { createHmac } from 'node:crypto';

/**
 * Headers over `body`: `Danmaku-Timestamp` in Unix seconds, and `Danmaku-Signature: sha256=` with the hex HMAC-SHA-256
 * of the timestamp, a dot and the body.
 */
export function signatureHeaders(secret: string, body: string, nowMs: number): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1000));
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { 'danmaku-timestamp': timestamp, 'danmaku-signature': `sha256=${signature}` };
}
