import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OverlayPage } from '../shell/overlay-page.ts';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { listen, told } from './held-page.ts';

const room = useOverlayPage();

/** Deep in a page that clips, shifts and covers it. */
const DEEP =
  '<div id="clip"><div id="player"><div id="skin"><video></video></div></div></div><div id="cover">over it</div>';

async function bury(page: Page): Promise<void> {
  await page.evaluate(() => {
    const dress = (selector: string, css: string): void => {
      const element = document.querySelector<HTMLElement>(selector);
      if (element) element.style.cssText = css;
    };
    dress('#clip', 'overflow:hidden;transform:translate(30px,20px);width:300px;height:200px');
    dress('#skin', 'width:320px;height:0;padding-top:180px;position:relative');
    dress('#cover', 'position:fixed;inset:0 0 auto 0;height:50px;z-index:999;background:#fff');
  });
}

async function fills(page: OverlayPage, selector: string): Promise<void> {
  const { width, height } = page.page.viewportSize() ?? { width: 0, height: 0 };
  await expect.poll(() => page.box(selector)).toEqual([0, 0, width, height]);
}

/** Until the picture is as large as its place: browsers tell a change of size a frame later. */
async function untilFitted(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const stage = document.querySelector('[part=stage]');
    const picture = stage?.querySelector('canvas');
    return picture?.clientWidth === stage?.clientWidth && picture?.clientHeight === stage?.clientHeight;
  });
}

describe('a player that fills the page', () => {
  it('covers all of it, comments over the video, and is what it was afterwards', async () => {
    const [overlay] = await room.join('#player', DEEP);
    const { page } = overlay;
    await bury(page);
    await listen(page, 'fill');
    /** But for the picture, which follows the size of its place when it comes to it. */
    const body = (): Promise<string> =>
      page.evaluate(() => {
        const copy = document.querySelector('#clip')?.cloneNode(true) as Element;
        copy.querySelector('[part=stage]')?.replaceChildren();
        return copy.outerHTML;
      });
    const [before, videoBefore] = [await body(), await overlay.box('video')];
    await page.evaluate(() => window.overlay.fillPage());
    for (const part of ['#player', 'video', '[part=layer]']) await fills(overlay, part);
    const uppermost = await page.evaluate(() => document.elementFromPoint(300, 20)?.closest('#player') !== null);
    expect(uppermost).toBe(true);
    await page.getByRole('button', { name: 'Back to the page' }).click();
    await expect.poll(() => overlay.box('video')).toEqual(videoBefore);
    await untilFitted(page);
    // The one difference: on a phone the video would leave the page when it plays.
    expect((await body()).replace(' playsinline=""', '')).toBe(before);
    expect(await told(page, 'fill')).toEqual([{ filled: true }, { filled: false }]);
  });

  it('may be a bare video, and ends by Escape', async () => {
    const [overlay] = await room.join('video', '<video></video>');
    const { page } = overlay;
    const before = await overlay.box('video');
    await page.evaluate(() => window.overlay.fillPage());
    for (const part of ['video', '[part=layer]']) await fills(overlay, part);
    await page.keyboard.press('Escape');
    await expect.poll(() => overlay.box('video')).toEqual(before);
    await expect.poll(() => overlay.box('[part=layer]')).toEqual(before);
    // No frame lies between: no size has changed that a browser would tell of.
    await page.evaluate(() => {
      window.overlay.fillPage();
      window.overlay.fillPage(false);
    });
    expect(await overlay.box('[part=layer]')).toEqual(before);
  });

  it('is the page’s again when the overlay is destroyed', async () => {
    const [overlay] = await room.join('#player', DEEP);
    const before = await overlay.box('#player');
    await overlay.page.evaluate(() => window.overlay.fillPage());
    await fills(overlay, '#player');
    await overlay.page.evaluate(() => window.overlay.destroy());
    expect(await overlay.box('#player')).toEqual(before);
    expect(await overlay.page.evaluate(() => document.documentElement.style.overflow)).toBe('');
  });
});

describe('what belongs to the system', () => {
  const happen = (page: Page, name: string): Promise<void> =>
    page.evaluate((type) => {
      document.querySelector('video')?.dispatchEvent(new Event(type, { bubbles: true }));
    }, name);

  it('says that comments do not follow into picture-in-picture, as long as it lasts', async () => {
    const [{ page }] = await room.join('#player', DEEP);
    await page.locator('[part=interaction]').waitFor({ state: 'attached' });
    await happen(page, 'enterpictureinpicture');
    const notice = page.getByRole('status');
    await notice.getByText('Comments stay here: they can’t follow into the small window.').waitFor();
    await happen(page, 'leavepictureinpicture');
    await expect.poll(() => notice.textContent()).toBe('');
  });

  it('offers to fill the page after an iPhone’s own fullscreen player', async () => {
    const [overlay] = await room.join('#player', DEEP);
    const { page } = overlay;
    await page.locator('[part=interaction]').waitFor({ state: 'attached' });
    await happen(page, 'webkitendfullscreen');
    await page.getByRole('button', { name: 'Fill the page instead' }).click();
    await fills(overlay, 'video');
  });
});
