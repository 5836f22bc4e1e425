/** A page with an engine on it, in a real Chromium, served under the strict policy of the gateway's own pages. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { build, defaultClientConditions } from 'vite';
import { withoutUnusedPixi } from '../../vite.pixi.ts';
import { launchBrowser } from '../chromium.ts';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
  "worker-src 'self' blob:; require-trusted-types-for 'script'; trusted-types danmaku-live; base-uri 'none'";
const HTML =
  '<!doctype html><html lang="en"><meta charset="utf-8"><title>lab</title>' +
  '<link rel="stylesheet" href="/lab.css"><div id="host"></div><script type="module" src="/lab.js"></script>';
const CSS = 'html,body{margin:0;height:100%;background:#000}#host{position:absolute;inset:0;overflow:hidden}';

export interface Lab {
  readonly browser: Browser;
  /** A fresh page with `lab` on it. Whatever it reports as broken is in `problems`. */
  open(options?: BrowserContextOptions): Promise<{ page: Page; problems: string[] }>;
  close(): Promise<void>;
}

export async function startLab(): Promise<Lab> {
  const scripts = new Map([
    ['/lab.js', await bundle(new URL('lab-page.ts', import.meta.url))],
    ['/stage-worker.js', await bundle(new URL('../../src/stage/painting.ts', import.meta.url))],
  ]);
  const server = createServer((request, response) => {
    const script = scripts.get(request.url ?? '');
    const [type, body] =
      script !== undefined
        ? ['text/javascript', script]
        : request.url === '/lab.css'
          ? ['text/css', CSS]
          : ['text/html', HTML];
    response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': POLICY });
    response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await launchBrowser();
  return {
    browser,
    open: (options) => openPage(browser, addressOf(server), options),
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function openPage(browser: Browser, address: string, options: BrowserContextOptions = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, ...options });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content Security Policy|Trusted/.test(message.text()))
      problems.push(message.text());
  });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) =>
      console.error(`violates ${event.violatedDirective}`),
    );
  });
  await page.goto(address);
  await page.waitForFunction(() => 'lab' in globalThis);
  return { page, problems };
}

function addressOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the lab has no address');
  return `http://127.0.0.1:${address.port}/`;
}

async function bundle(entry: URL): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      withoutUnusedPixi(),
      {
        name: 'painting-stays-a-file',
        resolveDynamicImport: (specifier) =>
          specifier === './painting.ts' ? { id: './stage-worker.js', external: true } : null,
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: false,
      lib: {
        entry: fileURLToPath(entry),
        formats: ['es'],
        fileName: () => 'lab.js',
      },
      rolldownOptions: { output: { codeSplitting: false } },
    },
  });
  for (const { output } of [built].flat() as { output: { type: string; code?: string }[] }[]) {
    for (const file of output) if (file.type === 'chunk' && file.code !== undefined) return file.code;
  }
  throw new Error('vite built no script');
}
