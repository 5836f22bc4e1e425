import { beforeAll, describe, expect, it } from 'vitest';
import { findBarriers } from '../demo/find-barriers.ts';
import { PHONE } from '../demo/live-demo.ts';
import { useDesk } from './desk-page.ts';

const { ask, say, openDesk, visit } = useDesk();
beforeAll(async () => {
  for (const text of ['前方高能', 'うおおお', 'hello 🎉']) await say('seen', 'ann', text);
  await ask('seen', 'PUT', '/sanctions/eve', { kind: 'ban', reason: 'spam', byAddress: true });
  await ask('seen', 'PATCH', '/settings', { holdMs: 60_000 });
  await say('seen', 'bob', 'may I?');
});

describe('The desk has no barrier', { timeout: 90_000 }, () => {
  it.each([
    ['a desk in the dark', 'dark', {}],
    ['a desk by daylight', 'light', { locale: 'zh-CN' }],
    ['a phone by daylight', 'light', PHONE],
  ] as const)('on %s, in any of its parts', async (_where, colorScheme, device) => {
    const { page } = await openDesk('seen', { colorScheme, ...device });
    await page.locator('.row').last().click();
    expect(await findBarriers(page)).toEqual([]);
    // Nothing makes the page wider than the screen: a phone would shrink it.
    expect(await page.evaluate(() => innerWidth)).toBe('viewport' in device ? device.viewport.width : 1280);
    for (const tab of ['held', 'room', 'sanctions', 'audit']) {
      await page.locator(`#tab-${tab}`).click();
      expect(await findBarriers(page), tab).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.locator('#help-open').click();
    expect(await findBarriers(page), 'keys').toEqual([]);
    await page.context().close();
  });

  it('at its door, and in the card of a user', async () => {
    const { page } = await visit('moderate/seen');
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
    const { page: desk } = await openDesk('seen');
    await desk.locator('.row-name').last().click();
    await desk.locator('#person[open]').waitFor();
    expect(await findBarriers(desk)).toEqual([]);
    await desk.context().close();
  });
});
