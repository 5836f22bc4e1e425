import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compileScript, parse } from 'vue/compiler-sfc';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { sayIn } from '../demo/live-demo.ts';
import { useLiveDemo } from '../demo/use-live-demo.ts';
import { settingsOf, untilJoined, untilShown } from '../overlay-element.ts';
import { makeMedia, type Media } from './media.ts';
import { PlayerSite } from './player-site.ts';
import { bundle, readRecipes } from './recipes.ts';

/** What a site's own code does with the example: shows it with properties, shows it with others, takes it away. */
const SITE = {
  React: `
    import { createElement } from 'react';
    import { createRoot } from 'react-dom/client';
    const root = createRoot(document.querySelector('#app'));
    window.show = (props) => root.render(createElement(LiveVideo, { src: 'film.webm', ...props }));
    window.leave = () => root.unmount();`,
  Vue: `
    import { createApp, h, reactive } from 'vue';
    const props = reactive({ src: 'film.webm' });
    const app = createApp({ render: () => h(LiveVideo, props) });
    let isThere = false;
    window.show = (given) => {
      Object.assign(props, given);
      if (!isThere) app.mount('#app');
      isThere = true;
    };
    window.leave = () => app.unmount();`,
} as const;

interface SiteWindow {
  show(props: object): void;
  leave(): void;
}

const demo = useLiveDemo();
let media: Media;
let site: PlayerSite;

beforeAll(async () => {
  media = await makeMedia();
  site = await PlayerSite.start(media.folder);
  const recipes = readRecipes('frameworks.md');
  const here = (name: string): string =>
    (recipes.get(name)?.script ?? '').replaceAll('https://gateway.example', demo.gateway.url.replace(/\/$/, ''));
  const files = await bundle({ React: here('React') + SITE.React, Vue: compiled(here('Vue')) + SITE.Vue });
  for (const [name, text] of files) site.put(name, text);
  for (const name of Object.keys(SITE)) {
    site.put(
      `${name}.html`,
      `<!doctype html><html lang="en"><title>${name}</title><link rel="icon" href="data:,"><div id="app"></div>` +
        `<script type="module" src="/${name}.js"></script></html>`,
    );
  }
});
afterAll(async () => {
  await Promise.all([site?.stop(), media?.remove()]);
});

/** The single-file component as a module that has it under its name, as a build with the Vue plugin would make it. */
function compiled(source: string): string {
  const { content } = compileScript(parse(source).descriptor, {
    id: 'live-video',
    inlineTemplate: true,
    templateOptions: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('danmaku-') } },
  });
  return content.replace('export default', 'const LiveVideo =');
}

const viewersOf = async (room: string): Promise<number> =>
  ((await (await fetch(`${demo.gateway.url}v1/rooms/${room}`)).json()) as { viewers: number }).viewers;

const show = (page: Page, props: object): Promise<void> =>
  page.evaluate((given) => (window as unknown as SiteWindow).show(given), props);

describe.each(['React', 'Vue'])('the example for %s', (name) => {
  it('shows comments, follows its properties, and leaves with its component', async () => {
    const page = await demo.browser.newPage();
    const trouble: string[] = [];
    page.on('pageerror', (error) => trouble.push(error.message));
    page.on('console', (message) => {
      if (message.type() === 'error') trouble.push(message.text());
    });
    await page.goto(`${site.url}${name}.html`);
    await show(page, { room: `${name}-one`, opacity: 0.5 });
    await untilJoined(page);
    expect(await settingsOf(page)).toMatchObject({ opacity: 0.5 });
    await sayIn(demo.gateway.url, `${name}-one`, 'first room');
    await untilShown(page, 'first room');

    await show(page, { room: `${name}-two`, opacity: 0.8 });
    await page.waitForFunction((room) => {
      const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
      return overlay?.room?.room === room;
    }, `${name}-two`);
    expect(await settingsOf(page)).toMatchObject({ opacity: 0.8 });
    await sayIn(demo.gateway.url, `${name}-two`, 'second room');
    await untilShown(page, 'second room');

    await page.evaluate(() => (window as unknown as SiteWindow).leave());
    expect(await page.locator('danmaku-overlay, video').count()).toBe(0);
    await expect.poll(() => viewersOf(`${name}-two`)).toBe(0);
    expect(trouble).toEqual([]);
    await page.close();
  });
});
