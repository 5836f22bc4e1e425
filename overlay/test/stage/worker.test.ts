/// <reference lib="dom" />
import pixelmatch from 'pixelmatch';
import { describe, expect, it } from 'vitest';
import type { Stage } from '../../src/stage/stage.ts';
import { browserHeapBytes } from './browser-heap.ts';
import { inkIn, shoot } from './picture.ts';
import type { Picture } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

const LOOK = { fontPx: 28, fontFamily: 'sans-serif', color: '#ffd866', outlinePx: 2, own: false };
const LINES = [
  { text: '前方高能 wwww', x: 900, velocity: -0.2 },
  { text: 'すごい counted', x: 40, velocity: 0.15, count: 12 },
  { text: '대박 standing', x: 400, velocity: 0 },
  { text: 'mine 我的', x: 100, velocity: 0, own: true },
  { text: '👨‍👩‍👧‍👦 🇯🇵 GG', x: 600, velocity: -0.05 },
  { text: 'مرحبا بالعالم', x: 300, velocity: 0, color: '#203080' },
];

/** Opens a page whose `stage` shows the lines as of `stageMs` and then rests. */
async function open(renderer: 'worker' | 'webgl', stageMs: number): Promise<void> {
  const page = await lab.open();
  await page.evaluate(
    async ({ renderer, lines, look, stageMs }) => {
      const stage = await globalThis.lab.startStage(renderer);
      lines.forEach(({ text, x, velocity, count = 1, own = false, color = look.color }, i) => {
        const appearance = { ...look, text, own, color };
        stage.add({
          key: i + 1,
          appearance,
          size: stage.measure(appearance, count),
          motion: { x, y: 10 + i * 60, velocity, fromMs: 0, untilMs: 1e9 },
          count,
          pulseAt: -Infinity,
          first: own,
        });
      });
      Object.assign(globalThis, { stage });
      while (stage.render(stageMs)) await globalThis.lab.frames(1);
      stage.render(stageMs);
      stage.rest(stageMs);
    },
    { renderer, lines: LINES, look: LOOK, stageMs },
  );
}

function difference(a: Picture, b: Picture): number {
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0, includeAA: true });
}

const stageKind = (): Promise<string> =>
  lab.page.evaluate(() => (globalThis as unknown as { stage: Stage }).stage.kind);

describe('a stage in a worker', () => {
  it('draws the very pixels that it would draw on the page’s own thread', async () => {
    await open('webgl', 1_234.5);
    expect(await stageKind()).toBe('webgl');
    const expected = await shoot(lab.page);
    expect(inkIn(expected)).toBeDefined();
    await open('worker', 1_234.5);
    expect(await stageKind()).toBe('worker');
    await expect.poll(async () => difference(await shoot(lab.page), expected)).toBe(0);
  });

  it('takes on a new size, removals and changed looks', async () => {
    const change = (): Promise<void> =>
      lab.page.evaluate(
        async ({ look }) => {
          const { stage } = globalThis as unknown as { stage: Stage };
          const appearance = { ...look, text: 'another 别的', fontPx: 40 };
          const motion = { x: 50, y: 300, velocity: 0, fromMs: 0, untilMs: 1e9 };
          stage.remove(1);
          stage.update({
            key: 3,
            appearance,
            size: stage.measure(appearance, 3),
            motion,
            count: 3,
            pulseAt: -Infinity,
            first: false,
          });
          stage.resize({ width: innerWidth - 300, height: innerHeight, pixelRatio: 1 });
          while (stage.render(2_000)) await globalThis.lab.frames(1);
          stage.rest(2_000);
        },
        { look: LOOK },
      );
    await open('webgl', 1_000);
    await change();
    const expected = await shoot(lab.page);
    await open('worker', 1_000);
    await change();
    await expect.poll(async () => difference(await shoot(lab.page), expected)).toBe(0);
  });

  it('says nothing to its worker while nothing changes, and the picture moves on', async () => {
    await lab.open();
    await lab.page.evaluate(() => {
      const { postMessage } = Worker.prototype;
      const counted = globalThis as unknown as { messages: number };
      counted.messages = 0;
      Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
        counted.messages += 1;
        return Reflect.apply(postMessage, this, args) as void;
      };
      globalThis.running = globalThis.lab.start('worker', { speed: 0.25 });
    });
    const { page } = lab;
    await page.waitForFunction(() => running.engine.stats().stage === 'worker');
    await page.evaluate(() => running.engine.emit([globalThis.lab.comment('慢慢飞 slowly')]));
    await page.waitForFunction(() => (running.engine.visible()[0]?.x ?? Infinity) < innerWidth - 60);
    const first = inkIn(await shoot(page));
    await expect.poll(async () => inkIn(await shoot(page))?.left).toBeLessThan(first?.left ?? 0);
    // A frame that stalls is told to the worker, and on a busy machine many do: there comes a spell in which few are.
    const share = (): Promise<number> =>
      page.evaluate(async () => {
        const counted = globalThis as unknown as { messages: number };
        const before = counted.messages;
        await globalThis.lab.frames(30);
        return (counted.messages - before) / 30;
      });
    await expect.poll(share).toBeLessThan(0.5);
  });

  it('tells its worker together of what has flown out of the picture, and at once of what is taken out of it', async () => {
    await open('worker', 0);
    const told = await lab.page.evaluate(async (look) => {
      const { stage } = globalThis as unknown as { stage: Stage };
      type Order = { order: string; keys?: number[] };
      let messages: number[][] = [];
      const { postMessage } = Worker.prototype;
      Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
        const [{ orders }] = args as [{ orders: Order[] }];
        const keys = orders.flatMap(({ order, keys }) => (order === 'hide' && keys !== undefined ? keys : []));
        if (keys.length > 0) messages.push(keys);
        return Reflect.apply(postMessage, this, args) as void;
      };
      const add = (key: number, velocity: number, untilMs: number) => {
        const appearance = { ...look, text: `number ${key}` };
        const motion = { x: 0, y: 0, velocity, fromMs: 0, untilMs };
        const size = stage.measure(appearance, 1);
        stage.add({ key, appearance, motion, count: 1, pulseAt: -Infinity, first: false, size });
      };
      const taking = async (act: () => void) => {
        messages = [];
        act();
        await Promise.resolve();
        return messages;
      };
      for (let key = 101; key <= 106; key += 1) add(key, -1, 1_000 + key);
      add(201, -1, 9_000);
      add(202, 0, 1_000);
      const frame = (i: number) => stage.render(1_100 + i * 16, 50_000 + i * 16);
      frame(0);
      await Promise.resolve();
      return {
        flown: await taking(() => {
          for (let i = 1; i <= 6; i += 1) {
            stage.remove(100 + i);
            frame(i);
          }
        }),
        later: await taking(() => [7, 8, 9].forEach(frame)),
        seen: await taking(() => stage.remove(201)),
        standing: await taking(() => stage.remove(202)),
        resting: await taking(() => {
          add(301, -1, 1_250);
          stage.remove(301);
          stage.rest(1_320);
        }),
      };
    }, LOOK);
    expect(told).toEqual({
      flown: [],
      later: [[101, 102, 103, 104, 105, 106]],
      seen: [[201]],
      standing: [[202]],
      resting: [[301]],
    });
  });

  it('takes on another device pixel ratio', async () => {
    await open('worker', 0);
    const { page } = lab;
    await page.evaluate(() => {
      const { stage } = globalThis as unknown as { stage: Stage };
      stage.resize({ width: innerWidth, height: innerHeight, pixelRatio: 2 });
      stage.render(0);
    });
    await page.waitForFunction(() => document.querySelector('canvas')?.width === 2560);
    const sharp = await page.evaluate(() => document.querySelector('canvas')?.style.width);
    expect(sharp).toBe('1280px');
    await expect.poll(async () => inkIn(await shoot(page))).toBeDefined();
  });

  it('hands what flies to the page’s own thread when the worker dies', async () => {
    await lab.open();
    const { page } = lab;
    await page.evaluate(() => {
      const { Worker: Native } = globalThis;
      const started: Worker[] = [];
      globalThis.Worker = class extends Native {
        constructor(...args: ConstructorParameters<typeof Native>) {
          super(...args);
          started.push(this);
        }
      };
      Object.assign(globalThis, { started });
      globalThis.running = globalThis.lab.start('worker', { speed: 0.25 });
    });
    await page.waitForFunction(() => running.engine.stats().stage === 'worker');
    await page.evaluate(() => running.engine.emit([globalThis.lab.comment('还在', { mode: 'top' })]));
    await page.waitForFunction(() => running.engine.visible().length === 1);
    await page.evaluate(() => {
      const { started } = globalThis as unknown as { started: Worker[] };
      started[0]?.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
    });
    await page.waitForFunction(() => /^(webgl|canvas2d)$/.test(running.engine.stats().stage));
    expect(await page.evaluate(() => running.engine.visible().map(({ text }) => text))).toEqual(['还在']);
    await expect.poll(async () => inkIn(await shoot(page))).toBeDefined();
    expect(await page.evaluate(() => running.errors)).toEqual(['The worker that draws is gone: out of memory']);
  });

  it('is given up once where the worker can not be told what to draw', async () => {
    const page = await lab.open();
    const told = await page.evaluate(async () => {
      const lost: string[] = [];
      const stage = await globalThis.lab.startStage('worker', 1, ({ message }) => lost.push(message));
      for (let time = 0; time < 3; time += 1) {
        const picture = await createImageBitmap(new ImageData(1, 1));
        // A closed one can't go anywhere.
        if (time === 0) picture.close();
        stage.setMask({ picture, x: 0, y: 0, width: 1, height: 1 });
        await Promise.resolve();
        if (time > 0) lost.push(`${picture.width}`);
      }
      return lost;
    });
    expect(told).toEqual([expect.stringMatching(/^The worker that draws is gone: .*detached/), '0', '0']);
  });

  it('tells of comments for which there was no memory', async () => {
    await open('worker', 0);
    await lab.page.evaluate((look) => {
      const { stage } = globalThis as unknown as { stage: Stage };
      for (let key = 100; key < 900; key += 1) {
        const appearance = { ...look, fontPx: 60, text: `${key} ${'很长的弹幕'.repeat(7)}` };
        const motion = { x: 0, y: 0, velocity: 0, fromMs: 0, untilMs: 1e6 };
        const size = stage.measure(appearance, 1);
        stage.add({ key, appearance, motion, count: 1, pulseAt: -Infinity, first: false, size });
      }
    }, LOOK);
    await lab.page.waitForFunction(() => globalThis.lab.refused.length > 0);
    const bytes = await lab.page.evaluate(() => (globalThis as unknown as { stage: Stage }).stage.textureBytes());
    expect(bytes).toBeLessThanOrEqual(64 * 1024 * 1024);
  });

  it('keeps nothing on the page of the texts that it has measured', async () => {
    await open('worker', 0);
    const measure = (from: number) =>
      lab.page.evaluate(
        ({ look, from }) => {
          const { stage } = globalThis as unknown as { stage: Stage };
          for (let i = from; i < from + 3_000; i += 1)
            stage.measure({ ...look, text: `${i} 弹幕弹幕弹幕弹幕 ${i}` }, 1);
        },
        { look: LOOK, from },
      );
    await measure(10_000);
    const before = await browserHeapBytes(lab.page);
    await measure(20_000);
    expect((await browserHeapBytes(lab.page)) - before).toBeLessThan(1_000_000);
  });
});
