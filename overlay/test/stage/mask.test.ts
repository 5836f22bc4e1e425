/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { inkIn, shoot } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

/** Opens an engine that shows one long comment standing across the stage, and waits until it is drawn. */
async function open(renderer: 'worker' | 'webgl' | 'canvas'): Promise<void> {
  const page = await lab.open({ viewport: { width: 800, height: 300 } });
  await page.evaluate((chosen) => {
    globalThis.running = globalThis.lab.start(chosen, { fontSize: 40 });
  }, renderer);
  await page.waitForFunction(() => running.engine.stats().stage !== 'loading');
  await page.evaluate(() => {
    const { engine } = running;
    engine.emit([globalThis.lab.comment('一二三四五六七八九十一二三四五', { mode: 'top' })]);
  });
  await page.waitForFunction(() => running.engine.visible().length === 1);
  await page.evaluate(() => running.engine.pause());
  await expect.poll(async () => inkIn(await shoot(page), 310, 0, 490, 300)).toBeDefined();
}

/** What shows beside and within the part from 300 to 500 pixels, but for its soft edges. */
async function parts() {
  const picture = await shoot(lab.page);
  return {
    left: inkIn(picture, 0, 0, 290, 300) !== undefined,
    middle: inkIn(picture, 310, 0, 490, 300) !== undefined,
    right: inkIn(picture, 510, 0, 800, 300) !== undefined,
  };
}

const HIDDEN = { left: true, middle: false, right: true };
const SHOWN = { left: true, middle: true, right: true };

describe.each(['worker', 'webgl', 'canvas'] as const)('a mask on %s', (renderer) => {
  it('hides danmaku where it is opaque, live, and nowhere when it is gone', async () => {
    await open(renderer);
    const { page } = lab;
    await page.evaluate(() => running.engine.set({ mask: [{ x: 300, y: '0%', width: '25%', height: 300 }] }));
    await expect.poll(parts).toEqual(HIDDEN);
    await page.evaluate(() => running.engine.set({ mask: null }));
    await expect.poll(parts).toEqual(SHOWN);
    await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 30 });
      canvas.getContext('2d')?.fillRect(30, 0, 20, 30);
      running.engine.set({ mask: canvas });
    });
    await expect.poll(parts).toEqual(HIDDEN);
  });

  it('follows a function while nothing moves, and takes its picture again only when the version is another', async () => {
    await open(renderer);
    const { page } = lab;
    await page.evaluate(() => {
      const counted = Object.assign(globalThis, { taken: 0, asked: 0 });
      const { transferToImageBitmap } = OffscreenCanvas.prototype;
      OffscreenCanvas.prototype.transferToImageBitmap = function (this: OffscreenCanvas) {
        counted.taken += 1;
        return transferToImageBitmap.call(this);
      };
      const source = new OffscreenCanvas(80, 30);
      const context = source.getContext('2d');
      const moving = Object.assign(globalThis, {
        version: 1,
        paint: (x: number) => {
          context?.clearRect(0, 0, 80, 30);
          context?.fillRect(x, 0, 20, 30);
        },
      });
      moving.paint(30);
      running.engine.set({
        mask: () => {
          counted.asked += 1;
          return { source, version: moving.version };
        },
      });
    });
    await expect.poll(parts).toEqual(HIDDEN);
    await page.waitForFunction(() => (globalThis as unknown as { asked: number }).asked > 10);
    expect(await page.evaluate(() => (globalThis as unknown as { taken: number }).taken)).toBe(1);
    await page.evaluate(() => {
      const moving = globalThis as unknown as { version: number; paint(x: number): void };
      moving.paint(0);
      moving.version = 2;
    });
    await expect.poll(parts).toEqual(SHOWN);
    expect(await page.evaluate(() => (globalThis as unknown as { taken: number }).taken)).toBe(2);
  });

  it('on which another origin has come to paint is reported once, and comments fly on without it', async () => {
    await open(renderer);
    const { page } = lab;
    await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 30 });
      canvas.getContext('2d')?.fillRect(30, 0, 20, 30);
      Object.assign(globalThis, { canvas });
      running.engine.set({ mask: () => canvas });
    });
    await expect.poll(parts).toEqual(HIDDEN);
    const isReadable = await page.evaluate(async () => {
      const context = (globalThis as unknown as { canvas: HTMLCanvasElement }).canvas.getContext('2d');
      // A browser takes a page within a picture for one of another origin.
      const svg =
        '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="30"><foreignObject width="80" height="30"/></svg>';
      const image = new Image();
      image.src = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
      await image.decode();
      context?.drawImage(image, 0, 0);
      try {
        return context?.getImageData(0, 0, 1, 1) !== undefined;
      } catch {
        return false;
      }
    });
    expect(isReadable).toBe(false);
    await expect.poll(parts).toEqual(SHOWN);
    await page.evaluate(() => {
      running.engine.resume();
      running.engine.emit([globalThis.lab.comment('again', { mode: 'bottom' })]);
    });
    await page.waitForFunction(() => running.engine.visible().length === 2);
    expect(await page.evaluate(() => running.errors)).toEqual(['The mask can not be used.']);
  });

  it('that throws is reported once, and comments fly without it', async () => {
    await open(renderer);
    const { page } = lab;
    await page.evaluate(() =>
      running.engine.set({
        mask: () => {
          throw new Error('no camera');
        },
      }),
    );
    await page.waitForFunction(() => running.errors.length > 0);
    await page.evaluate(() => running.engine.resume());
    await page.evaluate(() => globalThis.lab.frames(5));
    expect(await page.evaluate(() => running.errors)).toEqual(['The mask can not be used.']);
    expect(await parts()).toEqual(SHOWN);
  });
});

describe('a mask that is an image', () => {
  it('hides danmaku as soon as it is loaded, also where everything rests by then', async () => {
    await open('canvas');
    await lab.page.evaluate(async () => {
      const image = new Image();
      running.engine.set({ mask: image });
      await globalThis.lab.frames(3);
      const canvas = Object.assign(document.createElement('canvas'), { width: 80, height: 30 });
      canvas.getContext('2d')?.fillRect(30, 0, 20, 30);
      image.src = canvas.toDataURL();
    });
    await expect.poll(parts).toEqual(HIDDEN);
  });
});
