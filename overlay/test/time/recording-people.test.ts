import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { hover, menu } from '../people/held-page.ts';
import type { OverlayPage } from '../shell/overlay-page.ts';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { openVideoPage, picture, seek } from './video-page.ts';

const room = useOverlayPage();

/** Two comments a second for two minutes. */
async function openRecording(settings: object = {}): Promise<OverlayPage> {
  const overlay = await openVideoPage(room, { settings });
  await overlay.page.evaluate(() =>
    window.overlay.load(Array.from({ length: 240 }, (_, i) => ({ id: `c${i}`, text: `number ${i}`, media: i / 2 }))),
  );
  return overlay;
}

const play = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const video = document.querySelector('video');
    if (video === null) return;
    video.playbackRate = 2;
    await video.play();
  });
const xOf = (page: Page, id: string): Promise<number | undefined> =>
  page.evaluate((wanted) => window.overlay.visible().find((shown) => shown.id === wanted)?.x, id);

describe('a comment of a recording under the mouse', () => {
  it('stands while the others fly on with the player, and is where its moment has it when it is left', async () => {
    const { page } = await openRecording({ speed: 0.25 });
    await seek(page, 10);
    const before = (await picture(page)).toSorted();
    await hover(page, 'c2');
    await menu(page).waitFor();
    const [heldX, otherX] = [await xOf(page, 'c2'), await xOf(page, 'c4')];
    await play(page);
    await expect.poll(async () => (await xOf(page, 'c4')) ?? -Infinity).toBeLessThan((otherX ?? 0) - 20);
    expect(await xOf(page, 'c2')).toBe(heldX);
    await page.mouse.move(5, 350);
    await menu(page).waitFor({ state: 'detached' });
    await expect.poll(async () => (await xOf(page, 'c2')) ?? -Infinity).toBeLessThan(heldX ?? -Infinity);
    await seek(page, 10);
    expect((await picture(page)).toSorted()).toEqual(before);
  });

  it('stays for who holds it while the player goes elsewhere, and then belongs to its moment again', async () => {
    const overlay = await openRecording({ speed: 0.25 });
    const { page } = overlay;
    await seek(page, 10);
    const before = (await picture(page)).toSorted();
    await hover(page, 'c2');
    await menu(page).waitFor();
    await seek(page, 100);
    await expect.poll(() => overlay.visible()).toContain('c190');
    expect(await overlay.visible()).toContain('c2');
    await page.mouse.move(5, 350);
    await menu(page).waitFor({ state: 'detached' });
    await expect.poll(() => overlay.visible()).not.toContain('c2');
    await seek(page, 10);
    expect((await picture(page)).toSorted()).toEqual(before);
  });
});

describe('a recording under reduced motion', () => {
  it('is a list in step with the player, which begins anew where the player goes', async () => {
    const overlay = await openRecording({ reducedMotion: 'on' });
    const { page } = overlay;
    await seek(page, 10);
    await play(page);
    const listed = async (): Promise<number[]> => (await overlay.visible()).map((id) => Number(id.slice(1)));
    await expect.poll(async () => (await listed()).length).toBeGreaterThan(1);
    const first = await listed();
    expect(Math.min(...first)).toBeGreaterThanOrEqual(20);
    expect(first).toEqual(first.toSorted((a, b) => a - b));
    await seek(page, 60);
    expect(await picture(page)).toEqual([]);
    await play(page);
    await expect.poll(async () => (await listed()).length).toBeGreaterThan(0);
    expect(Math.min(...(await listed()))).toBeGreaterThanOrEqual(120);
    await seek(page, 10);
    expect(await picture(page)).toEqual([]);
    await play(page);
    await expect.poll(async () => (await listed()).length).toBeGreaterThan(0);
    expect(Math.max(...(await listed()))).toBeLessThan(120);
    await page.evaluate(() => window.overlay.load([]));
    expect(await listed()).toEqual([]);
  });
});
