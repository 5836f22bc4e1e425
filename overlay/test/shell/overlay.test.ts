import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Overlay } from '../../src/overlay.ts';
import { comment, ScriptedGateway, welcome, YOU, type Peer } from './scripted-gateway.ts';
import { launchBrowser } from '../demo/live-demo.ts';
import { Site, watchTrouble } from './site.ts';

let browser: Browser;
let site: Site;
let gateway: ScriptedGateway;
let page: Page;
let trouble: string[];

declare global {
  interface Window {
    overlay: Overlay;
    said: unknown[];
  }
}

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), Site.start()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});
afterEach(async () => {
  await page.close();
  await gateway.stop();
  assert.deepEqual(trouble, []);
});

const STYLE =
  'body { margin: 0 } #player { width: 640px; height: 360px; background: #123 } ' +
  'video { display: block; width: 640px; height: 360px; margin: 40px 0 0 60px; border: 10px solid red; background: #123 }';

const CREATE = (target: string, gatewayUrl: string): string => `
  import { createOverlay } from '/overlay.js';
  window.said = [];
  window.overlay = createOverlay(document.querySelector('${target}'), { gateway: '${gatewayUrl}', room: 'lobby' });
  for (const name of ['state', 'comment', 'refused', 'error']) {
    overlay.on(name, (payload) => said.push([name, JSON.parse(JSON.stringify(payload))]));
  }
  overlay.on('error', (error) => said.push(['error', error.message]));`;

async function open(body = '<div id="player"></div>', target = '#player'): Promise<Peer> {
  page = await browser.newPage();
  trouble = watchTrouble(page);
  site.set({ body, style: STYLE, script: CREATE(target, gateway.url) });
  await page.goto(site.url);
  const peer = await gateway.peer();
  peer.say(welcome());
  await page.waitForFunction(
    () => window.overlay.state.state === 'joined' && window.overlay.stats().stage !== 'loading',
  );
  return peer;
}

const visible = (): Promise<string[]> => page.evaluate(() => window.overlay.visible().map(({ id }) => id));

/** Posts, and keeps what comes of it in the page. */
const post = (text: string): Promise<void> =>
  page.evaluate((words) => {
    window.overlay.post({ text: words }).then(
      (accepted) => window.said.push(['accepted', accepted.id]),
      (refusal: { code: string }) => window.said.push(['rejected', refusal.code]),
    );
  }, text);

const said = (name: string): Promise<unknown[]> =>
  page.evaluate((wanted) => window.said.filter((entry) => Array.isArray(entry) && entry[0] === wanted), name);

describe('one’s own comment', () => {
  it('is there in the next tick, and carries the gateway’s id from the ack on', async () => {
    const peer = await open();
    await post('  mine \n first ');
    const { ref, text } = await peer.hear('post');
    expect(text).toBe('mine first');
    await expect.poll(visible).toEqual(['own:1']);
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect.poll(visible).toEqual(['c1']);
    peer.say({
      type: 'comments',
      offset: '1',
      comments: [comment('c1', { text: 'mine first', user: YOU }), comment('c2')],
    });
    await expect.poll(async () => (await visible()).toSorted()).toEqual(['c1', 'c2']);
    expect(await said('accepted')).toEqual([['accepted', 'c1']]);
    expect(await said('comment')).toMatchObject([
      ['comment', { own: true, history: false, comment: { id: 'c1', text: 'mine first' } }],
      ['comment', { own: false, comment: { id: 'c2' } }],
    ]);
  });

  it('is not drawn twice when the room’s frame comes before the ack', async () => {
    const peer = await open();
    await post('mine');
    const { ref } = await peer.hear('post');
    peer.say({ type: 'comments', offset: '1', comments: [comment('c1', { text: 'mine', user: YOU })] });
    await expect.poll(visible).toEqual(['c1']);
    peer.say({ type: 'ack', ref: String(ref), id: 'c1' });
    await expect.poll(() => said('accepted')).toEqual([['accepted', 'c1']]);
    expect(await visible()).toEqual(['c1']);
    expect(await said('comment')).toHaveLength(1);
  });

  it('leaves the screen when it is refused, and says why', async () => {
    const peer = await open();
    await post('bad word');
    const { ref } = await peer.hear('post');
    await expect.poll(visible).toEqual(['own:1']);
    peer.say({ type: 'refused', ref: String(ref), code: 'blocked_word', message: 'Not here.' });
    await expect.poll(visible).toEqual([]);
    expect(await said('rejected')).toEqual([['rejected', 'blocked_word']]);
    expect(await said('refused')).toEqual([
      ['refused', { code: 'blocked_word', message: 'Not here.', text: 'bad word' }],
    ]);
  });

  it('is refused before it is sent when nobody could see it, or the room allows less', async () => {
    const peer = await open();
    peer.say({ type: 'settings', settings: { ...welcome().settings, maxLength: 3 } });
    await page.waitForFunction(() => window.overlay.room?.settings.maxLength === 3);
    await post(' \u200b ');
    await post('four');
    await page.evaluate(() => {
      const wrong = { text: 'x', color: 'red' };
      window.overlay.post(wrong).catch((refusal: { code: string }) => window.said.push(['rejected', refusal.code]));
    });
    await expect
      .poll(() => said('rejected'))
      .toEqual([
        ['rejected', 'empty'],
        ['rejected', 'too_long'],
        ['rejected', 'invalid'],
      ]);
    expect(peer.unheard).toBe(1);
    expect(await peer.hear('heartbeat')).toBeDefined();
    expect(await visible()).toEqual([]);
  });
});

describe('the room’s comments', () => {
  it('fly once each, go when they are recalled, and are counted when the room left them out', async () => {
    const peer = await open();
    peer.say({
      type: 'comments',
      offset: '1',
      comments: [comment('a'), comment('b'), comment('c', { user: { id: 'troll', name: 'T' } })],
    });
    peer.say({ type: 'comments', offset: '2', comments: [comment('a')], leftOut: 5 });
    await expect.poll(async () => (await visible()).toSorted()).toEqual(['a', 'b', 'c']);
    peer.say({ type: 'recall', ids: ['a'] });
    peer.say({ type: 'recall', user: 'troll' });
    await expect.poll(visible).toEqual(['b']);
    const stats = await page.evaluate(() => window.overlay.stats());
    expect(stats).toMatchObject({ state: 'joined', onScreen: 1, viewers: 1, leftOut: 5 });
    expect(stats.latencyMs).toBeGreaterThanOrEqual(0);
  });

  it('of long ago are told to the page as history, but do not fly', async () => {
    page = await browser.newPage();
    trouble = watchTrouble(page);
    site.set({ body: '<div id="player"></div>', style: STYLE, script: CREATE('#player', gateway.url) });
    await page.goto(site.url);
    const peer = await gateway.peer();
    peer.say(welcome({ comments: [comment('old', { time: Date.now() - 60_000 }), comment('new')] }));
    await expect.poll(visible).toEqual(['new']);
    expect(await said('comment')).toMatchObject([
      ['comment', { history: true, comment: { id: 'old' } }],
      ['comment', { history: true, comment: { id: 'new' } }],
    ]);
  });
});

describe('the layer', () => {
  const box = (selector: string): Promise<number[]> =>
    page.evaluate((wanted) => {
      const { left, top, width, height } = document.querySelector(wanted)?.getBoundingClientRect() ?? new DOMRect();
      return [left, top, width, height];
    }, selector);

  it('lies exactly over a bare video, follows it, and never takes a click from it', async () => {
    await open('<p id="before">text</p><video></video><p id="after">more</p>', 'video');
    expect(await box('[part=layer]')).toEqual(await box('video'));
    const after = await box('#after');
    await page.evaluate(() => {
      const video = document.querySelector('video');
      if (video) video.style.width = '500px';
      document.querySelector('#before')?.append(document.createElement('br'), 'a second line');
    });
    await expect.poll(async () => (await box('[part=layer]')).join()).toBe((await box('video')).join());
    expect((await box('#after'))[0]).toBe(after[0]);
    const [left = 0, top = 0] = await box('video');
    expect(
      await page.evaluate(([x = 0, y = 0]) => document.elementFromPoint(x + 50, y + 50)?.tagName, [left, top]),
    ).toBe('VIDEO');
  });

  it('lies over a video in a scrolled, transformed, positioned place as well', async () => {
    await open('<div id="frame"><div id="tall"><video></video></div></div>', 'video');
    await page.evaluate(() => {
      const frame = document.querySelector<HTMLElement>('#frame');
      const video = document.querySelector('video');
      if (!frame || !video) return;
      frame.style.cssText = 'width: 400px; height: 200px; overflow: auto; scale: 0.8; margin: 30px';
      video.style.cssText = 'position: relative; left: 13px; display: inline; margin: 5px';
      frame.scrollTop = 60;
      window.dispatchEvent(new Event('resize'));
    });
    await expect
      .poll(async () => (await box('[part=layer]')).map(Math.round).join())
      .toBe((await box('video')).map(Math.round).join());
  });

  it('goes with a container into fullscreen, and over a video that goes alone', async () => {
    await open('<video></video><button>full</button>', 'video');
    await page.evaluate(() => {
      document
        .querySelector('button')
        ?.addEventListener('click', () => void document.querySelector('video')?.requestFullscreen());
    });
    await page.click('button');
    await page.waitForFunction(() => document.fullscreenElement !== null);
    await expect.poll(async () => (await box('[part=layer]')).join()).toBe((await box('video')).join());
    expect(await page.evaluate(() => document.querySelector('[part=layer]')?.matches(':popover-open'))).toBe(true);
    await page.evaluate(() =>
      window.overlay.emit({ text: '████████████', color: '#00ff00', mode: 'top', size: 'large' }),
    );
    await expect.poll(visible).toHaveLength(1);
    await page.evaluate(() => document.exitFullscreen());
    await page.waitForFunction(() => document.fullscreenElement === null);
    await expect.poll(async () => (await box('[part=layer]')).join()).toBe((await box('video')).join());
  });

  it('is gone without a trace after destroy', async () => {
    const peer = await open();
    const html = await page.evaluate(() => {
      window.overlay.destroy();
      return document.body.querySelector('#player')?.outerHTML;
    });
    expect(html).toMatch(/^<div id="player"( style="")?><\/div>$/);
    await peer.closed;
    await expect(
      page.evaluate(() => window.overlay.post({ text: 'x' }).catch((refusal: { code: string }) => refusal.code)),
    ).resolves.toBe('closed');
  });
});

describe('without a gateway', () => {
  it('draws what the page gives, filling in what is missing, and connects nowhere', async () => {
    page = await browser.newPage();
    trouble = watchTrouble(page);
    site.set({
      body: '<div id="player"></div>',
      style: STYLE,
      script: `import { createOverlay } from '/overlay.js';
        window.overlay = createOverlay(document.querySelector('#player'), { settings: { opacity: 9 } });
        window.said = [];
        overlay.on('error', (error) => said.push(['error', error.message]));
        overlay.emit({ text: 'one' });
        overlay.emit([{ text: 'two\\u202e', mode: 'top' }, { text: '' }]);`,
    });
    await page.goto(site.url);
    await page.waitForFunction(() => window.overlay?.visible().length === 2);
    expect(await page.evaluate(() => window.overlay.visible().map(({ text }) => text))).toEqual(['one', 'two']);
    expect(await said('error')).toEqual([['error', 'A comment was not drawn: The comment is empty.']]);
    expect(await page.evaluate(() => [window.overlay.state, window.overlay.settings.opacity])).toEqual([
      { state: 'idle' },
      1,
    ]);
    expect(gateway.unasked).toBe(0);
  });
});

describe('<danmaku-overlay>', () => {
  interface OverlayElement extends HTMLElement {
    readonly overlay?: Overlay;
  }
  const settings = (): Promise<object | undefined> =>
    page.evaluate(() => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay?.settings);
  const joined = (): Promise<unknown> =>
    page.waitForFunction(
      () => document.querySelector<OverlayElement>('danmaku-overlay')?.overlay?.state.state === 'joined',
    );

  it('takes its settings from attributes, live, and connects anew when the room changes', async () => {
    page = await browser.newPage();
    trouble = watchTrouble(page);
    site.set({
      head: '<script src="/embed.js" async></script>',
      body: `<danmaku-overlay gateway="${gateway.url}" room="a" opacity="0.5" blocked-words="x,y" merge="false"><div id="player"></div></danmaku-overlay>`,
      style: STYLE,
    });
    await page.goto(site.url);
    const first = await gateway.peer();
    expect(first.path).toBe('/v1/rooms/a/ws');
    first.say(welcome());
    expect(await settings()).toMatchObject({
      opacity: 0.5,
      blockedWords: ['x', 'y'],
      merge: false,
    });
    await page.evaluate(() => {
      const element = document.querySelector('danmaku-overlay');
      element?.setAttribute('font-size', '40');
      element?.removeAttribute('opacity');
    });
    expect(await settings()).toMatchObject({ opacity: 1, fontSize: 40 });
    await page.evaluate(() => document.querySelector('danmaku-overlay')?.setAttribute('room', 'b'));
    expect((await gateway.peer()).path).toBe('/v1/rooms/b/ws');
    await first.closed;
  });

  it('ends its connection when it leaves the page, and not when it only moves', async () => {
    page = await browser.newPage();
    trouble = watchTrouble(page);
    site.set({
      head: '<script src="/embed.js" async></script>',
      body: `<main></main><danmaku-overlay gateway="${gateway.url}" room="a"><div id="player"></div></danmaku-overlay>`,
      style: STYLE,
    });
    await page.goto(site.url);
    const peer = await gateway.peer();
    peer.say(welcome());
    await joined();
    await page.evaluate(() => {
      const element = document.querySelector('danmaku-overlay');
      if (element) document.querySelector('main')?.append(element);
    });
    await joined();
    expect(gateway.unasked).toBe(0);
    await page.evaluate(() => document.querySelector('danmaku-overlay')?.remove());
    await peer.closed;
  });
});
