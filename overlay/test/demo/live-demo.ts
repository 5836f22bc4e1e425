/** A real gateway that serves the built demo, and pages of it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import type { CommentStyle, DanmakuComment } from '@danmaku-live/protocol';
import type { DanmakuOverlayElement } from '../../src/element.ts';

export interface Gateway {
  readonly port: number;
  readonly url: string;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Of a server that may say anything in any room. */
export const API_KEY = 'server-key-of-the-tests-0123456789';

/**
 * For a gateway that goes away and comes back to the same place. Each test file has its own, and nobody else takes it
 * meanwhile: outgoing connections and the servers of other tests have theirs above.
 */
export const RETURNING_PORT = 10_000 + (process.pid % 10_000);

export const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Starts `gateway/dist/main.js` with the demo; port 0 picks a free one. */
export async function startGateway(port = 0, environment: Readonly<Record<string, string>> = {}): Promise<Gateway> {
  for (const built of ['gateway/dist/main.js', 'overlay/dist/demo/index.html', 'overlay/dist/embed.js']) {
    if (!existsSync(join(ROOT, built))) throw new Error(`${built} is not built: run npm test, which builds first.`);
  }
  const child = spawn(process.execPath, [join(ROOT, 'gateway/dist/main.js')], {
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: String(port),
      DEMO: '1',
      API_KEYS: API_KEY,
      ...environment,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const listening = new Promise<number>((resolve, reject) => {
    createInterface(child.stdout).on('line', (line) => {
      const entry = JSON.parse(line) as { msg?: string; port?: number };
      if (entry.msg === 'listening' && entry.port) resolve(entry.port);
    });
    child.on('exit', (code) => reject(new Error(`The gateway ended with ${code} before it listened.`)));
  });
  const bound = await listening;
  return {
    port: bound,
    url: `http://127.0.0.1:${bound}/`,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

export interface Visit {
  readonly page: Page;
  /** What the page did that a clean page does not do: console errors, exceptions, breaches of its policy. */
  readonly complaints: string[];
}

/** Opens the demo in a context of its own and notes every complaint from the first byte on. */
export async function visit(browser: Browser, url: string, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-US', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    const isComplaint = message.type() === 'error' || message.type() === 'warning';
    // Without a graphics card the browser itself reads every WebGL canvas back, and blames that on the page.
    if (isComplaint && !message.text().includes('GPU stall due to ReadPixels')) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.exposeFunction('complain', (breach: string) => void complaints.push(breach));
  await page.addInitScript(() => {
    addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      (window as unknown as { complain(breach: string): void }).complain(`${effectiveDirective} ${blockedURI}`);
    });
  });
  await page.goto(url);
  return { page, complaints };
}

/** Waits until the page says, in plain words, that its connection is in this state. */
export async function untilState(page: Page, state: string): Promise<void> {
  await page.locator(`#state[data-state="${state}"]`).waitFor();
}

/** Waits until at least `count` comments are on screen, and answers their texts. */
export async function untilVisible(page: Page, count: number): Promise<string[]> {
  const texts = await page.waitForFunction((least) => {
    const visible = document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.visible() ?? [];
    return visible.length >= least && visible.map(({ text }) => text);
  }, count);
  return (await texts.jsonValue()) as string[];
}

/** Says something in a room, as a server of the site would. */
export async function sayIn(
  gateway: string,
  room: string,
  text: string,
  style: CommentStyle & Pick<DanmakuComment, 'media'> = {},
): Promise<void> {
  const answer = await fetch(`${gateway}v1/rooms/${room}/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/json' },
    body: JSON.stringify({ text, ...style }),
  });
  if (answer.status !== 201) throw new Error(`The gateway answered ${answer.status}: ${await answer.text()}`);
}
