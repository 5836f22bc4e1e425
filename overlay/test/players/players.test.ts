import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { sayIn } from '../demo/live-demo.ts';
import { useLiveDemo } from '../demo/use-live-demo.ts';
import { makeMedia, type Media } from './media.ts';
import { PlayerSite } from './player-site.ts';
import { bundle, readRecipes } from './recipes.ts';

/** A comment that nothing else on these pages looks like. */
const BAR = '████████████';

/** What a recipe's script made, for the test to ask. */
const HAND_OUT = `window.overlay = overlay;
if (typeof player === 'object') window.player = player;
if (typeof hls === 'object') window.player = hls;`;

interface Player {
  /** Its heading in the documentation. */
  readonly name: string;
  /** Clicked to see whether the player's own controls get their clicks; each click plays or pauses. */
  readonly playButton: string;
  readonly fullscreenButton: string;
}

const PLAYERS: readonly Player[] = [
  {
    name: 'video.js',
    playButton: '.vjs-big-play-button',
    fullscreenButton: '.vjs-fullscreen-control',
  },
  {
    name: 'ArtPlayer',
    playButton: '.art-control-playAndPause',
    fullscreenButton: '.art-control-fullscreen',
  },
  {
    name: 'xgplayer',
    playButton: '.xgplayer-start',
    fullscreenButton: 'xg-icon.xgplayer-fullscreen',
  },
  {
    name: 'media-chrome',
    playButton: 'media-play-button',
    fullscreenButton: 'media-fullscreen-button',
  },
];

const demo = useLiveDemo();
let media: Media;
let site: PlayerSite;
let page: Page;
let room: string;
let trouble: string[];

beforeAll(async () => {
  media = await makeMedia();
  site = await PlayerSite.start(media.folder);
  await putRecipes();
});
afterAll(async () => {
  await Promise.all([site?.stop(), media?.remove()]);
});
afterEach(async () => {
  expect(trouble).toEqual([]);
  await page.close();
});

/** What a recipe's page is called. */
const fileOf = (name: string): string => name.toLowerCase().replaceAll(/\W/g, '-');

/** Serves each recipe as a page: its own code, with the gateway of this test in it and a room of its own. */
async function putRecipes(): Promise<void> {
  const recipes = readRecipes('players.md');
  const here = (name: string, text: string): string =>
    text
      .replaceAll('https://gateway.example', demo.gateway.url.replace(/\/$/, ''))
      .replaceAll('my-stream', fileOf(name));
  const scripts = Object.fromEntries(
    [...recipes]
      .filter(([, { script }]) => script !== '')
      .map(([name, { script }]) => [fileOf(name), `${here(name, script)}\n${HAND_OUT}`]),
  );
  const files = await bundle(scripts);
  for (const [name, text] of files) site.put(name, text);
  for (const [name, { html, script }] of recipes) {
    const file = fileOf(name);
    const style = files.has(`${file}.css`) ? `<link rel="stylesheet" href="/${file}.css">` : '';
    const module = script === '' ? '' : `<script type="module" src="/${file}.js"></script>`;
    site.put(
      `${file}.html`,
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,">${style}` +
        `<style>body { margin: 40px; background: #000 } video { background: #000 }</style>${here(name, html)}${module}</html>`,
    );
  }
}

/** Opens a recipe's page and waits until its overlay has joined the room. */
async function open(name: string): Promise<void> {
  page = await demo.browser.newPage({ viewport: { width: 900, height: 560 } });
  trouble = [];
  room = fileOf(name);
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') trouble.push(message.text());
  });
  await page.goto(`${site.url}${fileOf(name)}.html`);
  await page.waitForFunction(() => {
    window.overlay ??= document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay as never;
    return window.overlay?.state.state === 'joined' && window.overlay.stats().stage !== 'loading';
  });
}

/** Says a comment in the room and waits until it is seen within the picture, to the eye as well. */
async function expectToFly(color: string): Promise<void> {
  await sayIn(demo.gateway.url, room, BAR, { color, mode: 'top', size: 'large' });
  await untilVisible(BAR);
  // A player that has just left fullscreen may still be on its way to its place.
  const inPicture = async (): Promise<number> => {
    const box = await page.evaluate(() => {
      const { left, top, width, height } = document.querySelector('video')?.getBoundingClientRect() ?? new DOMRect();
      return { x: Math.max(0, left), y: Math.max(0, top), width, height };
    });
    return box.width * box.height === 0 ? 0 : countPixels(box, color);
  };
  await expect.poll(inPicture).toBeGreaterThan(500);
}

async function untilVisible(text: string): Promise<void> {
  await page.waitForFunction((wanted) => window.overlay.visible().some((comment) => comment.text === wanted), text);
}

async function countPixels(clip: { x: number; y: number; width: number; height: number }, color: string) {
  const { data } = PNG.sync.read(await page.screenshot({ clip }));
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1;
  }
  return found;
}

/** Controls that hide show themselves when the pointer moves, and hide again: as a viewer would, it moves until they are met. */
async function clickControl(selector: string): Promise<void> {
  const { x, y, width, height } = (await page.locator('video').boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const clicks = async (): Promise<boolean> => {
    await page.mouse.move(x + width / 4, y + height / 4);
    await page.mouse.move(x + width / 3, y + height / 3);
    return page
      .locator(selector)
      .first()
      .click({ timeout: 2000 })
      .then(
        () => true,
        () => false,
      );
  };
  await expect.poll(clicks).toBe(true);
}

const isPaused = (): Promise<boolean | undefined> => page.evaluate(() => document.querySelector('video')?.paused);

/** Ends the player where the recipe has one, which is to end the overlay; else the overlay. */
async function expectNothingLeft(): Promise<void> {
  await page.evaluate(() => {
    const { player } = window as { player?: { dispose?(): void; destroy?(): void } };
    if (player?.dispose) player.dispose();
    else if (player?.destroy) player.destroy();
    else window.overlay.destroy();
  });
  expect(await page.locator('[part="layer"], [part="stage"]').count()).toBe(0);
  await expect
    .poll(async () => (await (await fetch(`${demo.gateway.url}v1/rooms/${room}`)).json()) as { viewers: number })
    .toMatchObject({ viewers: 0 });
}

/** Said in the room and seen: in the page, in fullscreen, and in the page again. */
async function expectThroughFullscreen(enter: () => Promise<void>): Promise<void> {
  await enter();
  await page.waitForFunction(() => document.fullscreenElement !== null);
  await expectToFly('#ff00ff');
  await page.evaluate(() => document.exitFullscreen());
  await page.waitForFunction(() => document.fullscreenElement === null);
  await expectToFly('#ffff00');
}

describe.each(PLAYERS)('the recipe for $name', ({ name, playButton, fullscreenButton }) => {
  it('puts comments over the picture, lets its controls be clicked, takes comments into fullscreen, leaves nothing', async () => {
    await open(name);
    await expectToFly('#00ff00');
    expect(await isPaused()).toBe(true);
    await clickControl(playButton);
    await expect.poll(isPaused).toBe(false);
    await expectThroughFullscreen(() => clickControl(fullscreenButton));
    await expectNothingLeft();
  });
});

describe('the recipe for Plain video', () => {
  it('lets the browser’s own controls be clicked, follows the video into fullscreen, leaves nothing', async () => {
    await open('Plain video');
    await expectToFly('#00ff00');
    await page.locator('video').click();
    await expect.poll(isPaused).toBe(false);
    await expectThroughFullscreen(() => page.locator('video').dblclick());
    await expectNothingLeft();
  });
});

describe('the recipe for hls.js', () => {
  it('holds what is said until the stream gets there, posts with what the reader sees, leaves nothing', async () => {
    await open('hls.js');
    await expectToFly('#00ff00');
    const startSeconds = (await programmeStartMs()) / 1000;
    await sayIn(demo.gateway.url, room, 'said at 0:20', { media: startSeconds + 20, mode: 'top' });
    // Who does not say what they watched is shown at once, and has come after the one that waits.
    await sayIn(demo.gateway.url, room, 'said now', { mode: 'top' });
    await untilVisible('said now');
    await page.locator('video').click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.2);
    expect((await visibleTexts()).includes('said at 0:20')).toBe(false);
    await page.evaluate(() => {
      const video = document.querySelector('video');
      if (video) video.currentTime = 19;
    });
    await untilVisible('said at 0:20');
    expect(await page.evaluate(() => document.querySelector('video')?.currentTime)).toBeGreaterThanOrEqual(19.5);
    await page.evaluate(() => window.overlay.post({ text: 'seen' }));
    const answer = await fetch(`${demo.gateway.url}v1/rooms/${room}/comments`);
    const { comments } = (await answer.json()) as { comments: { text: string; media?: number }[] };
    const media = comments.find(({ text }) => text === 'seen')?.media ?? 0;
    expect(media - startSeconds).toBeGreaterThan(19.5);
    expect(media - startSeconds).toBeLessThan(60);
    await expectThroughFullscreen(() => page.locator('video').dblclick());
    await expectNothingLeft();
  });
});

const visibleTexts = (): Promise<string[]> => page.evaluate(() => window.overlay.visible().map(({ text }) => text));

/** When the stream says that it began, in milliseconds since 1970. */
async function programmeStartMs(): Promise<number> {
  const playlist = await (await fetch(`${site.url}stream.m3u8`)).text();
  return Date.parse(/^#EXT-X-PROGRAM-DATE-TIME:(.*)$/m.exec(playlist)?.[1] ?? '');
}
