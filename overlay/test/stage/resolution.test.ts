/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { useLab } from './use-lab.ts';

const lab = useLab();

/** Makes every pixel of a picture cost time, as a screen too large for its device does. */
const SLOW = `for (const { prototype } of [globalThis.CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D].filter(Boolean)) {
  const { clearRect } = prototype;
  prototype.clearRect = function (x, y, width, height) {
    Reflect.apply(clearRect, this, [x, y, width, height]);
    // The picture alone covers the stage.
    if (x !== 0 || y !== 0 || width < 600 || height < 300) return;
    const endMs = performance.now() + (width * height * 220) / (1280 * 720);
    while (performance.now() < endMs) continue;
  };
}
`;

describe('a stage that is too slow for its pixels', () => {
  it.each([
    ['on the page’s thread', 'canvas2d'],
    ['in a worker', 'worker-canvas2d'],
  ] as const)('%s draws fewer of them, says so, and leaves no comment out', async (_, kind) => {
    const page = await lab.open();
    if (kind === 'canvas2d') await page.evaluate(() => Reflect.deleteProperty(globalThis, 'Worker'));
    await page.route('**/stage-worker.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: SLOW + (await response.text()) });
    });
    await page.evaluate(() => {
      globalThis.running = globalThis.lab.start('auto', { speed: 0.25 });
      running.engine.emit([globalThis.lab.comment('慢慢飞 slowly')]);
    });
    await page.waitForFunction(() => running.engine.visible().length === 1);
    expect(await page.evaluate(() => running.engine.stats())).toMatchObject({ stage: kind, quality: 1 });
    await page.waitForFunction(() => running.engine.stats().quality < 1, undefined, { timeout: 60_000 });
    const { skipped, onScreen } = await page.evaluate(() => running.engine.stats());
    expect(Object.values(skipped).every((count) => count === 0)).toBe(true);
    expect(onScreen).toBe(1);
  });

  it('draws them all the same where the renderer was named', async () => {
    const page = await lab.openEngine('canvas', { speed: 0.25 });
    await page.evaluate(SLOW);
    await page.evaluate(() => running.engine.emit([globalThis.lab.comment('慢慢飞 slowly')]));
    await page.evaluate(() => globalThis.lab.frames(12));
    expect(await page.evaluate(() => running.engine.stats().quality)).toBe(1);
  });
});
