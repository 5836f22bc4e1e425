import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DrawnComment } from '../../src/draft.ts';
import { OverlayPage } from './overlay-page.ts';
import { comment, welcome } from './scripted-gateway.ts';
import { useOverlayPage } from './use-overlay-page.ts';

/** One frame of the browser’s clock, which the test holds. */
const TICK_MS = 16;
const EVERY_MS = 10;
const COUNT = 60;
/** No two are equal, and all their glyphs are new to the page. */
const TEXTS = Array.from({ length: COUNT }, (_, i) => String.fromCodePoint(0x4e00 + 2 * i, 0x4e01 + 2 * i));
/** There is a lane for everybody: what is measured is the way to the screen, not the wait for room on it. */
const SETTINGS = { fontSize: 8, speed: 4, merge: false, maxOnScreen: 1_000 };

const room = useOverlayPage();

/** A page whose time stands still but for the ticks that the test gives it. */
async function standStill(options: object): Promise<Page> {
  const content = OverlayPage.overlayOver('#player', options);
  const { page } = await room.open(content, async (page) => {
    await page.clock.install();
    await page.clock.pauseAt(Date.now() + 60_000);
  });
  await page.waitForFunction(() => 'overlay' in window);
  return page;
}

/** The first comment has the stage loaded: that takes as long as the network does, and no tick. */
async function waitForStage(page: Page): Promise<void> {
  await page.evaluate(() => window.overlay.emit({ text: '…', mode: 'top' }));
  await expect
    .poll(async () => {
      await page.clock.runFor(TICK_MS);
      return page.evaluate(() => window.overlay.visible().length);
    })
    .toBe(1);
}

/**
 * Lets comment after comment arrive, one every ten milliseconds, and answers for each how many ticks it took
 * until `visible()` told of it.
 */
async function ticksUntilSeen(page: Page, arrive: (i: number) => Promise<unknown>): Promise<number[]> {
  const waiting = new Map<string, number>();
  const took: number[] = [];
  for (let tick = 0; took.length + waiting.size < COUNT || waiting.size > 0; tick += 1) {
    if (tick > 4 * COUNT) throw new Error(`never seen: ${[...waiting.keys()].join(' ')}`);
    for (let i = took.length + waiting.size; i < COUNT && i * EVERY_MS <= tick * TICK_MS; i += 1) {
      await arrive(i);
      waiting.set(TEXTS[i] ?? '', 0);
    }
    await page.clock.runFor(TICK_MS);
    const seen = new Set(await page.evaluate(() => window.overlay.visible().map(({ text }) => text)));
    for (const [text, ticks] of waiting) {
      waiting.set(text, ticks + 1);
      if (!seen.has(text)) continue;
      took.push(ticks + 1);
      waiting.delete(text);
    }
  }
  return took.sort((a, b) => a - b);
}

function expectInTime(took: readonly number[]): void {
  expect(took).toHaveLength(COUNT);
  expect(took[COUNT * 0.5]).toBe(1);
  expect(took[COUNT * 0.95]).toBeLessThanOrEqual(2);
}

describe('at 100 comments a second, from an empty page', () => {
  it('a comment that is emitted shows in the next tick, and none is lost', async () => {
    const page = await standStill({ settings: SETTINGS });
    await waitForStage(page);
    const emit = (i: number): Promise<void> =>
      page.evaluate((text) => window.overlay.emit({ text } satisfies DrawnComment), TEXTS[i] ?? '');
    expectInTime(await ticksUntilSeen(page, emit));
  });

  it('a comment that comes from the socket shows in the next tick, and none is lost', async () => {
    const page = await standStill({ gateway: room.gateway.url, room: 'lobby', settings: SETTINGS });
    const peer = await room.gateway.peer();
    peer.say(welcome({ time: await page.evaluate(() => Date.now()) }));
    await page.waitForFunction(() => window.overlay.state.state === 'joined');
    await waitForStage(page);
    const arrive = async (i: number): Promise<void> => {
      const time = await page.evaluate(() => Date.now());
      const one = comment(`c${i}`, { text: TEXTS[i] ?? '', time });
      peer.say({ type: 'comments', offset: String(i + 1).padStart(4, '0'), comments: [one] });
      await page.waitForFunction(
        (count) => window.said.filter((entry) => Array.isArray(entry) && entry[0] === 'comment').length > count,
        i,
      );
    };
    expectInTime(await ticksUntilSeen(page, arrive));
  });
});

declare global {
  interface Window {
    /** What each frame drew on the page: left, top, right and bottom in device pixels. */
    painted: [number, number, number, number][];
    /** How many ticks each comment took to its first pixels, in the order of their arrival. */
    took: (number | undefined)[];
  }
}

/** Every picture that canvas 2D brings onto a canvas of the page, from the first on. */
const WATCH_PAINTING = (): void => {
  window.painted = [];
  const { drawImage } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.drawImage = function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    const [left = 0, top = 0, width = 0, height = 0] = args.slice(5) as number[];
    if (this.canvas.isConnected) window.painted.push([left, top, left + width, top + height]);
    Reflect.apply(drawImage, this, args);
  };
};

/** From now until the page is closed a comment is handed to the overlay every ten milliseconds. */
const FEED = (everyMs: number): void => {
  window.took = [];
  /** The number of the last frame before each comment. */
  const waiting = new Map<string, number>();
  let frames = 0;
  const startMs = performance.now();
  const indexOf = new Map<string, number>();
  setInterval(() => {
    while (window.took.length * everyMs < performance.now() - startMs) {
      const i = window.took.push(undefined) - 1;
      // Half of what a room says it has said before.
      const text = String.fromCodePoint(0x4e00 + (i % 50), 0x4e00 + ((i * 7) % 60)) + String(i);
      waiting.set(text, frames);
      indexOf.set(text, i);
      window.overlay.emit({ text });
    }
  }, everyMs / 2);
  // After all that the frame's own callbacks did.
  const afterFrame = new MessageChannel();
  const look = (): void => {
    const { painted } = window;
    window.painted = [];
    const places = new Map(window.overlay.visible().map((box) => [box.text, box]));
    const isStageThere = window.overlay.stats().stage !== 'loading';
    for (const [text, since] of waiting) {
      // Before there is a stage, no tick of it goes by.
      if (!isStageThere) waiting.set(text, frames);
      const box = places.get(text);
      if (box === undefined) continue;
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      if (!painted.some(([left, top, right, bottom]) => x > left && x < right && y > top && y < bottom)) continue;
      window.took[indexOf.get(text) ?? -1] = frames - since;
      waiting.delete(text);
    }
  };
  afterFrame.port1.addEventListener('message', look);
  afterFrame.port1.start();
  const frame = (): void => {
    frames += 1;
    afterFrame.port2.postMessage(0);
    requestAnimationFrame(frame);
  };
  frame();
};

describe('in real time, at 100 comments a second, from the moment on that the overlay is made', () => {
  it('a comment that is emitted has its pixels in the next tick, half of them, nearly all in two, and none is lost', async () => {
    const content = OverlayPage.overlayOver('#player', {
      renderer: 'canvas',
      settings: { ...SETTINGS, lineHeight: 1 },
    });
    const style = 'body { margin: 0 } #player { width: 1280px; height: 700px; background: #123 }';
    const { page } = await room.open(
      { ...content, style, script: `${content.script ?? ''}(${FEED.toString()})(${EVERY_MS});` },
      (page) => page.addInitScript(WATCH_PAINTING),
    );
    // On a busy machine some ticks paint less than has come; there comes a spell in which it keeps up.
    const spell = 100;
    await expect
      .poll(
        () =>
          page.evaluate((count) => {
            const arrived = window.took.length - (window.took.length % count);
            const last = window.took.slice(0, arrived).slice(-count);
            const ticks = last.map((took) => took ?? Infinity).sort((a, b) => a - b);
            return ticks.length === count && ticks[count * 0.5] === 1 && (ticks[count * 0.95] ?? Infinity) <= 2;
          }, spell),
        { timeout: 60_000, interval: 200 },
      )
      .toBe(true);
    const { early, skipped } = await page.evaluate(() => ({
      early: window.took.slice(0, -100),
      skipped: window.overlay.stats().skipped,
    }));
    // A stage that took more than five seconds to come is the one thing that may cost a comment.
    expect(early.filter((took) => took === undefined || took === null)).toHaveLength(skipped.too_old);
    expect(skipped).toMatchObject({ no_lane: 0, too_many: 0 });
  });
});
