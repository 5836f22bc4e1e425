import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../src/overlay.ts';
import { OverlayPage } from './overlay-page.ts';
import { useOverlayPage } from './use-overlay-page.ts';

declare global {
  interface Window {
    others: Overlay[];
  }
}

const room = useOverlayPage({ shareStorage: true });

/** @param others options of more overlays on the same page. */
async function visit(
  options: object = { remember: true },
  prepare?: (page: Page) => Promise<unknown>,
  others: readonly object[] = [],
): Promise<Page> {
  const content = OverlayPage.overlayOver('#player', options);
  const more = `window.others = ${JSON.stringify(others)}.map((options) =>
    createOverlay(document.body.appendChild(document.createElement('div')), options));`;
  const page = await room.open({ ...content, script: `${content.script ?? ''}${more}` }, prepare);
  await page.page.waitForFunction(() => window.overlay.stats().stage !== 'loading');
  return page.page;
}

const stored = (page: Page): Promise<string | null> =>
  page.evaluate(() => localStorage.getItem('danmaku-live:settings:v1'));
const opacity = (page: Page): Promise<number> => page.evaluate(() => window.overlay.settings.opacity);

describe('settings between visits', () => {
  it('are kept where the page asks for it, and go before the page’s own', async () => {
    const first = await visit();
    await first.evaluate(() => {
      for (let n = 1; n <= 9; n += 1) window.overlay.set({ opacity: n / 10, paused: true });
    });
    await expect.poll(() => stored(first)).toBe('{"opacity":0.9}');
    const second = await visit({ remember: true, settings: { opacity: 0.2, speed: 2 } });
    await expect.poll(() => opacity(second)).toBe(0.9);
    expect(await second.evaluate(() => window.overlay.settings)).toMatchObject({ speed: 2, paused: false });
    const forgetful = await visit({ settings: { opacity: 0.2 } });
    expect(await opacity(forgetful)).toBe(0.2);
  });

  it('are followed by the site’s other tabs', async () => {
    const [one, other] = [await visit(), await visit()];
    await one.evaluate(() => window.overlay.set({ opacity: 0.4 }));
    await expect.poll(() => opacity(other)).toBe(0.4);
    await other.evaluate(() => window.overlay.set({ area: 0.5 }));
    await expect.poll(() => one.evaluate(() => window.overlay.settings.area)).toBe(0.5);
    await expect.poll(() => stored(one)).toBe('{"opacity":0.4,"area":0.5}');
  });

  it('are followed by the page’s other overlays, until these end', async () => {
    const page = await visit({ remember: true }, undefined, [{ remember: true }, { remember: true }, {}]);
    const opacities = (): Promise<number[]> =>
      page.evaluate(() => [window.overlay, ...window.others].map((overlay) => overlay.settings.opacity));
    await page.evaluate(() => window.overlay.set({ opacity: 0.4 }));
    await expect.poll(opacities).toEqual([0.4, 0.4, 0.4, 1]);
    await page.evaluate(() => {
      window.others[0]?.destroy();
      window.others[1]?.set({ opacity: 0.6 });
    });
    await expect.poll(opacities).toEqual([0.6, 0.4, 0.6, 1]);
    expect(await stored(page)).toBe('{"opacity":0.6}');
  });

  it('that were changed here a moment ago are not undone by what another overlay keeps', async () => {
    const page = await visit();
    await page.evaluate(() => window.overlay.set({ speed: 2 }));
    await expect.poll(() => stored(page)).toBe('{"speed":2}');
    const other = await visit();
    await expect.poll(() => other.evaluate(() => window.overlay.settings.speed)).toBe(2);
    // The other's news comes while this one's change still waits to be written.
    await page.evaluate(() => {
      window.overlay.set({ speed: 3 });
      const [key, newValue] = ['danmaku-live:settings:v1', '{"speed":2,"opacity":0.5}'];
      window.dispatchEvent(new StorageEvent('storage', { key, newValue }));
    });
    expect(await page.evaluate(() => window.overlay.settings)).toMatchObject({ speed: 3, opacity: 0.5 });
    await expect.poll(() => other.evaluate(() => window.overlay.settings.speed)).toBe(3);
  });

  it('come when what draws does, however often that takes, and leave what was changed before', async () => {
    const content = OverlayPage.overlayOver('#player', { remember: true, settings: { speed: 3 } });
    const change = 'overlay.set({ opacity: 0.9 });';
    let asked = 0;
    const page = await room.open({ ...content, script: `${content.script ?? ''}${change}` }, async (fresh) => {
      const kept = '{"opacity":0.3,"speed":2}';
      await fresh.addInitScript((text) => localStorage.setItem('danmaku-live:settings:v1', text), kept);
      await fresh.route('**/stage.js*', (route) => ((asked += 1) === 1 ? route.abort() : route.continue()));
    });
    await expect
      .poll(() => page.page.evaluate(() => window.overlay.settings))
      .toMatchObject({ opacity: 0.9, speed: 2 });
    await expect.poll(() => stored(page.page)).toBe('{"opacity":0.9,"speed":2}');
    page.forgive('Failed to load resource: net::ERR_FAILED');
  });

  it.each([
    ['no JSON', 'opacity'],
    ['half of it', '{"opacity":0.'],
    ['another kind of thing', '[1,2]'],
    ['values that are none', '{"opacity":"much","area":null,"modes":7,"__proto__":{"opacity":0},"unheard":1}'],
  ])('that were spoilt into %s leave the page’s own', async (_, text) => {
    const page = await visit({ remember: true, settings: { opacity: 0.7 } }, (fresh) =>
      fresh.addInitScript((spoilt) => localStorage.setItem('danmaku-live:settings:v1', spoilt), text),
    );
    await page.evaluate(() => window.overlay.set({ speed: 3 }));
    await expect.poll(() => stored(page)).toBe('{"speed":3}');
    expect(await page.evaluate(() => window.overlay.settings)).toMatchObject({ opacity: 0.7, area: 1 });
  });

  it('are forgotten, and nothing else fails, where storage throws', async () => {
    const page = await visit({ remember: true }, (fresh) =>
      fresh.addInitScript(() => {
        Object.defineProperty(window, 'localStorage', {
          get: () => {
            throw new DOMException('no', 'SecurityError');
          },
        });
      }),
    );
    await page.evaluate(() => window.overlay.set({ opacity: 0.3 }));
    expect(await opacity(page)).toBe(0.3);
    await page.evaluate(() => window.overlay.destroy());
    expect(await page.evaluate(() => window.overlay.settings.opacity)).toBe(0.3);
  });
});
