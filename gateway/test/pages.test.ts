import { get, type IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type Gateway } from './harness.ts';
import { call } from './http.ts';

let demo: Gateway;
let plain: Gateway;
beforeAll(async () => {
  [demo, plain] = await Promise.all([
    startGateway({ DEMO: '1', ALLOWED_ORIGINS: 'https://example.com' }),
    startGateway(),
  ]);
});
afterAll(async () => {
  await Promise.all([demo.stop(), plain.stop()]);
});

interface Page {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** As a browser gets it, before anything is unpacked. */
function page(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Page> {
  return new Promise((resolve, reject) => {
    const request = get({ port: demo.port, host: '127.0.0.1', path, headers, method }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('end', () => {
        resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) });
      });
    });
    request.once('error', reject);
  });
}

describe('The demo page', () => {
  it('is at / where it is switched on, and nowhere else', async () => {
    const { status, headers, body } = await page('/');
    expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(body.toString()).toContain('<!doctype html>');
    expect((await call(plain, 'GET', '/')).status).toBe(404);
  });

  it('lets no script in but its own, and none that is made from a string', async () => {
    const policy = String((await page('/')).headers['content-security-policy']);
    const directives = new Map(policy.split('; ').map((part) => [part.split(' ')[0], part]));
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(directives.get('script-src')).toBe("script-src 'self'");
    expect(directives.get('base-uri')).toBe("base-uri 'none'");
    expect(directives.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    expect(policy).not.toMatch(/unsafe-|\*/);
  });

  it('names everything it loads, and all of it is there', async () => {
    const html = (await page('/')).body.toString();
    const linked = [...html.matchAll(/(?:src|href)="(\/[^"]*)"/g)].map((match) => match[1] ?? '');
    expect(linked.length).toBeGreaterThan(0);
    for (const path of linked) expect((await page(path)).status, path).toBe(200);
  });
});

describe('The moderators’ desk', () => {
  it('is at /moderate/{room} of every gateway, under the same strict policy, and for no name that is none', async () => {
    for (const gateway of [demo, plain]) {
      const { status, headers, text } = await call(gateway, 'GET', '/moderate/my-stream', { bearer: null });
      expect([status, headers.get('content-security-policy')]).toEqual([
        200,
        (await page('/')).headers['content-security-policy'],
      ]);
      for (const [, path = ''] of text.matchAll(/(?:src|href)="(\/[^"]*)"/g)) {
        expect((await call(gateway, 'GET', path)).status, path).toBe(200);
      }
      for (const none of ['/moderate/', '/moderate/-x', '/moderate/a%2Fb', '/moderate/a/b', '/moderate/%ff']) {
        expect((await call(gateway, 'GET', none)).status, none).toBe(404);
      }
    }
  });
});

describe('A page’s file', () => {
  it('is packed for who can unpack it', async () => {
    const [packed, raw] = [await page('/', { 'accept-encoding': 'gzip, br' }), await page('/')];
    expect([packed.headers['content-encoding'], raw.headers['content-encoding']]).toEqual(['gzip', undefined]);
    expect(gunzipSync(packed.body)).toEqual(raw.body);
    expect([packed.headers.vary, raw.headers.vary]).toEqual(['Accept-Encoding', 'Accept-Encoding']);
  });

  it('is sent once to who keeps it', async () => {
    const { etag = '' } = (await page('/')).headers;
    expect(etag).toMatch(/^"[\w-]+"$/);
    const again = await page('/', { 'if-none-match': etag });
    expect([again.status, again.body.length, again.headers.etag]).toEqual([304, 0, etag]);
    expect((await page('/', { 'if-none-match': '"other"' })).status).toBe(200);
  });

  it('is described by HEAD', async () => {
    const [head, whole] = [await page('/', {}, 'HEAD'), await page('/')];
    expect([head.status, head.body.length]).toEqual([200, 0]);
    expect(head.headers['content-length']).toBe(String(whole.body.length));
  });

  it('is for pages of every site: that is what the overlay is for', async () => {
    const { status, headers } = await page('/overlay.js', { origin: 'https://anywhere.test' });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
  });

  it.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/types/index.d.ts',
    '/overlay.js/',
    '/OVERLAY.JS',
    '/.git/config',
  ])('is not %s', async (path) => {
    expect((await page(path)).status).toBe(404);
  });
});
