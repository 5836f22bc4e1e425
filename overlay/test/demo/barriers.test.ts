import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { findBarriers } from './find-barriers.ts';
import { API_KEY, PHONE, untilState, untilVisible } from './live-demo.ts';
import { useLiveDemo } from './use-live-demo.ts';

const demo = useLiveDemo();
const { visit } = demo;
beforeAll(async () => {
  const answer = await fetch(`${demo.gateway.url}v1/rooms/lobby/words`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ words: ['refused'] }),
  });
  if (!answer.ok) throw new Error(await answer.text());
});

/** What fades from one colour to another is judged when it has. */
async function expectNone(page: Page, where: string): Promise<void> {
  await expect.poll(() => findBarriers(page), { message: where }).toEqual([]);
}

/** Holds the first comment on screen, as the keyboard does, with its menu. */
async function openMenu(page: Page): Promise<void> {
  await page.keyboard.press('Alt+Shift+D');
  await page.locator('[part=held]').waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('menu').waitFor();
}

describe('nothing of the demo page is a barrier', () => {
  it.each([
    ['a desk in the dark', 'dark', {}],
    ['a phone by daylight, to one who wants less motion', 'light', { ...PHONE, reducedMotion: 'reduce' }],
  ] as const)(
    'on %s: page, panels, a refused comment, a held one and its menu',
    async (_where, colorScheme, device) => {
      const { page } = await visit('', { colorScheme, ...device });
      await untilState(page, 'joined');
      const field = page.locator('danmaku-composer').getByRole('textbox').first();
      await field.waitFor();
      await expectNone(page, 'page');
      for (const part of ['style-button', 'settings-button']) {
        await page.locator(`[part="${part}"]`).click();
        await page.getByRole('dialog').waitFor();
        await expectNone(page, part);
        await page.keyboard.press('Escape');
      }
      await field.fill('refused');
      await field.press('Enter');
      await expect.poll(() => page.locator('[part="reason"]').textContent()).not.toBe('');
      await expectNone(page, 'refused');
      await page.evaluate(() =>
        document
          .querySelector<DanmakuOverlayElement>('danmaku-overlay')
          ?.overlay?.emit({ text: '前方高能 🎉', mode: 'top' }),
      );
      await untilVisible(page, 1);
      // In a text field the keys are typed.
      await field.blur();
      await openMenu(page);
      await expectNone(page, 'menu');
      await page.context().close();
    },
  );
});

describe('nothing of the embedded page is a barrier', () => {
  it.each(['off', 'on'])('with reduced motion %s', async (reducedMotion) => {
    const { page } = await visit(`embed/lobby?test=1&reduced-motion=${reducedMotion}`);
    await untilVisible(page, 2);
    await expectNone(page, 'page');
    await openMenu(page);
    await expectNone(page, 'menu');
    await page.context().close();
  });
});
