/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { MODES, SIZES } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { pick, seededRandom, type Random } from '../../demo/random.ts';
import type { OverlaySettings } from '../../src/options.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

declare global {
  var sweep: { frames: number; most: number; found: string[] };
}

const STEPS = 120;
const LETTERS = ['弹幕', 'ワロタ', 'wwww', 'Á', '🎉', 'ﷺ', 'g'];

type Step = (page: Page, random: Random) => Promise<unknown>;

const between = (random: Random, least: number, most: number): number => Math.floor(least + random() * (most - least));

/** A burst of comments of any width, size and mode; some of them equal. */
const say: Step = (page, random) => {
  const comments = Array.from({ length: between(random, 1, 14) }, () => ({
    text: pick(random, LETTERS).repeat(between(random, 1, 20)),
    mode: random() < 0.7 ? 'scroll' : pick(random, MODES),
    size: pick(random, SIZES),
  }));
  return page.evaluate(
    (list) => running.engine.emit(list.map(({ text, ...look }) => globalThis.lab.comment(text, look))),
    comments,
  );
};

/** Frames that come in time, one that comes late, and a tab that was away. */
const run: Step = (page, random) => page.clock.runFor(between(random, 16, 400));
const stall: Step = (page, random) => page.clock.fastForward(between(random, 50, 1_500));
const sleep: Step = async (page, random) => {
  const hide = (hidden: boolean): Promise<void> =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await page.clock.fastForward(between(random, 100, 8_000));
  await hide(false);
};

const resize: Step = (page, random) =>
  page.evaluate(
    async ([width, height]) => {
      const host = document.getElementById('host');
      if (host === null) return;
      const told = new Promise((resolve) => new ResizeObserver(resolve).observe(host));
      host.style.width = `${width}px`;
      host.style.height = `${height}px`;
      await told;
    },
    [between(random, 240, 1_280), between(random, 90, 720)] as const,
  );

const change: Step = (page, random) => {
  const changes: Partial<Omit<OverlaySettings, 'mask'>>[] = [
    { speed: 0.25 + random() * 3.75 },
    { fontSize: between(random, 10, 60) },
    { area: 0.1 + random() * 0.9 },
    { lineHeight: 1 + random() * 2 },
    { outline: random() * 3 },
    { safeArea: { top: between(random, 0, 60), right: 0, bottom: '12%', left: between(random, 0, 60) } },
    { direction: pick(random, ['ltr', 'rtl']) },
  ];
  return page.evaluate((settings) => running.engine.set(settings), pick(random, changes));
};

const ANY: readonly Step[] = [say, say, say, say, run, run, run, run, run, stall, stall, sleep, resize, change];

/** Looks at every frame of a stream that is another for each seed; its time is the test's. */
async function sweepOver(seed: number, settings: { readonly density: number }): Promise<typeof sweep> {
  const page = await lab.open();
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 1_000);
  await page.evaluate((given) => {
    globalThis.running = globalThis.lab.start('canvas', { maxOnScreen: 5_000, ...given });
    globalThis.sweep = { frames: 0, most: 0, found: [] };
    const look = (): void => {
      const visible = running.engine.visible();
      sweep.frames += 1;
      sweep.most = Math.max(sweep.most, visible.length);
      if (sweep.found.length < 5) sweep.found.push(...globalThis.lab.overlaps(visible));
      requestAnimationFrame(look);
    };
    look();
  }, settings);
  await page.waitForFunction(() => running.engine.stats().stage !== 'loading');
  const random = seededRandom(seed);
  for (let step = 0; step < STEPS; step += 1) await pick(random, ANY)(page, random);
  return page.evaluate(() => sweep);
}

describe('random widths, sizes, rates, resizes, settings, late frames and sleeps of the tab', () => {
  it('make comments overlap where the rule is off', async () => {
    const { found } = await sweepOver(1, { density: 1 });
    expect(found.length).toBeGreaterThan(0);
  });

  it.each([1, 2, 3])('show no two comments over one another at density 0, in any frame (seed %i)', async (seed) => {
    const { found, frames, most } = await sweepOver(seed, { density: 0 });
    expect(found).toEqual([]);
    expect(frames).toBeGreaterThan(300);
    expect(most).toBeGreaterThan(8);
  });
});
