/** Tokens of users, as a site signs them for a gateway that knows its secret. */
import { createHmac } from 'node:crypto';

export const SECRET = 'a-secret-of-the-tests-with-forty-characters';

/** @param claims those of the token, which is good for an hour unless they say otherwise. */
export function signToken(claims: object, secret = SECRET): string {
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ exp, ...claims })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
