import type { Page } from 'playwright-core';
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
