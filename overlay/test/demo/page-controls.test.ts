import { describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { PHONE, untilState } from './live-demo.ts';
import { useLiveDemo } from './use-live-demo.ts';
import { settingsOf } from '../overlay-element.ts';

const { visit } = useLiveDemo();

describe('the controls of the demo page', () => {
  it('change the settings of the overlay at once, and are found as they were left', async () => {
    const { page } = await visit();
    await untilState(page, 'joined');
    await page.getByLabel('Speed', { exact: true }).fill('2');
    await page.getByRole('checkbox', { name: 'Reverse' }).click();
    expect(await settingsOf(page)).toMatchObject({ speed: 2, modes: ['scroll', 'top', 'bottom'] });
    await page.reload();
    await untilState(page, 'joined');
    expect(await settingsOf(page)).toMatchObject({ speed: 2, modes: ['scroll', 'top', 'bottom'] });
    expect(await page.getByLabel('Speed', { exact: true }).inputValue()).toBe('2');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await settingsOf(page)).toMatchObject({ speed: 1, modes: ['scroll', 'reverse', 'top', 'bottom'] });
    await page.context().close();
  });

  it.each([
    ['a desk', {}],
    ['a phone', PHONE],
  ])('leave the calm list of reduced motion uncovered on %s', async (_where, device) => {
    const { page } = await visit('', { reducedMotion: 'reduce', ...device });
    await untilState(page, 'joined');
    await page.evaluate(() => {
      const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
      overlay?.emit({ text: '慢慢看 slowly' });
    });
    const line = page.locator('danmaku-overlay').getByText('慢慢看 slowly');
    await line.waitFor();
    const [list, badges] = await Promise.all([line.boundingBox(), page.locator('.badges').boundingBox()]);
    expect((list?.y ?? Infinity) + (list?.height ?? 0)).toBeLessThan(badges?.y ?? 0);
    await page.context().close();
  });

  it('follow the settings when something else changes them', async () => {
    const { page } = await visit();
    await untilState(page, 'joined');
    await page.evaluate(() =>
      document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.set({ opacity: 0.5, fontSize: 30 }),
    );
    expect(await page.getByLabel('Opacity', { exact: true }).inputValue()).toBe('0.5');
    expect(await page.locator('output', { hasText: '30 px' }).count()).toBe(1);
    await page.context().close();
  });

  it('ignore stored choices that make no sense', async () => {
    const { page, complaints } = await visit();
    await page.evaluate(() => {
      for (const name of ['settings', 'theme', 'language', 'scene'])
        localStorage.setItem(`danmaku-demo:${name}`, '{"speed":"x');
      localStorage.setItem('danmaku-demo:settings', '{"speed":-7,"modes":["sideways"],"__proto__":{"opacity":0}}');
    });
    await page.reload();
    await untilState(page, 'joined');
    expect((await settingsOf(page)).opacity).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('speak Chinese to a Chinese reader, and English when asked to', async () => {
    const { page } = await visit('', { locale: 'zh-CN' });
    await page.getByRole('heading', { name: '弹幕设置' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await page.locator('#language').click();
    await page.getByRole('heading', { name: 'How it flies' }).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    expect(await page.title()).toContain('Danmaku Live');
    await page.context().close();
  });

  it('take the comments along into fullscreen', async () => {
    const { page } = await visit();
    await untilState(page, 'joined');
    await page.getByRole('button', { name: 'Fullscreen' }).click();
    await page.waitForFunction(() => document.fullscreenElement?.id === 'player');
    expect(
      await page.evaluate(() =>
        ['danmaku-overlay', 'danmaku-composer'].every((name) => document.fullscreenElement?.querySelector(name)),
      ),
    ).toBe(true);
    await page.getByRole('button', { name: 'Leave fullscreen' }).click();
    await page.waitForFunction(() => document.fullscreenElement === null);
    await page.context().close();
  });

  it('put the composer right under the picture on a phone, and nothing beside the page', async () => {
    const { page } = await visit('', PHONE);
    await untilState(page, 'joined');
    const boxes = await page.evaluate(() => {
      const box = (name: string) => document.querySelector(name)?.getBoundingClientRect();
      return {
        gap: (box('danmaku-composer')?.top ?? 0) - (box('.screen')?.bottom ?? 0),
        composerBottom: box('danmaku-composer')?.bottom ?? Infinity,
        pageWidth: document.documentElement.scrollWidth,
      };
    });
    expect(Math.abs(boxes.gap)).toBeLessThanOrEqual(12);
    expect(boxes.composerBottom).toBeLessThan(844 / 2);
    expect(boxes.pageWidth).toBe(390);
    await page.context().close();
  });
});
