/// <reference lib="dom" />
import pixelmatch from 'pixelmatch';
import { describe, expect, it } from 'vitest';
import type { Bullet } from '../../src/lanes/bullet.ts';
import type { Stage } from '../../src/stage/stage.ts';
import { browserHeapBytes } from './browser-heap.ts';
import { inkIn, shoot } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

const LOOK = { fontPx: 32, fontFamily: 'sans-serif', color: '#ffffff', outlinePx: 2, own: false };

type Scene = Omit<Bullet, 'size'>[];

/** Bullets of every kind: moving both ways, standing, waiting, counted, pulsing, own, dark. */
const SCENE: Scene = [
  { key: 1, motion: { x: 900, y: 20, velocity: -0.2, fromMs: 0, untilMs: 1e6 }, text: 'Flying left 向左飞' },
  { key: 2, motion: { x: 40, y: 90, velocity: 0.15, fromMs: 200, untilMs: 1e6 }, text: 'Flying right', count: 7 },
  { key: 3, motion: { x: 400, y: 160, velocity: 0, fromMs: 0, untilMs: 1e6 }, text: '站着 standing' },
  { key: 4, motion: { x: 400, y: 230, velocity: 0, fromMs: 5_000, untilMs: 1e6 }, text: 'not yet' },
  { key: 5, motion: { x: 600, y: 300, velocity: 0, fromMs: 0, untilMs: 1e6 }, text: 'wow', count: 12, pulseAt: 900 },
  { key: 6, motion: { x: 100, y: 380, velocity: 0, fromMs: 0, untilMs: 1e6 }, text: '我的 mine', own: true },
  {
    key: 7,
    motion: { x: 700, y: 450, velocity: -0.01, fromMs: 0, untilMs: 1e6 },
    text: '👨‍👩‍👧‍👦 مرحبا สวัสดี',
    color: '#203080',
  },
].map(({ key, motion, text, count = 1, pulseAt = -Infinity, own = false, color = '#ffffff' }) => ({
  key,
  motion,
  count,
  pulseAt,
  first: own,
  appearance: { ...LOOK, text, own, color },
}));

/** Draws `scene` at `stageMs` with everything painted, and returns the screenshot. */
async function draw(kind: 'webgl' | 'canvas', scene: Scene, stageMs: number, ratio = 1, first = ratio) {
  const page = await lab.open({ deviceScaleFactor: ratio });
  await page.evaluate(
    async ({ kind, scene, stageMs, ratio, first }) => {
      const stage = await globalThis.lab.startStage(kind, first);
      const settle = async () => {
        while (stage.render(stageMs)) await globalThis.lab.frames(1);
      };
      for (const bullet of scene) {
        stage.add({
          ...bullet,
          pulseAt: bullet.pulseAt ?? -Infinity,
          size: stage.measure(bullet.appearance, bullet.count),
        });
      }
      await settle();
      if (first !== ratio) {
        stage.resize({ width: innerWidth, height: innerHeight, pixelRatio: ratio });
        await settle();
      }
      stage.render(stageMs);
      await globalThis.lab.frames(2);
      if (kind === 'webgl') stage.render(stageMs);
      Object.assign(globalThis, { stage });
    },
    { kind, scene, stageMs, ratio, first },
  );
  return shoot(page);
}

/** The same stage at another moment. */
async function drawAgain(stageMs: number) {
  await lab.page.evaluate(async (stageMs) => {
    const { stage } = globalThis as unknown as { stage: Stage };
    await globalThis.lab.frames(1);
    stage.render(stageMs);
  }, stageMs);
  return shoot(lab.page);
}

/** Share of pixels that differ. */
function difference(a: Awaited<ReturnType<typeof shoot>>, b: Awaited<ReturnType<typeof shoot>>): number {
  return pixelmatch(a.data, b.data, undefined, a.width, a.height, { threshold: 0.2 }) / (a.width * a.height);
}

describe('the shader and lanes/motion', () => {
  it('put every bullet at the same place at every moment', async () => {
    const moments = [0, 777, 1_000, 3_210.5, 90_000];
    const shots = async (kind: 'webgl' | 'canvas') => {
      const pictures = [await draw(kind, SCENE, moments[0] ?? 0)];
      for (const stageMs of moments.slice(1)) pictures.push(await drawAgain(stageMs));
      return pictures;
    };
    const webgl = await shots('webgl');
    const canvas = await shots('canvas');
    moments.forEach((stageMs, i) => {
      const [drawn, expected] = [webgl[i], canvas[i]];
      if (drawn === undefined || expected === undefined) throw new Error('no picture');
      expect(inkIn(expected)).toBeDefined();
      // Canvas 2D draws on whole pixels, so edges of what moves differ by up to half of one.
      expect(difference(drawn, expected), `at ${stageMs}`).toBeLessThan(0.004);
      for (const { motion, appearance } of SCENE) {
        const row = [0, motion.y - 4, drawn.width, motion.y + appearance.fontPx * 1.4] as const;
        const [a, b] = [inkIn(drawn, ...row), inkIn(expected, ...row)];
        expect(Math.abs((a?.left ?? 0) - (b?.left ?? 0)), appearance.text).toBeLessThanOrEqual(2);
        expect(Math.abs((a?.right ?? 0) - (b?.right ?? 0)), appearance.text).toBeLessThanOrEqual(2);
      }
    });
  });
});

describe.each(['webgl', 'canvas'] as const)('a stage on %s', (kind) => {
  it('is as sharp after a change of the pixel ratio as if it had begun with it', async () => {
    const changed = await draw(kind, SCENE, 1_000, 2, 1);
    const fresh = await draw(kind, SCENE, 1_000, 2);
    expect(difference(changed, fresh)).toBe(0);
  });

  it('draws a comment wider than a texture page without a seam', async () => {
    const text = '一'.repeat(100);
    const long = [
      {
        ...SCENE[0],
        key: 1,
        appearance: { ...LOOK, text },
        motion: { x: -1_500, y: 50, velocity: 0, fromMs: 0, untilMs: 1e6 },
      },
    ];
    const picture = await draw(kind, long as Scene, 0);
    const ink = inkIn(picture);
    expect(ink).toMatchObject({ left: 0, right: 1280 });
    // The bars of 一 leave the same gap between any two, also where the picture is cut.
    const gaps: number[] = [];
    let dark = 0;
    const y = Math.round(((ink?.top ?? 0) + (ink?.bottom ?? 0)) / 2);
    for (let x = 0; x < picture.width; x += 1) {
      if (inkIn(picture, x, y - 3, x + 1, y + 3) === undefined) dark += 1;
      else if (dark > 0) {
        gaps.push(dark);
        dark = 0;
      }
    }
    expect(gaps.length).toBeGreaterThan(30);
    expect(Math.max(...gaps) - Math.min(...gaps.slice(1))).toBeLessThanOrEqual(2);
  });

  it('shares one picture between equal texts, and frees the page with the last', async () => {
    const same = Array.from({ length: 50 }, (_, i) => ({
      ...SCENE[2],
      key: i + 1,
      motion: { x: 10, y: i * 10, velocity: 0, fromMs: 0, untilMs: 1e6 },
    }));
    await draw(kind, same as Scene, 0);
    const [full, one, none] = await lab.page.evaluate(() => {
      const { stage } = globalThis as unknown as { stage: Stage };
      const full = stage.textureBytes();
      for (let key = 1; key < 50; key += 1) stage.remove(key);
      const one = stage.textureBytes();
      stage.remove(50);
      return [full, one, stage.textureBytes()];
    });
    expect(one).toBe(full);
    expect(none).toBeLessThan(full ?? 0);
  });

  it('refuses what no longer fits its texture memory, and never exceeds it', async () => {
    await draw(kind, [], 0);
    const { refused, reserved, bytes } = await lab.page.evaluate((look) => {
      const { stage } = globalThis as unknown as { stage: Stage };
      const add = (key: number, first: boolean) => {
        const appearance = { ...look, fontPx: 60, text: `${key} ${'很长的弹幕'.repeat(7)}` };
        const motion = { x: 0, y: 0, velocity: 0, fromMs: 0, untilMs: 1e6 };
        return stage.add({
          key,
          appearance,
          motion,
          count: 1,
          pulseAt: -Infinity,
          first,
          size: stage.measure(appearance, 1),
        });
      };
      let key = 0;
      while (key < 10_000 && add((key += 1), false)) continue;
      return { refused: key, reserved: add(key + 1, true), bytes: stage.textureBytes() };
    }, LOOK);
    expect(refused).toBeGreaterThan(100);
    expect(refused).toBeLessThan(10_000);
    expect(bytes).toBeLessThanOrEqual((kind === 'canvas' ? 224 : 64) * 1024 * 1024);
    expect(reserved).toBe(true);
  });

  it('tells which bullets have nothing drawn yet', async () => {
    await draw(kind, [], 0);
    const undrawn = await lab.page.evaluate(async (look) => {
      const { stage } = globalThis as unknown as { stage: Stage };
      for (const key of [1, 2, 3]) {
        const appearance = { ...look, text: `number ${key}` };
        const motion = { x: 0, y: 0, velocity: 0, fromMs: 0, untilMs: 1e6 };
        const size = stage.measure(appearance, 1);
        stage.add({ key, appearance, motion, count: 1, pulseAt: -Infinity, first: false, size });
      }
      const before = await stage.undrawn();
      while (stage.render(0)) await globalThis.lab.frames(1);
      return [before, await stage.undrawn()];
    }, LOOK);
    expect(undrawn).toEqual([[1, 2, 3], []]);
  });

  it('paints coarser where memory is short, and nothing of a neighbour shows beside it', async () => {
    await draw(kind, [], 0);
    const { boxes, widths } = await lab.page.evaluate(async (look) => {
      const { stage } = globalThis as unknown as { stage: Stage };
      const add = (key: number, text: string, fontPx: number, x: number, y: number) => {
        const appearance = { ...look, text, fontPx };
        const size = stage.measure(appearance, 1);
        const motion = { x, y, velocity: 0, fromMs: 0, untilMs: 1e6 };
        const isTaken = stage.add({ key, appearance, motion, count: 1, pulseAt: -Infinity, first: false, size });
        return { ...size, isTaken };
      };
      // Out of sight they fill the pages; some leave theirs behind, for others to lie in.
      let last = 0;
      while (add((last += 1), `${last} ${'█很长的弹幕█'.repeat(5)}`, 60, 0, -500).isTaken) continue;
      while (stage.render(0)) await globalThis.lab.frames(1);
      for (let key = 1; key < last; key += 5) stage.remove(key);
      const boxes = Array.from({ length: 12 }, (_, i) => {
        const [x, y] = [20, 10 + i * 50];
        return { x, y, ...add(last + i, `coarse 粗 ${i}`, 20, x, y) };
      });
      while (stage.render(0)) await globalThis.lab.frames(1);
      stage.render(0);
      await globalThis.lab.frames(2);
      return { boxes, widths: innerWidth };
    }, LOOK);
    const picture = await shoot(lab.page);
    let bottom = 0;
    for (const { x, y, width, height } of boxes) {
      expect(inkIn(picture, x, y, x + width, y + height)).toBeDefined();
      expect(inkIn(picture, 0, bottom, widths, y)).toBeUndefined();
      expect(inkIn(picture, x + width + 1, y, widths, y + height)).toBeUndefined();
      bottom = y + height + 1;
    }
  });

  it('keeps nothing of the texts that it has measured and painted once', async () => {
    await draw(kind, [], 0);
    const meet = (from: number) =>
      lab.page.evaluate(
        async ({ look, from }) => {
          const { stage } = globalThis as unknown as { stage: Stage };
          const motion = { x: 0, y: 0, velocity: 0, fromMs: 0, untilMs: 1e6 };
          for (let key = from; key < from + 1_500; key += 1) {
            const appearance = { ...look, fontPx: 12, text: `${key} 弹幕弹幕弹幕弹幕 ${key}` };
            const size = stage.measure(appearance, 1);
            stage.add({ key, appearance, motion, count: 1, pulseAt: -Infinity, first: false, size });
            if (key % 100 > 0) continue;
            while (stage.render(0)) await globalThis.lab.frames(1);
            stage.clear();
          }
        },
        { look: LOOK, from },
      );
    await meet(10_000);
    const before = await browserHeapBytes(lab.page);
    await meet(20_000);
    expect((await browserHeapBytes(lab.page)) - before).toBeLessThan(1_000_000);
  });
});
