/**
 * A page of somebody's site, in real Chromium: the built overlay under the strictest policy a site can have
 * (no inline anything, Trusted Types), and the page's own script given by the test.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const DIST = fileURLToPath(new URL('../../dist/', import.meta.url));
const BUILD = fileURLToPath(new URL('../../build.mjs', import.meta.url));
export const SCRIPTS = [
  'overlay',
  'embed',
  'stage',
  'stage-worker',
  'composer',
  'interaction',
  'recording',
  'emotes',
  'formats',
] as const;

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src *; img-src 'self' data: blob:; worker-src 'self' blob:; " +
  "media-src 'self' blob:; form-action 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types danmaku-live";

/** The built file, built now when it is not there. */
export function builtScript(name: (typeof SCRIPTS)[number]): Buffer {
  const file = `${DIST}${name}.js`;
  if (!existsSync(file)) {
    const built = spawnSync(process.execPath, [BUILD, name], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`${name}.js could not be built: ${built.stderr}`);
  }
  return readFileSync(file);
}

export interface SitePage {
  readonly head?: string;
  readonly body: string;
  readonly script?: string;
  readonly style?: string;
}

export class Site {
  readonly #server: Server;
  #html = '';
  #script = '';
  #style = '';

  private constructor(policy: string) {
    this.#server = createServer((request, response) => {
      const path = (request.url ?? '/').replace(/\?.*/, '');
      const name = SCRIPTS.find((script) => path === `/${script}.js`);
      const [type, body] =
        path === '/page.js'
          ? ['text/javascript', this.#script]
          : path === '/page.css'
            ? ['text/css', this.#style]
            : name
              ? ['text/javascript', builtScript(name)]
              : ['text/html', this.#html];
      response.writeHead(200, { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': policy });
      response.end(body);
    });
  }

  /** @param directives what its policy says besides the strictest. */
  static async start(directives: Readonly<Record<string, string>> = {}): Promise<Site> {
    const more = Object.entries(directives).map((directive) => `; ${directive.join(' ')}`);
    const site = new Site(POLICY + more.join(''));
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  /** What the page is from now on. `script` is a module unless `head` brings its own. */
  set({ head = '', body, script = '', style = '' }: SitePage): void {
    this.#html =
      `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
      `<title>A site</title><link rel="stylesheet" href="/page.css">${head}<body>${body}` +
      `<script type="module" src="/page.js"></script></body></html>`;
    this.#script = script;
    this.#style = style;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** What went wrong in a page while it was open: errors, console errors and breaches of the policy. */
export function watchTrouble(page: Page): string[] {
  const trouble: string[] = [];
  page.on('pageerror', (error) => trouble.push(error.message));
  page.on('console', (message) => {
    // Software GL remarks on its own speed.
    const isOurs = !message.text().includes('GL Driver Message');
    if (isOurs && (message.type() === 'error' || message.type() === 'warning')) trouble.push(message.text());
  });
  return trouble;
}
