import { describe, expect, it } from 'vitest';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { openVideoPage, picture, seek, untilFramesEnd } from './video-page.ts';

const room = useOverlayPage();

/** Ten comments a second for a minute. */
const loadMinute = (): Promise<unknown> =>
  window.overlay.load(
    Array.from({ length: 600 }, (_, i) => ({ id: `c${i}`, text: `第 ${i} 条${'。'.repeat(i % 7)}`, media: i / 10 })),
  );

describe('a recording in a page', () => {
  it('shows each comment by the time of the player, and the same picture again after any seek', async () => {
    const { page } = await openVideoPage(room);
    expect(await page.evaluate(loadMinute)).toEqual({ loaded: 600, skipped: {} });
    await seek(page, 20);
    const first = await picture(page);
    expect(first.length).toBeGreaterThan(20);
    await seek(page, 50);
    const later = await picture(page);
    expect(later).not.toEqual(first);
    await seek(page, 3);
    await seek(page, 20);
    expect(await picture(page)).toEqual(first);
    await page.evaluate(() => {
      window.overlay.set({ fontSize: 40 });
      window.overlay.set({ fontSize: 'auto' });
    });
    await seek(page, 50);
    expect(await picture(page)).toEqual(later);
  });

  it.each([0.5, 1, 4])('runs with the player at rate %d, and stands when it is paused', async (rate) => {
    const { page } = await openVideoPage(room);
    await page.evaluate(loadMinute);
    await page.evaluate(async (rate) => {
      const video = document.querySelector('video');
      if (video === null) return;
      video.playbackRate = rate;
      await video.play();
    }, rate);
    // Said a second after the start: nobody but the player brings the picture there.
    await page.waitForFunction(() => window.overlay.visible().some(({ id }) => Number(id.slice(1)) >= 10));
    // A player goes on for a moment after it was paused: a seek to where it is pins it there.
    const moment = await page.evaluate(() => document.querySelector('video')?.currentTime ?? 0);
    await seek(page, moment);
    const still = await picture(page);
    expect(still.length).toBeGreaterThan(0);
    expect(await picture(page)).toEqual(still);
    // However it got there, it is the picture of that moment.
    await seek(page, 110);
    expect(await picture(page)).toEqual([]);
    await seek(page, moment);
    expect(await picture(page)).toEqual(still);
  });

  it('counts what it can’t show, shows the rest, and is replaced by the next one', async () => {
    const { page } = await openVideoPage(room);
    const result = await page.evaluate(() => {
      const bad: unknown[] = [null, 7, { text: 5, media: 1 }, { text: ' \u0007 ', media: 1 }, { text: 'no time' }];
      const worse = [
        { text: 'x', media: Number.NaN },
        { text: 'x', media: -4 },
        { text: 'x'.repeat(5000), media: 1 },
      ];
      const good = [
        { id: 'a', text: 'first', media: 1 },
        { id: 'a', text: 'again', media: 1 },
      ];
      return window.overlay.load([...bad, ...worse, ...good] as { text: string }[]);
    });
    expect(result).toEqual({
      loaded: 1,
      skipped: { invalid: 3, empty: 1, no_time: 3, too_long: 1, duplicate_id: 1 },
    });
    await seek(page, 3);
    expect((await picture(page)).join()).toContain('first');
    await page.evaluate(() => window.overlay.load([{ text: 'second', media: 2 }]));
    await expect.poll(() => picture(page)).toEqual([expect.stringContaining('second')]);
    await page.evaluate(() => window.overlay.load([]));
    await expect.poll(() => picture(page)).toEqual([]);
  });

  it('is held against a clock of the page where there is one, and an offset moves it', async () => {
    const overlay = await openVideoPage(room);
    const { page } = overlay;
    await page.evaluate(() => {
      Object.assign(window, { seconds: 30 });
      const comments = [{ id: 'a', text: 'at thirty', media: 29, mode: 'top' as const }];
      return window.overlay.load(comments, { clock: () => (window as unknown as { seconds: number }).seconds });
    });
    await expect.poll(() => overlay.visible()).toEqual(['a']);
    await page.evaluate(() => window.overlay.set({ offset: 10 }));
    await expect.poll(() => overlay.visible()).toEqual([]);
    await page.evaluate(() => Object.assign(window, { seconds: 40 }));
    await expect.poll(() => overlay.visible()).toEqual(['a']);
  });

  it('goes with a clock of the page that was not there yet, and with one that has stood still until no frame was asked for', async () => {
    const overlay = await openVideoPage(room);
    const { page } = overlay;
    const goTo = (seconds: number): Promise<void> => page.evaluate((to) => void Object.assign(window, { to }), seconds);
    await page.evaluate(() => {
      const comments = [1, 31, 61].map((media) => ({ id: String(media), text: 'here', media, mode: 'top' as const }));
      return window.overlay.load(comments, { clock: () => (window as unknown as { to?: number }).to });
    });
    await untilFramesEnd(page);
    await goTo(2);
    await expect.poll(() => overlay.visible()).toEqual(['1']);
    await untilFramesEnd(page);
    await goTo(62);
    await expect.poll(() => overlay.visible()).toEqual(['61']);
    await untilFramesEnd(page);
    await goTo(32);
    await expect.poll(() => overlay.visible()).toEqual(['31']);
  });

  it('is cleared, blocked and withdrawn like anything else that flies', async () => {
    const overlay = await openVideoPage(room);
    const { page } = overlay;
    await page.evaluate(() =>
      window.overlay.load([
        { id: 'a', text: 'spoiler', media: 1, user: { id: 'u1', name: 'U' } },
        { id: 'b', text: 'fine', media: 1, user: { id: 'u2', name: 'V' } },
        { id: 'c', text: 'rude', media: 1, user: { id: 'u3', name: 'W' } },
      ]),
    );
    await seek(page, 3);
    await expect.poll(async () => (await overlay.visible()).toSorted()).toEqual(['a', 'b', 'c']);
    await page.evaluate(() => window.overlay.set({ blockedWords: ['Spoiler'], blockedUsers: ['u3'] }));
    await expect.poll(() => overlay.visible()).toEqual(['b']);
    await page.evaluate(() => window.overlay.clear());
    await expect.poll(() => overlay.visible()).toEqual([]);
    await seek(page, 60);
    expect(await picture(page)).toEqual([]);
    await seek(page, 3);
    await expect.poll(() => overlay.visible()).toEqual(['b']);
  });
});
