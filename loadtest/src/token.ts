/** User tokens (JWT, HS256) made from the gateway's own secret, so that a run can post as many users. */
import { createHmac } from 'node:crypto';
import type { Role } from '@danmaku-live/protocol';

export interface Claims {
  readonly sub: string;
  readonly name: string;
  readonly room: string;
  readonly role: Role;
  /** Unix seconds. */
  readonly exp: number;
}

export function signToken(claims: Claims, secret: string): string {
  const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
