/** A page with an overlay, made by script or by tag, and what a test asks it. */
import assert from 'node:assert/strict';
import type { Browser, Page } from 'playwright-core';
import type { Overlay } from '../../src/overlay.ts';
import { welcome, type Peer, type ScriptedGateway } from './scripted-gateway.ts';
import { watchTrouble, type Site, type SitePage } from './site.ts';

declare global {
  interface Window {
    overlay: Overlay;
    said: unknown[];
  }
}

const STYLE =
  'body { margin: 0 } #player { width: 640px; height: 360px; background: #123 } ' +
  'video { display: block; width: 640px; height: 360px; margin: 40px 0 0 60px; border: 10px solid red; background: #123 }';

export class OverlayPage {
  readonly page: Page;
  readonly #trouble: string[];

  private constructor(page: Page) {
    this.page = page;
    this.#trouble = watchTrouble(page);
  }

  /** @param prepare done to the page before it loads anything. */
  static async open(
    browser: Pick<Browser, 'newPage'>,
    site: Site,
    content: SitePage,
    prepare?: (page: Page) => Promise<unknown>,
  ): Promise<OverlayPage> {
    const opened = new OverlayPage(await browser.newPage());
    await prepare?.(opened.page);
    site.set({ style: STYLE, ...content });
    await opened.page.goto(site.url);
    return opened;
  }

  /** A page whose script lays an overlay over `target`; what the overlay tells is kept in `said`. */
  static overlayOver(target: string, options: object, body = '<div id="player"></div>'): SitePage {
    const script = `
      import { createOverlay } from '/overlay.js';
      window.said = [];
      window.overlay = createOverlay(document.querySelector('${target}'), ${JSON.stringify(options)});
      for (const name of ['state', 'comment', 'refused']) {
        overlay.on(name, (payload) => said.push([name, JSON.parse(JSON.stringify(payload))]));
      }
      overlay.on('error', (error) => said.push(['error', error.message]));`;
    return { body, script };
  }

  /** Opens such a page, lets the gateway welcome it, and waits until it can draw. */
  static async join(
    browser: Pick<Browser, 'newPage'>,
    site: Site,
    gateway: ScriptedGateway,
    target = '#player',
    body?: string,
  ): Promise<[OverlayPage, Peer]> {
    const content = OverlayPage.overlayOver(target, { gateway: gateway.url, room: 'lobby' }, body);
    const opened = await OverlayPage.open(browser, site, content);
    const peer = await gateway.peer();
    peer.say(welcome());
    await opened.page.waitForFunction(
      () => window.overlay.state.state === 'joined' && window.overlay.stats().stage !== 'loading',
    );
    return [opened, peer];
  }

  visible(): Promise<string[]> {
    return this.page.evaluate(() => window.overlay.visible().map(({ id }) => id));
  }

  /** Posts, and keeps what comes of it in the page. */
  post(text: string): Promise<void> {
    return this.page.evaluate((words) => {
      window.overlay.post({ text: words }).then(
        (accepted) => window.said.push(['accepted', accepted.id]),
        (refusal: { code: string }) => window.said.push(['rejected', refusal.code]),
      );
    }, text);
  }

  said(name: string): Promise<unknown[]> {
    return this.page.evaluate(
      (wanted) => window.said.filter((entry) => Array.isArray(entry) && entry[0] === wanted),
      name,
    );
  }

  /** Left, top, width and height of an element in the window. */
  box(selector: string): Promise<number[]> {
    return this.page.evaluate((wanted) => {
      const { left, top, width, height } = document.querySelector(wanted)?.getBoundingClientRect() ?? new DOMRect();
      return [left, top, width, height];
    }, selector);
  }

  /** What a test brings about on purpose is no trouble. */
  forgive(text: string): void {
    const at = this.#trouble.indexOf(text);
    assert.notEqual(at, -1, `"${text}" did not happen`);
    this.#trouble.splice(at, 1);
  }

  /** The same, of what happens as often as it will. */
  forgiveAll(text: string): void {
    this.forgive(text);
    while (this.#trouble.includes(text)) this.forgive(text);
  }

  /** @throws when anything went wrong in the page that no test asked for. */
  async close(): Promise<void> {
    await this.page.close();
    assert.deepEqual(this.#trouble, []);
  }
}
