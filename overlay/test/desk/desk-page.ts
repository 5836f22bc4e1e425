/** A moderators' desk of a real gateway in a real browser, and people to moderate. */
import { createHmac } from 'node:crypto';
import type { Role } from '@danmaku-live/protocol';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { startGateway, untilState, visit, type Gateway, type Visit } from '../demo/live-demo.ts';

const SECRET = 'a-secret-of-the-tests-with-forty-characters';
const SERVER_KEY = 'server-key-of-the-tests-0123456789';

/** A gateway that takes tokens and lets people speak as fast as they like. */
export function startModerated(port = 0, environment: Readonly<Record<string, string>> = {}): Promise<Gateway> {
  const free = { POST_PER_SECOND: '10000', POST_BURST: '10000', ROOM_BUDGET: '10000' };
  return startGateway(port, { JWT_SECRET: SECRET, API_KEYS: SERVER_KEY, ...free, ...environment });
}

export function tokenOf(sub: string, role: Role, name = sub, secret = SECRET): string {
  const exp = Math.floor(Date.now() / 1000) + 3600;
  const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode({ sub, name, role, exp })}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** What the room's API answers to a server, or to whoever `bearer` is. */
export async function ask(
  gateway: Gateway,
  room: string,
  method: string,
  path: string,
  body?: unknown,
  bearer = SERVER_KEY,
): Promise<unknown> {
  const answer = await fetch(`${gateway.url}v1/rooms/${room}${path}`, {
    method,
    headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  return answer.status === 204 ? undefined : await answer.json();
}

/** `sub` says something; @returns the comment's id. */
export async function say(gateway: Gateway, room: string, sub: string, text: string): Promise<string> {
  const { id } = (await ask(gateway, room, 'POST', '/comments', { text }, tokenOf(sub, 'member'))) as { id: string };
  return id;
}

/** The desk as a moderator sees it who came by a link with a token. */
export async function openDesk(
  browser: Browser,
  gateway: Gateway,
  room: string,
  options: BrowserContextOptions = {},
): Promise<Visit> {
  const found = await visit(browser, `${gateway.url}moderate/${room}#token=${tokenOf('mika', 'moderator')}`, options);
  await untilState(found.page, 'joined');
  return found;
}

/** Chooses the row that holds `text`, as a mouse does. */
export async function pointAt(page: Page, text: string): Promise<void> {
  await page.locator('.row', { hasText: text }).last().hover();
}

/** What the last answer to the moderator says. */
export function lastToast(page: Page): Promise<string | null> {
  return page.locator('.toast').last().textContent();
}
