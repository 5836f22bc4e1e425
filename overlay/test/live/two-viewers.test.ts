/** The main job: what one person types in one browser flies over the video in another, through a real gateway. */
import { PNG } from 'pngjs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import type { VisibleComment } from '../../src/engine.ts';
import { RETURNING_PORT, sayIn, startGateway, untilState } from '../demo/live-demo.ts';
import { useLiveDemo } from '../demo/use-live-demo.ts';
import { layLine } from './cut-line.ts';

const demo = useLiveDemo();

async function watch(url: string, room: string): Promise<Page> {
  const { page } = await demo.visit(`${url}?room=${room}`);
  await untilState(page, 'joined');
  await page.evaluate(() => {
    const { overlay } = document.querySelector('danmaku-overlay') as DanmakuOverlayElement;
    const heard: string[] = [];
    Object.assign(window, { heard });
    overlay?.on('comment', ({ comment }) => heard.push(comment.text));
  });
  return page;
}

const heard = (page: Page): Promise<string[]> => page.evaluate(() => (window as unknown as { heard: string[] }).heard);

async function untilFlying(page: Page, text: string): Promise<VisibleComment> {
  const found = await page.waitForFunction((wanted) => {
    const { overlay } = document.querySelector('danmaku-overlay') as DanmakuOverlayElement;
    const comment = overlay?.visible().find((visible) => visible.text === wanted);
    const width = document.querySelector('danmaku-overlay')?.clientWidth ?? 0;
    // Wholly inside the picture, so that its pixels can be counted.
    return comment && comment.x > 0 && comment.x + comment.width < width && comment;
  }, text);
  return (await found.jsonValue()) as VisibleComment;
}

/** How many pixels in the box of `comment` are nearly `color`. */
async function pixelsOf(
  page: Page,
  comment: VisibleComment,
  color: readonly [number, number, number],
): Promise<number> {
  const stage = await page.locator('danmaku-overlay').boundingBox();
  const { x, y, width, height } = comment;
  const clip = { x: (stage?.x ?? 0) + x, y: (stage?.y ?? 0) + y, width, height };
  const { data } = PNG.sync.read(await page.screenshot({ clip }));
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (color.every((value, channel) => Math.abs((data[at + channel] ?? 0) - value) < 24)) count += 1;
  }
  return count;
}

const post = (room: string, text: string): Promise<void> => sayIn(demo.gateway.url, room, text);

describe('two people in one room', () => {
  it('see what one of them types fly over the video of the other', async () => {
    const [writer, reader] = await Promise.all([watch(demo.gateway.url, 'pair'), watch(demo.gateway.url, 'pair')]);
    const box = writer.getByRole('textbox', { name: /comment|say/i });
    await box.fill('前方高能 👨‍👩‍👧 たのしい');
    await box.press('Enter');
    expect((await untilFlying(writer, '前方高能 👨‍👩‍👧 たのしい')).mode).toBe('scroll');
    expect((await untilFlying(reader, '前方高能 👨‍👩‍👧 たのしい')).width).toBeGreaterThan(50);
    await expect.poll(() => box.inputValue()).toBe('');
    expect(await heard(reader)).toEqual(['前方高能 👨‍👩‍👧 たのしい']);
    await Promise.all([writer.context().close(), reader.context().close()]);
  });

  it('see it in pixels, not only in a list', async () => {
    const reader = await watch(demo.gateway.url, 'pixels');
    await sayIn(demo.gateway.url, 'pixels', '████████', { color: '#00ff00', mode: 'top' });
    const comment = await untilFlying(reader, '████████');
    await expect.poll(() => pixelsOf(reader, comment, [0, 255, 0])).toBeGreaterThan(500);
    await reader.context().close();
  });

  it('see their own comment before the gateway has heard of it', async () => {
    const line = await layLine(demo.gateway.port);
    const writer = await watch(line.url, 'own');
    await post('own', 'the stage is there');
    await untilFlying(writer, 'the stage is there');
    line.cut();
    const shown = await writer.evaluate(async () => {
      const { overlay } = document.querySelector('danmaku-overlay') as DanmakuOverlayElement;
      overlay?.post({ text: 'mine, at once', mode: 'top' }).catch(() => undefined);
      // The tick that draws it may be the one that is due already, so it is seen after two.
      for (let tick = 0; tick < 2; tick += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
      return overlay?.visible().map(({ text }) => text);
    });
    expect(shown).toContain('mine, at once');
    line.close();
    await writer.context().close();
  });

  it('lose and double nothing when the line of one of them breaks', async () => {
    const line = await layLine(demo.gateway.port);
    const reader = await watch(line.url, 'broken');
    const texts = Array.from({ length: 30 }, (_, index) => `comment ${index}`);
    for (const text of texts.slice(0, 10)) await post('broken', text);
    await expect.poll(() => heard(reader)).toEqual(texts.slice(0, 10));
    line.cut();
    for (const text of texts.slice(10, 20)) await post('broken', text);
    await untilState(reader, 'reconnecting');
    line.mend();
    await untilState(reader, 'joined');
    for (const text of texts.slice(20)) await post('broken', text);
    await expect.poll(() => heard(reader)).toEqual(texts);
    line.close();
    await reader.context().close();
  });

  it('find each other again after the gateway was killed and came back', async () => {
    const first = await startGateway(RETURNING_PORT);
    const [writer, reader] = await Promise.all([watch(first.url, 'again'), watch(first.url, 'again')]);
    await first.kill();
    await Promise.all([untilState(writer, 'reconnecting'), untilState(reader, 'reconnecting')]);
    const second = await startGateway(RETURNING_PORT);
    await Promise.all([untilState(writer, 'joined'), untilState(reader, 'joined')]);
    const box = writer.getByRole('textbox', { name: /comment|say/i });
    await box.fill('we are back');
    await box.press('Enter');
    await untilFlying(reader, 'we are back');
    expect(await heard(reader)).toEqual(['we are back']);
    await Promise.all([writer.context().close(), reader.context().close()]);
    await second.kill();
  });
});
