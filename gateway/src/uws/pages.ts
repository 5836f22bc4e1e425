/** Pages and scripts: the overlay's build, read once, kept compressed, each answered with an ETag. */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js';
import { isRoomName } from '@danmaku-live/protocol';
import { write } from './http.ts';
import { openPart, snapshot } from './request.ts';

interface Page {
  readonly raw: Buffer;
  readonly gzip: Buffer | undefined;
  readonly etag: string;
  readonly headers: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.mp4': 'video/mp4',
  '.webm': 'video/webm',
};
const COMPRESSED = new Set(['.html', '.js', '.css', '.svg', '.json', '.webmanifest']);

/** Where each built page is served. Beside these there is the demo page at `/`, where it is on. */
const PAGE_PATHS: Readonly<Record<string, string>> = {
  'demo/embed.html': '/embed/:room',
  'demo/builder.html': '/builder',
  'demo/moderate.html': '/moderate/:room',
};

/** Nothing inline, nothing from elsewhere, no string that becomes code. Sockets go wherever the page's room lives. */
const CONTENT_SECURITY_POLICY: Readonly<Record<string, string>> = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data: blob:",
  'media-src': "'self' blob: mediastream:",
  'connect-src': "'self' ws: wss:",
  'worker-src': "'self' blob:",
  'font-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'self'",
  'require-trusted-types-for': "'script'",
  // The overlay names the script of its own worker through this policy.
  'trusted-types': 'danmaku-live',
};

/** The pages that may fetch emotes from where the operator says. */
const EMOTE_PAGES = new Set(['demo/embed.html', 'demo/builder.html']);

/** What a page needs beyond that. Any site may frame the overlay, and stage programmes put their own styles into it. */
const POLICY_EXCEPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'demo/embed.html': {
    'style-src': "'self' 'unsafe-inline' data:",
    'frame-ancestors': '*',
    'trusted-types': 'default danmaku-live',
  },
};

export interface PageOptions {
  /** Whether the demo page is there, at `/`. */
  readonly demo: boolean;
  /** Origins from which the pages with an overlay may fetch emotes. */
  readonly emoteOrigins: readonly string[];
}

/**
 * Serves the overlay's scripts and pages from `folder`.
 *
 * @returns how many files it found; 0 when the overlay has not been built.
 */
export function servePages(app: TemplatedApp, folder: string, { demo, emoteOrigins }: PageOptions): number {
  const pages = readPages(folder, { demo, emoteOrigins });
  for (const [path, page] of pages) {
    const namesRoom = path.endsWith('/:room');
    const handler = (res: HttpResponse, req: HttpRequest) => {
      // On to what answers everything else.
      if (namesRoom && !isRoomName(openPart(req, 0))) req.setYield(true);
      else answer(res, req, page);
    };
    app.get(path, handler);
    app.head(path, handler);
  }
  return pages.size;
}

function readPages(folder: string, { demo, emoteOrigins }: PageOptions): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  for (const file of listFiles(folder)) {
    const path = pathOf(file, demo);
    const type = TYPES[extname(file)];
    if (path !== undefined && type !== undefined) pages.set(path, readPage(folder, file, path, type, emoteOrigins));
  }
  return pages;
}

/** Where a built file is served: scripts at the root, what `demo/` holds as if it lay there. */
function pathOf(file: string, demo: boolean): string | undefined {
  if (file.startsWith('types/')) return undefined;
  if (file === 'demo/index.html') return demo ? '/' : undefined;
  return PAGE_PATHS[file] ?? `/${file.replace(/^demo\//, '')}`;
}

function listFiles(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile());
    return files.map((entry) =>
      join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\//, ''),
    );
  } catch {
    return [];
  }
}

function readPage(folder: string, file: string, path: string, type: string, emoteOrigins: readonly string[]): Page {
  const raw = readFileSync(join(folder, file));
  const isHtml = type.startsWith('text/html');
  // Built assets carry a hash of their content in their name.
  const cache = path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
  return {
    raw,
    gzip: COMPRESSED.has(extname(file)) ? gzipSync(raw, { level: 9 }) : undefined,
    etag: `"${createHash('sha256').update(raw).digest('base64url').slice(0, 22)}"`,
    headers: {
      'content-type': type,
      'cache-control': cache,
      vary: 'Accept-Encoding',
      'referrer-policy': 'no-referrer',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      ...(isHtml && { 'content-security-policy': policyOf(file, emoteOrigins) }),
    },
  };
}

function policyOf(file: string, emoteOrigins: readonly string[]): string {
  const policy = { ...CONTENT_SECURITY_POLICY, ...POLICY_EXCEPTIONS[file] };
  const more = EMOTE_PAGES.has(file) ? { 'connect-src': emoteOrigins } : {};
  return Object.entries(policy)
    .map(([name, sources]) => [name, sources, ...(more[name as keyof typeof more] ?? [])].join(' '))
    .join('; ');
}

function answer(res: HttpResponse, req: HttpRequest, page: Page): void {
  const { method, acceptEncoding, ifNoneMatch } = snapshot(res, req);
  const headers = { ...page.headers, etag: page.etag };
  if (ifNoneMatch === page.etag) {
    write(res, { status: 304, headers }, {});
    return;
  }
  const gzip = page.gzip && /\bgzip\b/.test(acceptEncoding) ? page.gzip : undefined;
  const encoded = { ...headers, ...(gzip && { 'content-encoding': 'gzip' }) };
  write(res, { status: 200, headers: encoded, body: gzip ?? page.raw }, {}, method === 'HEAD');
}
