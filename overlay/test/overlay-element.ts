/** What a test asks of the `<danmaku-overlay>` on a page, whoever made that page. */
import type { Page } from 'playwright-core';
import type { DanmakuOverlayElement } from '../src/element.ts';
import type { OverlaySettings } from '../src/options.ts';

/** Until the page, or the frame in it, has joined its room and can draw. */
export async function untilJoined(page: Pick<Page, 'waitForFunction'>): Promise<void> {
  await page.waitForFunction(() => {
    const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
    return overlay?.state.state === 'joined';
  });
}

/** Until a comment with this text is on screen. */
export async function untilShown(page: Pick<Page, 'waitForFunction'>, text: string): Promise<void> {
  await page.waitForFunction((wanted) => {
    const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
    return overlay?.visible().some((comment) => comment.text === wanted);
  }, text);
}

/** @throws where the page has no overlay, or not yet. */
export function settingsOf(page: Pick<Page, 'evaluate'>): Promise<OverlaySettings> {
  return page.evaluate(() => {
    const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
    if (!overlay) throw new Error('There is no overlay.');
    return overlay.settings;
  });
}
