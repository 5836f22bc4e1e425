/** A Chromium of its own for each measurement, so that none finds the memory or the caches of the one before. */
import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, CDPSession, Page } from 'playwright-core';
import type { Rig } from '../page/rig.ts';

declare global {
  var rig: Rig;
  var broken: string | undefined;
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Whether this machine has a graphics card that a browser could use. */
const HAS_GPU = process.platform !== 'linux' || existsSync('/dev/dri');

export interface OpenPage {
  readonly page: Page;
  readonly browser: Browser;
  /** To the whole browser. */
  readonly all: CDPSession;
  /** To the page. */
  readonly own: CDPSession;
  close(): Promise<void>;
}

const running = new Set<Browser>();

/** Ends what is still running; for a signal that ends us. */
export async function closeBrowsers(): Promise<void> {
  await Promise.allSettled([...running].map((browser) => browser.close()));
}

export async function launch(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: findChromium(),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      ...(HAS_GPU ? [] : ['--disable-gpu']),
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--autoplay-policy=no-user-gesture-required',
    ],
  });
  running.add(browser);
  browser.on('disconnected', () => running.delete(browser));
  return browser;
}

/** @throws where the system on the page could not be started. */
export async function openPage(url: string): Promise<OpenPage> {
  const browser = await launch();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1 });
    const own = await page.context().newCDPSession(page);
    await own.send('Performance.enable');
    await page.goto(url);
    await page.waitForFunction(() => 'rig' in globalThis || 'broken' in globalThis);
    const broken = await page.evaluate(() => globalThis.broken);
    if (broken !== undefined) throw new Error(broken);
    return { page, browser, own, all: await browser.newBrowserCDPSession(), close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

function findChromium(): string {
  const named = process.env['CHROMIUM'];
  const folders = (process.env['PATH'] ?? '').split(':');
  const found = named ?? NAMES.flatMap((name) => folders.map((folder) => `${folder}/${name}`)).find(existsSync);
  if (found === undefined) throw new Error('No Chromium was found on the PATH; CHROMIUM may name it.');
  return found;
}

/** What pages draw WebGL with here. */
export async function webglRenderer(page: Page): Promise<string> {
  return page.evaluate(() => {
    const gl = document.createElement('canvas').getContext('webgl2');
    if (gl === null) return 'none';
    const named = gl.getExtension('WEBGL_debug_renderer_info');
    return String(gl.getParameter(named === null ? gl.RENDERER : named.UNMASKED_RENDERER_WEBGL));
  });
}
