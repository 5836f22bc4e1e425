import { describe, expect, it } from 'vitest';
import { useOverlayPage } from './use-overlay-page.ts';

const { join, open } = useOverlayPage();

describe('the layer', () => {
  it('lies exactly over a bare video, follows it, and never takes a click from it', async () => {
    const [overlay] = await join('video', '<p id="before">text</p><video></video><p id="after">more</p>');
    expect(await overlay.box('[part=layer]')).toEqual(await overlay.box('video'));
    const after = await overlay.box('#after');
    await overlay.page.evaluate(() => {
      const video = document.querySelector('video');
      if (video) video.style.width = '500px';
      document.querySelector('#before')?.append(document.createElement('br'), 'a second line');
    });
    await expect.poll(async () => (await overlay.box('[part=layer]')).join()).toBe((await overlay.box('video')).join());
    expect((await overlay.box('#after'))[0]).toBe(after[0]);
    const [left = 0, top = 0] = await overlay.box('video');
    expect(
      await overlay.page.evaluate(([x = 0, y = 0]) => document.elementFromPoint(x + 50, y + 50)?.tagName, [left, top]),
    ).toBe('VIDEO');
  });

  it('lies over a video in a scrolled, transformed, positioned place as well', async () => {
    const [overlay] = await join('video', '<div id="frame"><div id="tall"><video></video></div></div>');
    await overlay.page.evaluate(() => {
      const frame = document.querySelector<HTMLElement>('#frame');
      const video = document.querySelector('video');
      if (!frame || !video) return;
      frame.style.cssText = 'width: 400px; height: 200px; overflow: auto; scale: 0.8; margin: 30px';
      video.style.cssText = 'position: relative; left: 13px; display: inline; margin: 5px';
      frame.scrollTop = 60;
      window.dispatchEvent(new Event('resize'));
    });
    await expect
      .poll(async () => (await overlay.box('[part=layer]')).map(Math.round).join())
      .toBe((await overlay.box('video')).map(Math.round).join());
  });

  it('goes with a container into fullscreen, and over a video that goes alone', async () => {
    const [overlay] = await join('video', '<video></video><button>full</button>');
    await overlay.page.evaluate(() => {
      document
        .querySelector('button')
        ?.addEventListener('click', () => void document.querySelector('video')?.requestFullscreen());
    });
    await overlay.page.click('button');
    await overlay.page.waitForFunction(() => document.fullscreenElement !== null);
    await expect.poll(async () => (await overlay.box('[part=layer]')).join()).toBe((await overlay.box('video')).join());
    expect(await overlay.page.evaluate(() => document.querySelector('[part=layer]')?.matches(':popover-open'))).toBe(
      true,
    );
    await overlay.page.evaluate(() =>
      window.overlay.emit({ text: '████████████', color: '#00ff00', mode: 'top', size: 'large' }),
    );
    await expect.poll(() => overlay.visible()).toHaveLength(1);
    await overlay.page.evaluate(() => document.exitFullscreen());
    await overlay.page.waitForFunction(() => document.fullscreenElement === null);
    await expect.poll(async () => (await overlay.box('[part=layer]')).join()).toBe((await overlay.box('video')).join());
  });

  it.each([
    ['a video in a shadow goes alone', 'open', 'video', true],
    ['a video in a closed shadow goes alone', 'closed', 'video', true],
    ['a player shows a part of its own', 'open', 'host', true],
    ['a player shows a part that it shares with nobody', 'closed', 'host', true],
    ['the player goes whole', 'open', 'host', false],
  ])('is seen in fullscreen where %s', async (_, mode, target, isPart) => {
    const overlay = await open({
      body: '<x-player id="player"></x-player><button>full</button>',
      script: `
        import { createOverlay } from '/overlay.js';
        const host = document.querySelector('#player');
        window.root = host.attachShadow({ mode: '${mode}' });
        const video = document.createElement('video');
        root.append(video, document.createElement('slot'));
        window.overlay = createOverlay(${target}, {});
        document.querySelector('button').onclick = () => (${isPart} ? video : host).requestFullscreen();`,
    });
    await overlay.page.click('button');
    await overlay.page.waitForFunction(() => document.fullscreenElement !== null);
    const isRaised = () =>
      overlay.page.evaluate(() => {
        const { root } = window as unknown as { root: ShadowRoot };
        const layer = root.querySelector('[part=layer]') ?? document.querySelector('[part=layer]');
        return layer?.matches(':popover-open');
      });
    await expect.poll(isRaised).toBe(isPart);
    await overlay.page.evaluate(() => document.exitFullscreen());
    await expect.poll(isRaised).toBe(false);
  });

  it('is gone without a trace after destroy', async () => {
    const [overlay, peer] = await join();
    const html = await overlay.page.evaluate(() => {
      window.overlay.destroy();
      return document.body.querySelector('#player')?.outerHTML;
    });
    expect(html).toMatch(/^<div id="player"( style="")?><\/div>$/);
    await peer.closed;
    await expect(
      overlay.page.evaluate(() =>
        window.overlay.post({ text: 'x' }).catch((refusal: { code: string }) => refusal.code),
      ),
    ).resolves.toBe('closed');
  });
});
