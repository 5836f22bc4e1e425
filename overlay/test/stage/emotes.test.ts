/// <reference lib="dom" />
import type { Page } from 'playwright-core';
import pixelmatch from 'pixelmatch';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { OverlaySettings } from '../../src/options.ts';
import { shoot } from './picture.ts';
import type { Picture } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

type Rgb = readonly [number, number, number];
declare global {
  /** Where the viewer of a recording is. */
  var seconds: number;
}

const RED: Rgb = [255, 0, 0];
const BLUE: Rgb = [0, 0, 255];

/** A picture of one colour. */
function picture(width: number, height: number, [red, green, blue]: Rgb): Buffer {
  const png = new PNG({ width, height });
  for (let at = 0; at < png.data.length; at += 4) png.data.set([red, green, blue, 255], at);
  return PNG.sync.write(png);
}

const FILES: Readonly<Record<string, Buffer>> = {
  '/pictures/red.png': picture(64, 64, RED),
  '/pictures/blue.png': picture(128, 32, BLUE),
  '/pictures/long.png': picture(200, 10, BLUE),
  '/pictures/huge.png': picture(1025, 1025, BLUE),
  '/pictures/broken.png': picture(64, 64, RED).subarray(0, 60),
  '/pictures/table.json': Buffer.from(JSON.stringify({ red: 'red.png', blue: '/pictures/blue.png' })),
};

const TABLE = { red: '/pictures/red.png', blue: '/pictures/blue.png' };

/** Opens a page beside which the files lie, each asked for in `asked`, and starts an engine on it. */
async function open(
  renderer: 'worker' | 'webgl' | 'canvas',
  settings: Partial<Omit<OverlaySettings, 'mask'>>,
  waitFor: Promise<unknown> = Promise.resolve(),
): Promise<{ page: Page; asked: string[] }> {
  const page = await lab.open({ viewport: { width: 800, height: 450 } });
  const asked: string[] = [];
  await page.route(/\/pictures\//, async (route) => {
    const url = new URL(route.request().url());
    asked.push(url.pathname);
    await waitFor;
    const body = FILES[url.pathname];
    await (body ? route.fulfill({ body }) : route.fulfill({ status: 404 }));
  });
  await page.evaluate(
    ([renderer, settings]) => {
      globalThis.running = globalThis.lab.start(renderer, settings);
    },
    [renderer, settings] as const,
  );
  await page.waitForFunction(() => running.engine.stats().stage !== 'loading');
  return { page, asked };
}

/** Shows it in the middle of the first free line, where it stays. */
async function show(page: Page, text: string, look: object = {}): Promise<void> {
  await page.evaluate(
    ([text, look]) => {
      running.engine.resume();
      running.engine.emit([globalThis.lab.comment(text, { mode: 'top', ...look })]);
    },
    [text, look] as const,
  );
  await page.waitForFunction((text) => running.engine.visible().some((shown) => shown.text === text), text);
  await page.evaluate(() => running.engine.pause());
}

/** How many pixels are nearly of this colour. */
function count({ data }: Picture, [red, green, blue]: Rgb): number {
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    const away = [red, green, blue].map((channel, i) => Math.abs((data[at + i] ?? 0) - channel));
    if (Math.max(...away) < 40) found += 1;
  }
  return found;
}

describe.each(['worker', 'webgl', 'canvas'] as const)('an emote in a comment, drawn with %s', (renderer) => {
  it('is the picture in place of its name, as tall as a line, and the text still says its name', async () => {
    const { page } = await open(renderer, { emotes: TABLE, fontSize: 40 });
    await show(page, '草:red:好 :blue:');
    // 1.15 em each way, and four times as wide.
    const square = (1.15 * 40) ** 2;
    await expect.poll(async () => Math.abs(count(await shoot(page), RED) / square - 1)).toBeLessThan(0.08);
    await expect.poll(async () => Math.abs(count(await shoot(page), BLUE) / (4 * square) - 1)).toBeLessThan(0.08);
    await show(page, '草好');
    const [shown, plain] = await page.evaluate(() => running.engine.visible());
    expect(shown?.text).toBe('草:red:好 :blue:');
    expect(shown?.height).toBe(plain?.height);
    expect(await page.evaluate(() => running.errors)).toEqual([]);
  });

  it('stands between the words on both sides', async () => {
    const { page } = await open(renderer, { emotes: TABLE, fontSize: 40 });
    await show(page, '▇▇:red:▇▇', { color: '#00ff00' });
    await expect.poll(async () => count(await shoot(page), RED)).toBeGreaterThan(1000);
    const { width, data } = await shoot(page);
    const row: string[] = [];
    for (let x = 0; x < width; x += 1) {
      const at = (24 * width + x) * 4;
      const ink = (data[at] ?? 0) > 200 ? 'red' : (data[at + 1] ?? 0) > 200 ? 'green' : '';
      if (ink !== '' && row.at(-1) !== ink) row.push(ink);
    }
    expect(row).toEqual(['green', 'red', 'green']);
  });
});

describe('emotes', () => {
  it('look the same in a worker and on the page’s thread', async () => {
    const pictures: Picture[] = [];
    for (const renderer of ['webgl', 'worker'] as const) {
      const { page } = await open(renderer, { emotes: TABLE, fontSize: 40 });
      await show(page, 'GG :red: 好:blue:👍');
      await show(page, ':red::red:مرحبا:blue:');
      await expect.poll(async () => count(await shoot(page), BLUE)).toBeGreaterThan(14_000);
      pictures.push(await shoot(page));
    }
    const [local, inWorker] = pictures;
    if (local === undefined || inWorker === undefined) throw new Error('a picture was not taken');
    const options = { threshold: 0, includeAA: true };
    expect(pixelmatch(local.data, inWorker.data, undefined, local.width, local.height, options)).toBe(0);
  });

  it('are text until their picture is there, and then the picture in flight', async () => {
    let arrive = (): void => undefined;
    const there = new Promise<void>((resolve) => (arrive = resolve));
    const { page, asked } = await open('webgl', { emotes: TABLE, fontSize: 40 }, there);
    await show(page, ':red:');
    await expect.poll(() => asked).toEqual(['/pictures/red.png']);
    const [before] = await page.evaluate(() => running.engine.visible());
    expect(count(await shoot(page), RED)).toBe(0);
    arrive();
    await expect.poll(async () => count(await shoot(page), RED)).toBeGreaterThan(1000);
    const [after] = await page.evaluate(() => running.engine.visible());
    expect(after?.id).toBe(before?.id);
    expect(after?.width).toBeLessThan(before?.width ?? 0);
  });

  it('that turn out wider than their names let nothing overlap', async () => {
    let arrive = (): void => undefined;
    const there = new Promise<void>((resolve) => (arrive = resolve));
    const table = { b: TABLE.blue, red: TABLE.red };
    const { page } = await open('canvas', { emotes: table, fontSize: 30, merge: false }, there);
    await page.evaluate(() => {
      const texts = Array.from({ length: 40 }, (_, i) => ':b::b:'.repeat((i % 3) + 1) + (i % 2 ? ':red:' : 'x'));
      running.engine.emit(texts.map((text) => globalThis.lab.comment(text)));
    });
    await page.waitForFunction(() => running.engine.visible().length > 8);
    arrive();
    await expect.poll(async () => count(await shoot(page), BLUE)).toBeGreaterThan(5_000);
    const overlaps = await page.evaluate(async () => {
      const found: string[] = [];
      for (let i = 0; i < 30; i += 1) {
        await globalThis.lab.frames(2);
        found.push(...globalThis.lab.overlaps(running.engine.visible()));
      }
      return found;
    });
    expect(overlaps).toEqual([]);
  });

  it('are fetched once, and only when a comment names them', async () => {
    const { page, asked } = await open('canvas', { emotes: TABLE });
    await show(page, 'nothing here: 12:30');
    for (let i = 0; i < 3; i += 1) await show(page, `${i} :red:`);
    await expect.poll(async () => count(await shoot(page), RED)).toBeGreaterThan(500);
    expect(asked).toEqual(['/pictures/red.png']);
  });

  it('stay text where the picture is broken, missing, huge or of a strange shape, and the page is told why', async () => {
    const names = ['broken', 'missing', 'huge', 'long'];
    const emotes = Object.fromEntries(names.map((name) => [name, `/pictures/${name}.png`]));
    const { page } = await open('canvas', { emotes });
    await show(page, names.map((name) => `:${name}:`).join(' '));
    await expect
      .poll(async () => (await page.evaluate(() => running.errors)).toSorted())
      .toEqual([
        'The emote "broken" could not be had.',
        'The emote "huge" is larger than 1024 pixels each way.',
        'The emote "long" is more than 4 times as long one way as the other.',
        'The emote "missing" was answered with 404.',
      ]);
    expect(count(await shoot(page), [255, 255, 255])).toBeGreaterThan(100);
    lab.forgive(/404/);
  });

  it('are not even asked for from a host that nobody allowed', async () => {
    const emotes = { red: 'http://elsewhere.example/pictures/red.png', blue: TABLE.blue };
    const { page, asked } = await open('canvas', { emotes });
    await show(page, ':red: :blue:');
    await expect.poll(async () => count(await shoot(page), BLUE)).toBeGreaterThan(500);
    expect(asked).toEqual(['/pictures/blue.png']);
    expect(await page.evaluate(() => running.errors)).toEqual([
      'The emote "red" is not taken: the host elsewhere.example is not allowed (see emoteHosts).',
    ]);
  });

  it('may not come as a file of such a host', async () => {
    const { page, asked } = await open('canvas', { emotes: 'http://elsewhere.example/pictures/table.json' });
    await expect
      .poll(() => page.evaluate(() => running.errors))
      .toEqual(['The table of emotes comes from a host that is not allowed (see emoteHosts).']);
    expect(asked).toEqual([]);
  });

  it('of a table that is no longer set are not shown when they come', async () => {
    let arrive = (): void => undefined;
    const there = new Promise<void>((resolve) => (arrive = resolve));
    const { page, asked } = await open('canvas', { emotes: { red: TABLE.red } }, there);
    await show(page, ':red:');
    await expect.poll(() => asked).toEqual(['/pictures/red.png']);
    await page.evaluate(() => running.engine.set({ emotes: { blue: '/pictures/blue.png' } }));
    arrive();
    await show(page, ':blue:');
    await expect.poll(async () => count(await shoot(page), BLUE)).toBeGreaterThan(500);
    expect(count(await shoot(page), RED)).toBe(0);
    expect(await page.evaluate(() => running.errors)).toEqual([]);
  });

  it('may come as a file, in which addresses are relative to it', async () => {
    const { page, asked } = await open('canvas', { emotes: '/pictures/table.json' });
    await show(page, ':red:');
    await expect.poll(async () => count(await shoot(page), RED)).toBeGreaterThan(200);
    expect(asked).toEqual(['/pictures/table.json', '/pictures/red.png']);
  });

  it('belong to a moment of a recording as its comments do', async () => {
    const { page } = await open('webgl', { emotes: TABLE, fontSize: 40 });
    const seek = (seconds: number): Promise<void> => page.evaluate((to) => void (globalThis.seconds = to), seconds);
    const shown = async (): Promise<number> => count(await shoot(page), RED);
    await seek(2);
    await page.evaluate(async () => {
      const comments = [1, 1.5, 40].map((media) => globalThis.lab.comment(`${media} :red:`, { media, mode: 'top' }));
      await running.engine.load(comments, { clock: () => globalThis.seconds });
    });
    const square = (1.15 * 40) ** 2;
    await expect.poll(async () => Math.abs((await shown()) / (2 * square) - 1)).toBeLessThan(0.08);
    const before = await shoot(page);
    await seek(20);
    await expect.poll(shown).toBe(0);
    await seek(2);
    await expect.poll(async () => (await shoot(page)).data.equals(before.data)).toBe(true);
  });

  it('go and come with the table, on what is flying, too', async () => {
    const { page } = await open('worker', { emotes: TABLE, fontSize: 40 });
    await show(page, ':red:');
    await expect.poll(async () => count(await shoot(page), RED)).toBeGreaterThan(1000);
    await page.evaluate(() => running.engine.set({ emotes: {} }));
    await expect.poll(async () => count(await shoot(page), RED)).toBe(0);
    await page.evaluate(() => running.engine.set({ emotes: { red: '/pictures/blue.png' } }));
    await expect.poll(async () => count(await shoot(page), BLUE)).toBeGreaterThan(1000);
  });
});
