import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { sayIn } from '../demo/live-demo.ts';
import { SECRET, signToken } from '../demo/token.ts';
import { useLiveDemo } from '../demo/use-live-demo.ts';
import { Site } from '../shell/site.ts';
import { inkShare, openEmbed, type EmbedPage } from './embed-page.ts';
import { settingsOf, untilJoined, untilShown } from '../overlay-element.ts';

const CDN = 'https://cdn.example';

const demo = useLiveDemo({ JWT_SECRET: SECRET, DEMO: '0', EMOTE_ORIGINS: CDN });
let embed: EmbedPage | undefined;

afterEach(async () => {
  await embed?.page.close();
  embed = undefined;
});

const address = (rest: string): string => `${demo.gateway.url}embed/${rest}`;

async function open(rest: string, prepare?: Parameters<typeof openEmbed>[2]): Promise<EmbedPage> {
  embed = await openEmbed(demo.browser, address(rest), prepare);
  return embed;
}

const say = (room: string, text: string): Promise<void> => sayIn(demo.gateway.url, room, text);

const signed = (name: string): string => signToken({ sub: name, name, room: '*' });

const NAME_OF_READER = (): string | undefined =>
  document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.room?.you.name;

describe('/embed/{room}', () => {
  it('is see-through but for the comments of its room, and says nothing else', async () => {
    const { page, console } = await open('plain');
    await untilJoined(page);
    expect(await inkShare(page)).toBe(0);
    await say('plain', '████████████');
    await untilShown(page, '████████████');
    await expect.poll(() => inkShare(page)).toBeGreaterThan(0.001);
    expect(await page.evaluate(() => document.body.innerText.trim())).toBe('');
    expect(console).toEqual([]);
  });

  it('shows emotes from where its operator lets it fetch them', async () => {
    const red = new PNG({ width: 32, height: 32 });
    for (let at = 0; at < red.data.length; at += 4) red.data.set([255, 0, 0, 255], at);
    const body = PNG.sync.write(red);
    const cors = { 'access-control-allow-origin': '*' };
    const { page, console } = await open(`emotes?emotes=${CDN}/table.json&emote-hosts=cdn.example`, async (page) => {
      await page.route(`${CDN}/table.json`, (route) => route.fulfill({ headers: cors, json: { cat: 'cat.png' } }));
      await page.route(`${CDN}/cat.png`, (route) => route.fulfill({ headers: cors, contentType: 'image/png', body }));
    });
    await untilJoined(page);
    await say('emotes', ':cat:');
    const redPixels = async (): Promise<number> => {
      const { data } = PNG.sync.read(await page.screenshot({ omitBackground: true }));
      let found = 0;
      for (let at = 0; at < data.length; at += 4) {
        if (Number(data[at]) > 200 && Number(data[at + 1]) < 60 && Number(data[at + 3]) > 200) found += 1;
      }
      return found;
    };
    await expect.poll(redPixels).toBeGreaterThan(100);
    expect(console).toEqual([]);
  });

  it('takes every setting from its query, and tells the console what it can’t use', async () => {
    const { page, console } = await open('query?font-size=44&opacity=0.7&speed=fast&token=planted-secret');
    await untilJoined(page);
    expect(await settingsOf(page)).toMatchObject({ fontSize: 44, opacity: 0.7, speed: 1 });
    expect(console).toHaveLength(2);
    expect(console.join(' ')).toMatch(/"speed" must be a number/);
    expect(console.join(' ')).not.toContain('planted-secret');
    expect(await page.evaluate(() => document.body.innerText.trim())).toBe('');
  });

  it.each(['a style element', 'the inner HTML of one', 'a style sheet from a data address'])(
    'obeys the custom properties that a stage programme adds by %s, and the query again without them',
    async (how) => {
      const { page, console } = await open('styled?font-size=20&speed=2');
      await untilJoined(page);
      await page.evaluate((way) => {
        const css = 'body { --danmaku-font-size: 52px; --danmaku-opacity: 60%; background-color: rgba(0, 0, 0, 0) }';
        const added = document.createElement(way === 'a style sheet from a data address' ? 'link' : 'style');
        added.id = 'added';
        if (added instanceof HTMLLinkElement) {
          added.rel = 'stylesheet';
          added.href = `data:text/css;base64,${btoa(css)}`;
        } else if (way === 'a style element') added.append(css);
        else added.innerHTML = css;
        document.head.append(added);
      }, how);
      await expect.poll(() => settingsOf(page)).toMatchObject({ fontSize: 52, opacity: 0.6, speed: 2 });
      await page.evaluate(() => document.querySelector('#added')?.remove());
      await expect.poll(() => settingsOf(page)).toMatchObject({ fontSize: 20, opacity: 1, speed: 2 });
      expect(console).toEqual([]);
    },
  );

  it('lets no markup in by the door for styles', async () => {
    const { page } = await open('markup');
    await untilJoined(page);
    const outcome = await page.evaluate(() => {
      const box = document.createElement('div');
      try {
        box.innerHTML = '<img src="x">';
        return 'let in';
      } catch (error) {
        return (error as Error).name;
      }
    });
    expect(outcome).toBe('TypeError');
  });

  it('shows test comments with ?test=1, and sends them nowhere', async () => {
    const { page } = await open('tested?test=1');
    await untilShown(page, '测试弹幕 Test 弾幕テスト 테스트');
    await untilShown(page, 'bottom · 底部弹幕');
    const log = (await (await fetch(`${demo.gateway.url}v1/rooms/tested/comments`)).json()) as { comments: unknown[] };
    expect(log.comments).toEqual([]);
  });

  it('does nothing while a stage programme shows it nowhere, and goes on when it does', async () => {
    const { page } = await open('staged?test=1&reduced-motion=off');
    await untilShown(page, 'top · 顶部弹幕');
    const tell = (name: string, detail: object): Promise<void> =>
      page.evaluate(([event, told]) => void dispatchEvent(new CustomEvent(event, { detail: told })), [
        name,
        detail,
      ] as const);
    await tell('obsSourceVisibleChanged', { visible: false });
    await tell('obsSourceActiveChanged', { active: false });
    expect(await inkShare(page)).toBe(0);
    const frames = await page.evaluate(async () => {
      let asked = 0;
      const before = window.requestAnimationFrame;
      window.requestAnimationFrame = (callback) => {
        asked += 1;
        return before(callback);
      };
      // As long as thirty frames take.
      for (let frame = 0; frame < 30; frame += 1) await new Promise((resolve) => before(resolve));
      return asked;
    });
    expect(frames).toBe(0);
    await tell('obsSourceActiveChanged', { active: true });
    await page.waitForFunction(
      () => (document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.visible().length ?? 0) > 0,
    );
    await expect.poll(() => inkShare(page)).toBeGreaterThan(0);
  });

  it('moves in a stage programme whatever its computer prefers', async () => {
    const { page } = await open('broadcast', async (fresh) => {
      await fresh.emulateMedia({ reducedMotion: 'reduce' });
      await fresh.addInitScript(() => Object.assign(window, { obsstudio: { pluginVersion: '2.24.0' } }));
    });
    await untilJoined(page);
    expect((await settingsOf(page))?.reducedMotion).toBe('off');
  });

  it('works without any graphics card, on a 2D canvas', async () => {
    const { page } = await open('no-gl', (fresh) =>
      fresh.addInitScript(() => {
        for (const canvas of [HTMLCanvasElement, globalThis.OffscreenCanvas]) {
          const real = canvas.prototype.getContext as (...given: unknown[]) => unknown;
          Object.assign(canvas.prototype, {
            getContext(this: unknown, kind: string, ...rest: unknown[]) {
              return kind.startsWith('webgl') ? null : real.call(this, kind, ...rest);
            },
          });
        }
      }),
    );
    await untilJoined(page);
    await say('no-gl', '████████████');
    await untilShown(page, '████████████');
    await expect.poll(() => inkShare(page)).toBeGreaterThan(0.001);
    expect(
      await page.evaluate(
        () => document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.stats().stage,
      ),
    ).toMatch(/canvas2d$/);
  });

  it('takes the reader’s token from the fragment, and out of the address', async () => {
    const { page } = await open(`token#token=${signed('Mei')}`);
    await page.waitForFunction(
      () => document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.room?.you.name === 'Mei',
    );
    expect(page.url()).toBe(address('token'));
  });
});

describe('/embed/{room} in a frame of another site', () => {
  const BODY = '<div id="ground"></div><iframe src="FRAME"></iframe>';
  const STYLE =
    'body { margin: 0; background: #000 } iframe { position: fixed; inset: 0; width: 100%; height: 100%; border: 0; pointer-events: none }';
  let site: Site;
  beforeAll(async () => {
    site = await Site.start({ 'frame-src': '*' });
  });
  afterAll(() => site?.stop());

  /** A page that answers every wish for a token with `token`; without one it answers what is no answer. */
  async function frame(parent: string, token: string | null | undefined) {
    const src = address(`framed?parent=${encodeURIComponent(parent)}`);
    site.set({
      body: BODY.replace('FRAME', src),
      style: STYLE,
      script: `
        window.wishes = [];
        const frame = document.querySelector('iframe');
        addEventListener('message', ({ source, origin, data }) => {
          if (source !== frame.contentWindow || origin !== new URL(frame.src).origin) return;
          wishes.push(data);
          frame.contentWindow.postMessage({ type: 'danmaku:token', token: ${JSON.stringify(token)} }, origin);
        });
        window.give = (token) => frame.contentWindow.postMessage({ type: 'danmaku:token', token }, '*');`,
    });
    embed = await openEmbed(demo.browser, site.url);
    const inner = embed.page.frames().find((each) => each.url().includes('/embed/'));
    if (!inner) throw new Error('There is no frame.');
    return inner;
  }

  it('lets the page below be seen, and gets the reader’s token from the page around it', async () => {
    const inner = await frame(new URL(site.url).origin, signed('Lin'));
    await inner.waitForFunction(NAME_OF_READER);
    await expect.poll(() => inner.evaluate(NAME_OF_READER)).toBe('Lin');
    await say('framed', '████████████');
    await untilShown(inner, '████████████');
    await expect
      .poll(() => inner.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe('rgba(0, 0, 0, 0)');
    await embed?.page.evaluate((token) => (window as unknown as { give(t: string): void }).give(token), signed('Yuki'));
    await expect.poll(() => inner.evaluate(NAME_OF_READER)).toBe('Yuki');
  });

  it('asks nobody but the origin that its address names, and believes nobody else', async () => {
    const inner = await frame('https://other.example', signed('Eve'));
    await inner.evaluate(() => {
      Object.assign(window, { heard: 0 });
      addEventListener('message', () => Object.assign(window, { heard: 1 }));
    });
    await embed?.page.evaluate((token) => (window as unknown as { give(t: string): void }).give(token), signed('Eve'));
    await inner.waitForFunction(() => (window as unknown as { heard?: number }).heard === 1);
    expect(await embed?.page.evaluate(() => (window as unknown as { wishes: unknown[] }).wishes)).toEqual([]);
    expect(await inner.evaluate(NAME_OF_READER)).not.toBe('Eve');
  });

  it.each([
    ['has no token', null],
    ['does not answer', undefined],
  ])('goes on as a guest when the page around it %s', async (_why, token) => {
    const inner = await frame(new URL(site.url).origin, token);
    await untilJoined(inner);
    expect(await inner.evaluate(NAME_OF_READER)).toMatch(/./);
  });
});
