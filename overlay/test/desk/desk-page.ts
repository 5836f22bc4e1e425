/** A moderators' desk of a real gateway in a real browser, and people to moderate. */
import type { Role } from '@danmaku-live/protocol';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { API_KEY, untilState, visit, type Visit } from '../demo/live-demo.ts';
import { SECRET, signToken } from '../demo/token.ts';
import { useLiveDemo, type LiveDemo } from '../demo/use-live-demo.ts';

/** Of a gateway that takes tokens and lets people speak as fast as they like. */
export const MODERATED = {
  JWT_SECRET: SECRET,
  POST_PER_SECOND: '10000',
  POST_BURST: '10000',
  ROOM_BUDGET: '10000',
} as const;

export function tokenOf(sub: string, role: Role, name = sub, secret = SECRET): string {
  return signToken({ sub, name, role }, secret);
}

export interface Desk {
  /** What the room's API answers to a server, or to whoever `bearer` is. */
  readonly ask: (room: string, method: string, path: string, body?: unknown, bearer?: string) => Promise<unknown>;
  /** `sub` says something; @returns the comment's id. */
  readonly say: (room: string, sub: string, text: string) => Promise<string>;
  /** The desk as a moderator sees it who came by a link with a token. */
  readonly openDesk: (room: string, options?: BrowserContextOptions) => Promise<Visit>;
}

/** @param site whose gateway and browser are not asked for before the first use. */
export function deskOf(site: Pick<LiveDemo, 'gateway' | 'browser'>): Desk {
  const ask: Desk['ask'] = async (room, method, path, body, bearer = API_KEY) => {
    const answer = await fetch(`${site.gateway.url}v1/rooms/${room}${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.status === 204 ? undefined : ((await answer.json()) as unknown);
  };
  return {
    ask,
    async say(room, sub, text) {
      const { id } = (await ask(room, 'POST', '/comments', { text }, tokenOf(sub, 'member'))) as { id: string };
      return id;
    },
    async openDesk(room, options) {
      const address = `${site.gateway.url}moderate/${room}#token=${tokenOf('mika', 'moderator')}`;
      const found = await visit(site.browser, address, options);
      await untilState(found.page, 'joined');
      return found;
    },
  };
}

/** A gateway that is {@link MODERATED} and a browser: they start and stop with the test file it is called in. */
export function useDesk(environment: Readonly<Record<string, string>> = {}): LiveDemo & Desk {
  const demo = useLiveDemo({ ...MODERATED, ...environment });
  return Object.assign(demo, deskOf(demo));
}

/** Chooses the row that holds `text`, as a mouse does. */
export async function pointAt(page: Page, text: string): Promise<void> {
  await page.locator('.row', { hasText: text }).last().hover();
}

/** What the last answer to the moderator says. */
export function lastToast(page: Page): Promise<string | null> {
  return page.locator('.toast').last().textContent();
}
