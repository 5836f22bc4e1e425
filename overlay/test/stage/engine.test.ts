/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { inkIn, shoot } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

describe.each(['webgl', 'canvas'] as const)('an engine on %s', (kind) => {
  it('draws a comment where visible() says it is, and nowhere else', async () => {
    const page = await lab.openEngine(kind);
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
    const page = await lab.openEngine(kind, { density: 0, speed: 4, maxOnScreen: 10_000, merge: false });
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
    const page = await lab.openEngine(kind, { area: 0.2 });
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
    const page = await lab.openEngine(kind, { speed: 4 });
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
    const page = await lab.openEngine(kind);
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
    const page = await lab.openEngine(kind);
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
    const page = await lab.openEngine(kind, { fontSize: 25 });
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
