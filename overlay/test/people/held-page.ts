/** A page with comments that can be held, and what a test does to them. */
import type { Locator, Page } from 'playwright-core';
import { comment, type Peer } from '../shell/scripted-gateway.ts';
import type { DanmakuComment } from '@danmaku-live/protocol';

/** Where a comment is in the window, when it is on screen. */
export async function middleOf(page: Page, id: string): Promise<{ x: number; y: number }> {
  const found = await page.waitForFunction((wanted) => {
    const host = document.querySelector('[part=layer]')?.getBoundingClientRect();
    const box = window.overlay.visible().find((shown) => shown.id === wanted);
    // Only where the whole of it is in the picture.
    if (!host || !box || box.x < 0 || box.x + box.width > host.width) return undefined;
    return { x: host.left + box.x + box.width / 2, y: host.top + box.y + box.height / 2 };
  }, id);
  return (await found.jsonValue()) as { x: number; y: number };
}

/** Moves the mouse onto a comment as a hand does, in steps. */
export async function hover(page: Page, id: string): Promise<void> {
  const { x, y } = await middleOf(page, id);
  await page.mouse.move(x - 2, y);
  await page.mouse.move(x, y);
}

/** Says these and stops the picture when all stand in it, so that a busy machine meets them where they are. */
export async function sayStanding(
  page: Page,
  peer: Peer,
  ...comments: readonly (Partial<DanmakuComment> & { id: string })[]
): Promise<void> {
  peer.say({
    type: 'comments',
    offset: String(Date.now()),
    comments: comments.map(({ id, ...change }) => comment(id, { mode: 'top', ...change })),
  });
  await page.waitForFunction(
    (ids) => {
      const visible = window.overlay.visible().map(({ id }) => id);
      if (!ids.every((id) => visible.includes(id))) return false;
      window.overlay.pause();
      return true;
    },
    comments.map(({ id }) => id),
  );
}

export function card(page: Page): Locator {
  return page.locator('[part=held]');
}

export function menu(page: Page): Locator {
  return page.getByRole('menu');
}

/** What the overlay told the page under this name. */
export function told(page: Page, name: 'select' | 'like' | 'report' | 'block' | 'fill'): Promise<unknown[]> {
  return page.evaluate(
    (wanted) => window.told.filter(([heard]) => heard === wanted).map(([, payload]) => payload),
    name,
  );
}

declare global {
  interface Window {
    told: [string, unknown][];
  }
}

/** Keeps what the overlay tells from now on. @param names those listened for. */
export async function listen(page: Page, ...names: readonly Parameters<typeof told>[1][]): Promise<void> {
  await page.evaluate((wanted) => {
    window.told = [];
    for (const name of wanted) window.overlay.on(name, (payload) => window.told.push([name, payload]));
  }, names);
}
