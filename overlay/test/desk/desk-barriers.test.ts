import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, visit, type Gateway } from '../demo/live-demo.ts';
import { ask, openDesk, say, startModerated } from './desk-page.ts';

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let gateway: Gateway;
let browser: Browser;
beforeAll(async () => {
  [gateway, browser] = await Promise.all([startModerated(), launchBrowser()]);
  for (const text of ['前方高能', 'うおおお', 'hello 🎉']) await say(gateway, 'seen', 'ann', text);
  await ask(gateway, 'seen', 'PUT', '/sanctions/eve', { kind: 'ban', reason: 'spam', byAddress: true });
  await ask(gateway, 'seen', 'PATCH', '/settings', { holdMs: 60_000 });
  await say(gateway, 'seen', 'bob', 'may I?');
});
afterAll(async () => {
  await browser?.close();
  await gateway?.kill();
});

async function barriers(page: Page): Promise<readonly string[]> {
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run(),
  );
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

describe('The desk has no barrier', { timeout: 90_000 }, () => {
  it.each([
    ['a desk in the dark', 'dark', {}],
    ['a desk by daylight', 'light', { locale: 'zh-CN' }],
    ['a phone by daylight', 'light', PHONE],
  ] as const)('on %s, in any of its parts', async (_where, colorScheme, device) => {
    const { page } = await openDesk(browser, gateway, 'seen', { colorScheme, ...device });
    await page.evaluate(axe);
    await page.locator('.row').last().click();
    expect(await barriers(page)).toEqual([]);
    // Nothing makes the page wider than the screen: a phone would shrink it.
    expect(await page.evaluate(() => innerWidth)).toBe('viewport' in device ? device.viewport.width : 1280);
    for (const tab of ['held', 'room', 'sanctions', 'audit']) {
      await page.locator(`#tab-${tab}`).click();
      expect(await barriers(page), tab).toEqual([]);
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.locator('#help-open').click();
    expect(await barriers(page), 'keys').toEqual([]);
    await page.context().close();
  });

  it('at its door, and in the card of a user', async () => {
    const { page } = await visit(browser, `${gateway.url}moderate/seen`);
    await page.evaluate(axe);
    expect(await barriers(page)).toEqual([]);
    await page.context().close();
    const { page: desk } = await openDesk(browser, gateway, 'seen');
    await desk.evaluate(axe);
    await desk.locator('.row-name').last().click();
    await desk.locator('#person[open]').waitFor();
    expect(await barriers(desk)).toEqual([]);
    await desk.context().close();
  });
});
