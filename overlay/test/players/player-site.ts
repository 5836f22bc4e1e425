/** A site with a film, players and the overlay's files, all from one origin. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { builtScript, SCRIPTS } from '../shell/site.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.webm': 'video/webm',
  '.m3u8': 'application/vnd.apple.mpegurl',
  '.m4s': 'video/iso.segment',
  '.mp4': 'video/mp4',
};

export class PlayerSite {
  readonly #server: Server;
  readonly #files = new Map<string, string>();
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch(() => response.writeHead(404).end());
    });
  }

  /** @param folder whose files are served beside those that are put. */
  static async start(folder: string): Promise<PlayerSite> {
    const site = new PlayerSite(folder);
    site.#server.listen(0, '127.0.0.1');
    await once(site.#server, 'listening');
    return site;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
  }

  put(name: string, text: string): void {
    this.#files.set(`/${name}`, text);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '/').replace(/\?.*/, '');
    const type = TYPES[extname(path)] ?? 'application/octet-stream';
    const script = SCRIPTS.find((name) => path === `/${name}.js`);
    const text = script ? builtScript(script) : this.#files.get(path);
    if (text !== undefined) return void response.writeHead(200, { 'content-type': type }).end(text);
    const file = join(this.#folder, path.replace(/^\/+/, '').replaceAll('/', '_'));
    const { size } = await stat(file);
    // Without ranges browsers can't seek.
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    if (from === undefined) {
      response.writeHead(200, { 'content-type': type, 'accept-ranges': 'bytes' }).end(await readFile(file));
      return;
    }
    const [start, end] = [Number(from), to ? Number(to) : size - 1];
    response.writeHead(206, { 'content-type': type, 'content-range': `bytes ${start}-${end}/${size}` });
    createReadStream(file, { start, end }).pipe(response);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
