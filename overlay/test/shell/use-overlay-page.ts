/** One browser and one site for a test file; a scripted gateway for each test, and pages closed and judged after it. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser } from '../chromium.ts';
import { OverlayPage } from './overlay-page.ts';
import { ScriptedGateway, type Peer } from './scripted-gateway.ts';
import { Site, type SitePage } from './site.ts';

export interface PageRoom {
  /** This test's gateway. */
  readonly gateway: ScriptedGateway;
  /** Opens this content. @param prepare done to the page before it loads anything. */
  open(content: SitePage, prepare?: (page: Page) => Promise<unknown>): Promise<OverlayPage>;
  /** Opens a page with an overlay over `target`, welcomed and able to draw. */
  join(target?: string, body?: string): Promise<[OverlayPage, Peer]>;
}

interface Habits {
  /** The pages of one test are tabs of one visitor, with one storage; else each page is a visitor's of its own. */
  readonly shareStorage?: boolean;
}

/** Starts and stops with the test file it is called in. */
export function useOverlayPage({ shareStorage = false }: Habits = {}): PageRoom {
  let browser: Browser;
  let visitor: BrowserContext | undefined;
  let site: Site;
  let gateway: ScriptedGateway;
  let opened: OverlayPage[] = [];

  beforeAll(async () => {
    [browser, site] = await Promise.all([launchBrowser(), Site.start()]);
  });
  afterAll(async () => {
    await browser.close();
    await site.stop();
  });
  beforeEach(async () => {
    gateway = await ScriptedGateway.start();
    if (shareStorage) visitor = await browser.newContext();
  });
  afterEach(async () => {
    const pages = opened;
    opened = [];
    try {
      for (const page of pages) await page.close();
    } finally {
      await visitor?.close();
      await gateway.stop();
    }
  });

  return {
    get gateway() {
      return gateway;
    },
    async open(content, prepare) {
      const page = await OverlayPage.open(visitor ?? browser, site, content, prepare);
      opened.push(page);
      return page;
    },
    async join(target, body) {
      const joined = await OverlayPage.join(visitor ?? browser, site, gateway, target, body);
      opened.push(joined[0]);
      return joined;
    },
  };
}
