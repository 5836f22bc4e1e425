/** One real gateway that serves the built demo, and one real browser, for a test file. */
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { launchBrowser } from '../chromium.ts';
import { startGateway, visit, type Gateway, type Visit } from './live-demo.ts';

export interface LiveDemo {
  readonly gateway: Gateway;
  readonly browser: Browser;
  /** Opens a page of the gateway by what follows its address, or any page by its whole address. */
  readonly visit: (address?: string, options?: BrowserContextOptions) => Promise<Visit>;
}

/**
 * Starts and stops with the test file it is called in.
 *
 * @param environment of the gateway, over what {@link startGateway} gives it.
 */
export function useLiveDemo(environment: Readonly<Record<string, string>> = {}): LiveDemo {
  let gateway: Gateway;
  let browser: Browser;
  beforeAll(async () => {
    await Promise.all([
      startGateway(0, environment).then((started) => (gateway = started)),
      launchBrowser().then((launched) => (browser = launched)),
    ]);
  });
  afterAll(async () => {
    await browser?.close();
    await gateway?.kill();
  });
  return {
    get gateway() {
      return gateway;
    },
    get browser() {
      return browser;
    },
    visit: (address = '', options = {}) => visit(browser, new URL(address, gateway.url).href, options),
  };
}
