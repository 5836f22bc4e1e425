/** Tokens, and people who hold them. */
import { createHmac } from 'node:crypto';
import type { Role } from '@danmaku-live/protocol';
import { join, type Client, type ConnectOptions } from '../client.ts';
import { call, type Answer } from '../http.ts';

export const SECRET = 'a-secret-of-the-tests-with-forty-characters';

export function sign(header: unknown, claims: unknown, secret = SECRET): string {
  const signed = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** A token as a site makes them, good for an hour unless `claims` say otherwise. */
export function tokenOf(sub: string, role: Role = 'member', claims: Record<string, unknown> = {}): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  return sign({ alg: 'HS256', typ: 'JWT' }, { sub, name: sub, role, exp, ...claims });
}

interface Where {
  readonly port: number;
}

/** A viewer with a token of that name and role. */
export function enter(
  gateway: Where,
  room: string,
  sub: string,
  role: Role = 'member',
  options: ConnectOptions = {},
): Promise<Client> {
  return join(gateway, room, { ...options, bearer: tokenOf(sub, role) });
}

/** What a moderator asks of a room over HTTP. */
export function moderate(gateway: Where, room: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const options = { bearer: tokenOf('mod', 'moderator'), ...(body !== undefined && { body }) };
  return call(gateway, method, `/v1/rooms/${room}${path}`, options);
}

/** The texts that the room's log has for whoever reads it. */
export async function kept(gateway: Where, room: string): Promise<readonly string[]> {
  const { json } = await call(gateway, 'GET', `/v1/rooms/${room}/comments`);
  return (json as { comments: { text: string }[] }).comments.map(({ text }) => text);
}
