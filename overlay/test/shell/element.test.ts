import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../src/overlay.ts';
import { welcome } from './scripted-gateway.ts';
import { useOverlayPage } from './use-overlay-page.ts';

const room = useOverlayPage();

describe('<danmaku-overlay>', () => {
  interface OverlayElement extends HTMLElement {
    readonly overlay?: Overlay;
  }
  const settings = (page: Page): Promise<object | undefined> =>
    page.evaluate(() => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay?.settings);
  const joined = (page: Page): Promise<unknown> =>
    page.waitForFunction(
      () => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay?.state.state === 'joined',
    );

  it('takes its settings from attributes, live, and connects anew when the room changes', async () => {
    const { page } = await room.open({
      head: '<script src="/embed.js" async></script>',
      body: `<danmaku-overlay gateway="${room.gateway.url}" room="a" opacity="0.5" blocked-words="x,y" merge="false"><div id="player"></div></danmaku-overlay>`,
    });
    const first = await room.gateway.peer();
    expect(first.path).toBe('/v1/rooms/a/ws');
    first.say(welcome());
    expect(await settings(page)).toMatchObject({
      opacity: 0.5,
      blockedWords: ['x', 'y'],
      merge: false,
    });
    await page.evaluate(() => {
      const element = document.querySelector('danmaku-overlay');
      element?.setAttribute('font-size', '40');
      element?.removeAttribute('opacity');
    });
    expect(await settings(page)).toMatchObject({ opacity: 1, fontSize: 40 });
    const drawsWith = (renderer: string, stage: string): Promise<unknown> =>
      page.evaluate(
        async ([name, expected]) => {
          const element = document.querySelector<OverlayElement>('danmaku-overlay');
          element?.setAttribute('renderer', name);
          const drawn = (): string | undefined => element?.overlay?.stats().stage;
          while (drawn() !== expected) await new Promise(requestAnimationFrame);
        },
        [renderer, stage] as const,
      );
    await drawsWith('canvas', 'canvas2d');
    (await room.gateway.peer()).say(welcome());
    await page.evaluate(() => document.querySelector('danmaku-overlay')?.setAttribute('room', 'b'));
    expect((await room.gateway.peer()).path).toBe('/v1/rooms/b/ws');
    await first.closed;
  });

  it('shows the emotes of a table named by an attribute, from the page’s own host or one that is allowed', async () => {
    const pictures = new Map<string, Buffer>();
    for (const [name, width] of [
      ['own', 60],
      ['far', 120],
    ] as const) {
      pictures.set(`/${name}.png`, PNG.sync.write(new PNG({ width, height: 30 })));
    }
    const table = JSON.stringify({
      own: 'own.png',
      far: 'http://pictures.example/far.png',
      other: 'http://x.example/',
    });
    let change = (): void => undefined;
    const isChanged = new Promise<void>((resolve) => (change = resolve));
    const opened = await room.open(
      {
        head: '<script src="/embed.js" async></script>',
        body: '<danmaku-overlay emotes="/emotes.json" emote-hosts="pictures.example"><div id="player"></div></danmaku-overlay>',
      },
      async (page) => {
        await page.route(/\.(json|png)$/, (route) => {
          const { pathname } = new URL(route.request().url());
          const headers = { 'access-control-allow-origin': '*' };
          return route.fulfill({ body: pictures.get(pathname) ?? table, headers });
        });
        // What fetches emotes is still on its way when another setting changes.
        await page.route('**/emotes.js', async (route) => {
          await isChanged;
          await route.continue();
        });
      },
    );
    const { page } = opened;
    /** Width of each comment in em, rounded down. */
    const widths = (): Promise<Record<string, number>> =>
      page.evaluate(() => {
        const { overlay } = document.querySelector<OverlayElement>('danmaku-overlay') ?? {};
        const shown = overlay?.visible() ?? [];
        return Object.fromEntries(shown.map(({ text, width }) => [text, Math.floor(width / 20)]));
      });
    await page.waitForFunction(() => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay !== undefined);
    await page.evaluate(async () => {
      const { overlay } = document.querySelector<OverlayElement>('danmaku-overlay') ?? {};
      overlay?.set({ fontSize: 20 });
    });
    change();
    await page.evaluate(async () => {
      const { overlay } = document.querySelector<OverlayElement>('danmaku-overlay') ?? {};
      overlay?.emit([':own:', ':far:', ':other:'].map((text) => ({ text, mode: 'top' as const })));
      // Held in the frame that shows them, they can't be gone when they are looked at.
      const count = (): number => overlay?.visible().length ?? 3;
      while (count() < 3) await new Promise(requestAnimationFrame);
      overlay?.pause();
    });
    await expect.poll(widths).toMatchObject({ ':own:': 2, ':far:': 4 });
    expect((await widths())[':other:']).toBeGreaterThan(2);
    opened.forgive('danmaku: The emote "other" is not taken: the host x.example is not allowed (see emoteHosts). ');
  });

  it('lies over the video right in it, however wide the page lets the element be, and over all of it without one', async () => {
    const opened = await room.open({
      head: '<script src="/embed.js" async></script>',
      body: '<danmaku-overlay><video id="film"></video></danmaku-overlay>',
      style:
        'body { margin: 0 } #film { width: 320px; height: 180px; margin: 10px 0 0 30px } #film.wide { width: 100% }',
    });
    const { page } = opened;
    const layer = (): Promise<string> =>
      page.evaluate(() => {
        const layer = document.querySelector('danmaku-overlay')?.shadowRoot?.querySelector('[part=layer]');
        const { left, top, width, height } = layer?.getBoundingClientRect() ?? new DOMRect();
        return [left, top, width, height].join();
      });
    const box = async (selector: string): Promise<string> => (await opened.box(selector)).join();
    await page.waitForFunction(() => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay !== undefined);
    await expect.poll(layer).toBe('30,10,320,180');
    await page.evaluate(() => document.querySelector('#film')?.classList.add('wide'));
    await expect.poll(async () => (await layer()) === (await box('#film'))).toBe(true);
    expect((await opened.box('#film'))[2]).toBeGreaterThan(1000);
    await page.evaluate(() => {
      const canvas = document.createElement('canvas');
      document.querySelector('danmaku-overlay')?.append(canvas);
      document.querySelector('#film')?.toggleAttribute('hidden', true);
    });
    await expect.poll(async () => (await layer()) === (await box('danmaku-overlay'))).toBe(true);
  });

  it('stays over a player inside it that goes fullscreen by its own button', async () => {
    const { page } = await room.open({
      head: '<script src="/embed.js" async></script>',
      body: '<danmaku-overlay><div id="player"><button>full</button></div></danmaku-overlay>',
      script: `document.querySelector('button').onclick = () => document.querySelector('#player').requestFullscreen();`,
    });
    const isRaised = (): Promise<boolean | undefined> =>
      page.evaluate(() =>
        document.querySelector('danmaku-overlay')?.shadowRoot?.querySelector('[part=layer]')?.matches(':popover-open'),
      );
    await page.click('button');
    await expect.poll(isRaised).toBe(true);
    await page.evaluate(() => document.exitFullscreen());
    await expect.poll(isRaised).toBe(false);
  });

  it('ends its connection when it leaves the page, and not when it only moves', async () => {
    const { page } = await room.open({
      head: '<script src="/embed.js" async></script>',
      body: `<main></main><danmaku-overlay gateway="${room.gateway.url}" room="a"><div id="player"></div></danmaku-overlay>`,
    });
    const peer = await room.gateway.peer();
    peer.say(welcome());
    await joined(page);
    await page.evaluate(() => {
      const element = document.querySelector('danmaku-overlay');
      if (element) document.querySelector('main')?.append(element);
    });
    await joined(page);
    expect(room.gateway.unasked).toBe(0);
    await page.evaluate(() => document.querySelector('danmaku-overlay')?.remove());
    await peer.closed;
  });
});

describe('<danmaku-composer>', () => {
  interface Composer extends HTMLElement {
    overlay?: Overlay | undefined;
  }
  const PLAYERS =
    '<danmaku-overlay id="a"><div id="player"></div></danmaku-overlay><danmaku-overlay id="b"><div></div></danmaku-overlay>';
  const SCRIPT = `
    import '/overlay.js';
    const composer = document.createElement('danmaku-composer');
    const anew = (id, renderer) => new Promise((resolve) => {
      document.addEventListener('danmaku-ready', resolve, { once: true });
      document.getElementById(id).setAttribute('renderer', renderer);
    });`;

  it('stays with the overlay that the page set, and with the tags’ own when it set none', async () => {
    const script = `${SCRIPT}
      const [a, b] = document.querySelectorAll('danmaku-overlay');
      while (!a.overlay || !b.overlay) await new Promise(requestAnimationFrame);
      composer.setAttribute('for', 'a');
      composer.overlay = b.overlay;
      document.body.append(composer);
      const seen = [composer.overlay === b.overlay];
      await anew('a', 'canvas');
      seen.push(composer.overlay === b.overlay);
      composer.overlay = undefined;
      seen.push(composer.overlay === a.overlay);
      await anew('a', 'auto');
      seen.push(composer.overlay === a.overlay);
      window.seen = seen;`;
    const { page } = await room.open({ body: PLAYERS, script });
    const seen = await page.waitForFunction(() => (window as { seen?: boolean[] }).seen);
    expect(await seen.jsonValue()).toEqual([true, true, true, true]);
  });

  it('is there as soon as its file can be loaded', async () => {
    const asked: string[] = [];
    const opened = await room.open({ body: PLAYERS, script: `${SCRIPT} document.body.append(composer);` }, (page) =>
      page.route('**/composer.js*', (route) => {
        asked.push(new URL(route.request().url()).search);
        return asked.length === 1 ? route.abort() : route.continue();
      }),
    );
    const field = opened.page.locator('danmaku-composer').getByRole('textbox');
    await field.waitFor();
    // Its overlay has no room.
    await expect.poll(() => field.getAttribute('placeholder')).toBe('No room to write to');
    expect(asked).toEqual(['', '?try=1']);
    opened.forgive('Failed to load resource: net::ERR_FAILED');
    opened.forgive('The composer could not be loaded; trying again.');
  });

  it('has a switch that is true of an overlay made anew, and of itself when it moves', async () => {
    const { page } = await room.open({ body: PLAYERS, script: `${SCRIPT} document.body.append(composer);` });
    const composer = page.locator('danmaku-composer');
    const shown = composer.locator('[part=shown-button]');
    await shown.click();
    const emit = (): Promise<{ skipped: number; visible: number } | undefined> =>
      page.evaluate(() => {
        const { overlay } = document.querySelector<Composer>('danmaku-composer') ?? {};
        overlay?.emit({ text: 'hello', mode: 'top' });
        return overlay && { skipped: overlay.stats().skipped.hidden, visible: overlay.visible().length };
      });
    await page.evaluate(() => document.querySelector('#a')?.setAttribute('renderer', 'canvas'));
    await expect.poll(async () => (await emit())?.skipped).toBeGreaterThan(0);
    expect(await shown.getAttribute('aria-pressed')).toBe('false');
    await page.evaluate(() => {
      const moved = document.querySelector('danmaku-composer');
      if (moved) document.body.prepend(moved);
    });
    await expect.poll(() => shown.getAttribute('aria-pressed')).toBe('false');
    await shown.click();
    await expect.poll(async () => (await emit())?.visible).toBeGreaterThan(0);
    expect(await shown.getAttribute('aria-pressed')).toBe('true');
  });
});
