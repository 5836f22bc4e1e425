import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { launchBrowser } from '../chromium.ts';
import { RETURNING_PORT, sayIn, startGateway } from '../demo/live-demo.ts';
import { openEmbed } from './embed-page.ts';
import { untilJoined, untilShown } from '../overlay-element.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser?.close());

describe('/embed/{room} through a night', () => {
  it('is still there after its gateway was killed again and again, and has grown by nothing', async () => {
    let night = await startGateway(RETURNING_PORT);
    try {
      const { page } = await openEmbed(browser, `${night.url}embed/night`, (fresh) =>
        fresh.addInitScript(() => {
          const Real = WebSocket;
          Object.assign(window, { opened: 0 });
          // Every wait is the tenth part of its window, so that three nights pass in seconds.
          Math.random = () => 0.1;
          window.WebSocket = class extends Real {
            constructor(...given: ConstructorParameters<typeof WebSocket>) {
              super(...given);
              (window as unknown as { opened: number }).opened += 1;
            }
          };
        }),
      );
      await untilJoined(page);
      const nodes = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length);
      const before = await nodes();
      for (let round = 1; round <= 3; round += 1) {
        await night.kill();
        await page.waitForFunction(
          () => document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.state.state !== 'joined',
        );
        night = await startGateway(RETURNING_PORT);
        await untilJoined(page);
        await sayIn(night.url, 'night', `round ${round}`);
        await untilShown(page, `round ${round}`);
      }
      expect(await nodes()).toBe(before);
      // A gateway is back within a second or two here: a try without back-off would be dozens.
      expect(await page.evaluate(() => (window as unknown as { opened: number }).opened)).toBeLessThan(40);
      expect(await page.evaluate(() => document.body.innerText.trim())).toBe('');
      await page.close();
    } finally {
      await night.kill();
    }
  }, 60_000);
});
