/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startLab } from './lab.ts';
import type { Lab } from './lab.ts';
import { inkIn, shoot } from './picture.ts';

let lab: Lab;
let page: Page;
let problems: string[];

beforeAll(async () => {
  lab = await startLab();
});

afterAll(() => lab.close());

async function open(kind: 'webgl' | 'canvas2d', settings: object = {}, options: object = {}) {
  ({ page, problems } = await lab.open(options));
  await page.evaluate(
    ([kind, settings]) => {
      globalThis.running = globalThis.lab.start(kind, settings);
    },
    [kind, settings] as const,
  );
  await page.waitForFunction(() => running.engine.stats().stage !== 'loading');
}

afterEach(async () => {
  // Strict policy and Trusted Types hold throughout: nothing may have been refused or broken.
  expect(problems).toEqual([]);
  await page.context().close();
});

describe.each(['webgl', 'canvas2d'] as const)('an engine on %s', (kind) => {
  it('draws a comment where visible() says it is, and nowhere else', async () => {
    await open(kind);
    await page.evaluate(() =>
      running.engine.emit([globalThis.lab.comment('弹幕 Danmaku', { mode: 'top', size: 'large' })]),
    );
    await page.waitForFunction(
      () => running.engine.visible().length === 1 && running.engine.stats().stage !== 'loading',
    );
    await page.evaluate(() => globalThis.lab.frames(3));
    await page.evaluate(() => running.engine.pause());
    const [box] = await page.evaluate(() => running.engine.visible());
    const ink = inkIn(await shoot(page));
    if (box === undefined || ink === undefined) throw new Error('nothing drawn');
    expect(ink.left).toBeGreaterThanOrEqual(box.x - 1);
    expect(ink.right).toBeLessThanOrEqual(box.x + box.width + 1);
    expect(ink.top).toBeGreaterThanOrEqual(box.y - 2);
    expect(ink.bottom).toBeLessThanOrEqual(box.y + box.height + 2);
    expect(ink.right - ink.left).toBeGreaterThan(box.width * 0.85);
  });

  it('lets nothing overlap at density 0 while 1,000 comments flow, in any frame', async () => {
    await open(kind, { density: 0, speed: 4, maxOnScreen: 10_000, merge: false });
    const { samples, found, shown } = await page.evaluate(async () => {
      const { engine } = running;
      const found: string[] = [];
      let samples = 0;
      for (let sent = 0; sent < 1_000; sent += 10) {
        engine.emit(
          Array.from({ length: 10 }, (_, i) =>
            globalThis.lab.comment('弹幕'.repeat(1 + ((sent * 7 + i * 3) % 12)), {
              mode:
                i === 3
                  ? 'reverse'
                  : i === 5 && sent % 40 === 0
                    ? 'top'
                    : i === 7 && sent % 60 === 0
                      ? 'bottom'
                      : 'scroll',
              size: i % 5 === 0 ? 'large' : i % 3 === 0 ? 'small' : 'medium',
            }),
          ),
        );
        await globalThis.lab.frames(1);
        found.push(...globalThis.lab.overlaps(engine.visible()));
        samples += 1;
      }
      while (engine.visible().length > 0) {
        await globalThis.lab.frames(1);
        found.push(...globalThis.lab.overlaps(engine.visible()));
        samples += 1;
      }
      return { samples, found, shown: engine.stats().shown };
    });
    expect(found).toEqual([]);
    expect(samples).toBeGreaterThan(100);
    expect(shown).toBeGreaterThan(60);
  });

  it('shows an own comment in the next tick, framed, though every lane is full', async () => {
    await open(kind, { area: 0.2 });
    const seen = await page.evaluate(async () => {
      const { engine } = running;
      for (let i = 0; i < 20; i += 1) {
        engine.emit([globalThis.lab.comment(`满满的弹幕 ${i}`), globalThis.lab.comment(`还有很多 ${i}`)]);
        await globalThis.lab.frames(2);
      }
      engine.emit([globalThis.lab.comment('我的', { id: 'mine' })], { own: true });
      await globalThis.lab.frames(2);
      return engine.visible().map(({ id }) => id);
    });
    expect(seen).toContain('mine');
    expect(seen.length).toBeGreaterThan(3);
  });

  it('asks for no frames while nothing is on screen', async () => {
    await open(kind, { speed: 4 });
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('短')]);
      await globalThis.lab.frames(3);
    });
    await page.waitForFunction(() => running.engine.visible().length === 0);
    const asked = await page.evaluate(async () => {
      await globalThis.lab.frames(3);
      const original = globalThis.requestAnimationFrame;
      let count = 0;
      globalThis.requestAnimationFrame = (callback) => {
        count += 1;
        return original(callback);
      };
      await new Promise((resolve) => original(() => original(() => original(resolve))));
      globalThis.requestAnimationFrame = original;
      return count;
    });
    expect(asked).toBe(0);
    expect(inkIn(await shoot(page))).toBeUndefined();
  });

  it('gives its texture memory back when everything has left', async () => {
    await open(kind);
    const bytes = await page.evaluate(async () => {
      const before = running.engine.stats().textureBytes;
      for (let i = 0; i < 5; i += 1) running.engine.emit([globalThis.lab.comment(`字 ${i}`)]);
      await globalThis.lab.frames(4);
      const during = running.engine.stats().textureBytes;
      running.engine.clear();
      await globalThis.lab.frames(2);
      return { before, during, after: running.engine.stats().textureBytes };
    });
    expect(bytes.during).toBeGreaterThan(bytes.before);
    expect(bytes.after).toBe(bytes.before);
  });

  it('takes on another device pixel ratio while comments fly, and moves none of them', async () => {
    await open(kind);
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('清晰', { mode: 'top' })]);
      await globalThis.lab.frames(4);
    });
    const before = await page.evaluate(() => running.engine.visible());
    const session = await page.context().newCDPSession(page);
    const metrics = { width: 1280, height: 720, deviceScaleFactor: 2, mobile: false };
    await session.send('Emulation.setDeviceMetricsOverride', metrics);
    await page.waitForFunction(() => document.querySelector('canvas')?.width === 2560);
    expect(await page.evaluate(() => running.engine.visible())).toEqual(before);
  });

  it('keeps every comment where it is when the page becomes a little wider', async () => {
    await open(kind, { fontSize: 25 });
    const { before, after } = await page.evaluate(async () => {
      const { engine } = running;
      for (let i = 0; i < 12; i += 1) {
        engine.emit([globalThis.lab.comment(`第${i}条弹幕`)]);
        await globalThis.lab.frames(4);
      }
      engine.pause();
      const before = engine.visible();
      const host = document.getElementById('host');
      if (host === null) throw new Error('no host');
      host.style.right = '40px';
      await globalThis.lab.frames(3);
      return { before, after: engine.visible() };
    });
    expect(before.length).toBe(12);
    for (const { id, x } of after) expect(x).toBeCloseTo(before.find((one) => one.id === id)?.x ?? 0, 0);
  });
});

describe('an engine', () => {
  it('sleeps in a hidden tab, and replays nothing on return', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('一条会继续的弹幕', { id: 'old' })]);
      await globalThis.lab.frames(5);
    });
    const hide = (hidden: boolean) =>
      page.evaluate((hidden) => {
        Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    const before = await page.evaluate(() => running.engine.visible());
    await hide(true);
    await page.evaluate(() => running.engine.emit([globalThis.lab.comment('没人看见', { id: 'unseen' })]));
    await hide(false);
    const after = await page.evaluate(async () => {
      await globalThis.lab.frames(2);
      return running.engine.visible();
    });
    expect(after.map(({ id }) => id)).toEqual(['old']);
    expect(Math.abs((after[0]?.x ?? 0) - (before[0]?.x ?? 0))).toBeLessThan(60);
    expect(await page.evaluate(() => running.skipped)).toEqual([['unseen', 'hidden']]);
  });

  it('drops what would have left while the tab was hidden', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('早就飞走了')]);
      await globalThis.lab.frames(5);
      Object.defineProperty(document, 'hidden', { configurable: true, value: true });
      document.dispatchEvent(new Event('visibilitychange'));
      const now = performance.now.bind(performance);
      performance.now = () => now() + 60_000;
      Object.defineProperty(document, 'hidden', { configurable: true, value: false });
      document.dispatchEvent(new Event('visibilitychange'));
      await globalThis.lab.frames(2);
    });
    expect(await page.evaluate(() => running.engine.visible())).toEqual([]);
  });

  it('paints everything alive again when a lost GL context comes back', async () => {
    await open('webgl');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('回来了', { mode: 'top', size: 'large' })]);
      await globalThis.lab.frames(4);
      running.engine.pause();
    });
    const before = inkIn(await shoot(page));
    await page.evaluate(async () => {
      const gl = document.querySelector('canvas')?.getContext('webgl2');
      const extension = gl?.getExtension('WEBGL_lose_context');
      const canvas = document.querySelector('canvas');
      const event = (name: string) => new Promise((resolve) => canvas?.addEventListener(name, resolve, { once: true }));
      const lost = event('webglcontextlost');
      extension?.loseContext();
      await lost;
      await globalThis.lab.frames(1);
      const restored = event('webglcontextrestored');
      extension?.restoreContext();
      await restored;
      await globalThis.lab.frames(4);
    });
    expect(before).toBeDefined();
    expect(inkIn(await shoot(page))).toEqual(before);
    expect(await page.evaluate(() => running.engine.stats().stage)).toBe('webgl');
  });

  it('goes on with canvas 2D when the GL context stays away', async () => {
    await open('webgl');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('还在飞', { mode: 'top', size: 'large' })]);
      await globalThis.lab.frames(4);
      running.engine.pause();
    });
    const before = inkIn(await shoot(page));
    await page.evaluate(() => {
      const original = globalThis.setTimeout;
      // The engine's patience, shortened: what counts is what it does when it ends.
      globalThis.setTimeout = ((handler: TimerHandler, ms?: number) =>
        original(handler, (ms ?? 0) / 100)) as typeof setTimeout;
      document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
    });
    await page.waitForFunction(() => running.engine.stats().stage === 'canvas2d');
    await page.evaluate(() => globalThis.lab.frames(4));
    const after = inkIn(await shoot(page));
    expect(after?.left).toBeCloseTo(before?.left ?? 0, -1);
    expect(after?.top).toBeCloseTo(before?.top ?? 0, -1);
    expect(await page.evaluate(() => running.errors)).toHaveLength(1);
  });

  it('tells which comment was clicked, and leaves the click to the page', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      document.body.addEventListener('click', () => (document.title = 'clicked'));
      running.engine.emit([globalThis.lab.comment('点我', { id: 'target', mode: 'top', size: 'large' })]);
      await globalThis.lab.frames(3);
    });
    const [box] = await page.evaluate(() => running.engine.visible());
    if (box === undefined) throw new Error('nothing visible');
    await page.mouse.click(10, 700);
    expect(await page.evaluate(() => running.selected)).toEqual([]);
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    expect(await page.evaluate(() => running.selected)).toEqual(['target']);
    expect(await page.title()).toBe('clicked');
  });

  it('shows a calm list instead of flight where motion is to be reduced', async () => {
    await open('canvas2d', {}, { reducedMotion: 'reduce' });
    await page.evaluate(async () => {
      running.engine.emit([
        globalThis.lab.comment('<b>安静</b>', { id: 'a' }),
        globalThis.lab.comment('不显示', { id: 'b' }),
      ]);
      await globalThis.lab.frames(20);
    });
    expect(await page.evaluate(() => running.engine.stats().stage)).toBe('list');
    const seen = await page.evaluate(() => running.engine.visible());
    expect(seen.map(({ id, text }) => [id, text])).toEqual([['a', '<b>安静</b>']]);
    expect(await page.locator('canvas').count()).toBe(0);
    await page.evaluate(() => running.engine.recall({ ids: ['a'] }));
    expect(await page.evaluate(() => running.engine.visible())).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.waitForFunction(() => running.engine.stats().stage === 'canvas2d');
  });

  it('takes a recalled comment off at once, and shows it never again', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      running.engine.emit([
        globalThis.lab.comment('违规', { id: 'bad' }),
        globalThis.lab.comment('没事', { id: 'good', user: { id: 'v', name: 'V' } }),
      ]);
      await globalThis.lab.frames(10);
      running.engine.recall({ ids: ['bad'] });
    });
    expect(await page.evaluate(() => running.engine.visible().map(({ id }) => id))).toEqual(['good']);
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('违规', { id: 'bad' })]);
      running.engine.recall({ user: 'v' });
      await globalThis.lab.frames(5);
    });
    expect(await page.evaluate(() => running.engine.visible())).toEqual([]);
  });

  it('passes over what is older than five seconds by the gateway clock', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      const { comment, frames } = globalThis.lab;
      const at = (ago: number) => Date.now() + 3_600_000 - ago;
      running.engine.emit(
        [comment('旧', { id: 'old', time: at(6_000) }), comment('新', { id: 'new', time: at(1_000) })],
        {
          serverClockOffsetMs: 3_600_000,
        },
      );
      await frames(8);
    });
    expect(await page.evaluate(() => running.engine.visible().map(({ id }) => id))).toEqual(['new']);
    expect(await page.evaluate(() => running.skipped)).toEqual([['old', 'too_old']]);
  });

  it('lets the own comment take its real id, and knows the copy that comes back', async () => {
    await open('canvas2d');
    const ids = await page.evaluate(async () => {
      const { comment, frames } = globalThis.lab;
      running.engine.emit([comment('我的', { id: 'temporary' })], { own: true });
      await frames(3);
      running.engine.rename('temporary', 'real');
      running.engine.emit([comment('我的', { id: 'real' })]);
      await frames(5);
      return running.engine.visible().map(({ id }) => id);
    });
    expect(ids).toEqual(['real']);
  });

  it('stands by what a page hands in, however odd', async () => {
    await open('canvas2d');
    await page.evaluate(async () => {
      const odd = [
        null,
        {},
        { id: 'x', text: 7, user: { id: 'u' } },
        { id: 'y', text: 'a', user: null },
        {
          id: 'z',
          text: '好'.repeat(100_000),
          user: { id: 'u', name: 'U' },
          mode: 'diagonal',
          color: 'url(x)',
          size: 'huge',
          count: -3,
        },
        { id: '__proto__', text: 'constructor', user: { id: 'u', name: 'U' }, time: Number.NaN },
      ];
      running.engine.emit(odd as never[]);
      await globalThis.lab.frames(10);
    });
    const seen = await page.evaluate(() => running.engine.visible().map(({ id }) => id));
    expect(seen.sort()).toEqual(['__proto__', 'z']);
    expect(await page.evaluate(() => running.errors)).toEqual([
      'A comment without an id, a text or a user was left out.',
    ]);
  });

  it('leaves nothing behind when it is destroyed', async () => {
    await open('webgl');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('再见')]);
      await globalThis.lab.frames(3);
      running.engine.destroy();
      running.engine.emit([globalThis.lab.comment('太晚')]);
      await globalThis.lab.frames(3);
    });
    expect(await page.locator('#host > *').count()).toBe(0);
  });
});
