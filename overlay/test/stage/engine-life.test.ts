/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { inkIn, shoot } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

describe('an engine', () => {
  it('sleeps in a hidden tab, and replays nothing on return', async () => {
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('webgl');
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
    const page = await lab.openEngine('webgl');
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

  it('draws on by itself after a frame that came to nothing', async () => {
    const page = await lab.openEngine('canvas');
    await page.evaluate(async () => {
      running.engine.emit([globalThis.lab.comment('接着飞')]);
      await globalThis.lab.frames(4);
      const { prototype } = CanvasRenderingContext2D;
      const { clearRect } = prototype;
      prototype.clearRect = () => {
        prototype.clearRect = clearRect;
        throw new Error('no memory');
      };
      await globalThis.lab.frames(2);
    });
    expect(await page.evaluate(() => running.errors)).toEqual(['no memory']);
    const [before] = await page.evaluate(() => running.engine.visible());
    await page.waitForFunction((x) => (running.engine.visible()[0]?.x ?? x) < x, before?.x ?? 0);
  });

  it('tells which comment was clicked, and leaves the click to the page', async () => {
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('canvas', {}, { reducedMotion: 'reduce' });
    await page.evaluate(() => {
      const { comment } = globalThis.lab;
      running.engine.emit(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => comment(`<b>安静 ${id}</b>`, { id })));
    });
    await page.waitForFunction(() => running.engine.visible().length > 0);
    expect(await page.evaluate(() => running.engine.stats().stage)).toBe('list');
    const [first] = await page.evaluate(() => running.engine.visible());
    expect(first).toMatchObject({ id: 'a', text: '<b>安静 a</b>' });
    expect(first?.x).toBeLessThan(640);
    await page.evaluate(() => (document.documentElement.dir = 'rtl'));
    expect((await page.evaluate(() => running.engine.visible()))[0]?.x).toBeGreaterThan(640);
    expect(await page.locator('canvas').count()).toBe(0);
    // One comes at once, three wait for their turn, the others are passed over, and that is said.
    await page.waitForFunction(() => running.skipped.length === 2);
    expect(await page.evaluate(() => running.skipped)).toEqual([
      ['b', 'too_many'],
      ['c', 'too_many'],
    ]);
    await page.evaluate(() => running.engine.recall({ user: 'u' }));
    expect(await page.evaluate(() => running.engine.visible())).toEqual([]);
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await page.waitForFunction(() => running.engine.stats().stage === 'canvas2d');
  });

  it('takes a recalled comment off at once, and shows it never again', async () => {
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('canvas');
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
    const page = await lab.openEngine('canvas');
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

  it.each(['worker', 'webgl', 'canvas'] as const)(
    'draws what flies anew when a font arrives late, first drawn with %s',
    async (renderer) => {
      const page = await lab.openEngine(renderer, { fontFamily: 'LateFont, serif' });
      const width = (): Promise<number> => page.evaluate(() => running.engine.visible()[0]?.width ?? 0);
      await page.evaluate(() => running.engine.emit([globalThis.lab.comment('iiiiiiiiiiii', { mode: 'top' })]));
      await page.waitForFunction(() => running.engine.visible().length === 1);
      const before = await width();
      await page.evaluate(async () => {
        running.engine.pause();
        const local = 'local("Noto Sans Mono"), local("DejaVu Sans Mono"), local("Liberation Mono")';
        const face = new FontFace('LateFont', local);
        document.fonts.add(face);
        await face.load();
      });
      await expect.poll(width).toBeGreaterThan(before * 1.3);
      const inked = async (): Promise<number> => {
        const ink = inkIn(await shoot(page));
        return (ink?.right ?? 0) - (ink?.left ?? 0);
      };
      await expect.poll(inked).toBeGreaterThan(before * 1.2);
    },
  );

  it('leaves nothing behind when it is destroyed', async () => {
    const page = await lab.openEngine('webgl');
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
