import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type Gateway } from './harness.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway({
    DEMO: '1',
    ALLOWED_ORIGINS: 'https://example.com',
    EMOTE_ORIGINS: 'https://cdn.example, https://*.images.example:8443',
  });
});
afterAll(() => gateway.stop());

const page = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${gateway.port}${path}`);
const directives = (response: Response): Map<string | undefined, string> =>
  new Map(
    (response.headers.get('content-security-policy') ?? '').split('; ').map((part) => [part.split(' ')[0], part]),
  );

describe('The pages /embed/{room} and /builder', () => {
  it('are there with everything they name', async () => {
    for (const path of ['/embed/lobby', '/embed/a.b-c_D', '/builder']) {
      const answer = await page(path);
      expect([path, answer.status, answer.headers.get('content-type')]).toEqual([
        path,
        200,
        'text/html; charset=utf-8',
      ]);
      const linked = [...(await answer.text()).matchAll(/(?:src|href)="(\/[^"]*)"/g)].map((match) => match[1] ?? '');
      expect(linked.length).toBeGreaterThan(1);
      for (const link of linked) expect((await page(link)).status, link).toBe(200);
    }
  });

  it('may fetch emotes from where the operator says, which the other pages may not', async () => {
    const sources = async (path: string) => directives(await page(path)).get('connect-src');
    const own = "connect-src 'self' ws: wss:";
    for (const path of ['/embed/lobby', '/builder']) {
      expect(await sources(path)).toBe(`${own} https://cdn.example https://*.images.example:8443`);
    }
    for (const path of ['/', '/moderate/lobby']) expect(await sources(path)).toBe(own);
  });

  it.each(['/embed/', '/embed/.', '/embed/-x', '/embed/a%2Fb', '/embed/a/b', `/embed/${'a'.repeat(65)}`, '/embed'])(
    'are not %s',
    async (path) => {
      const answer = await page(path);
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ]);
    },
  );

  it('may be framed by any site, which no other page may', async () => {
    const [embed, demo] = [directives(await page('/embed/lobby')), directives(await page('/'))];
    expect(embed.get('frame-ancestors')).toBe('frame-ancestors *');
    expect(demo.get('frame-ancestors')).toBe("frame-ancestors 'self'");
  });

  it('lets styles of a stage programme in, and no script', async () => {
    const embed = directives(await page('/embed/lobby'));
    expect(embed.get('style-src')).toBe("style-src 'self' 'unsafe-inline' data:");
    expect(embed.get('script-src')).toBe("script-src 'self'");
    expect(embed.get('default-src')).toBe("default-src 'none'");
    expect(embed.get('require-trusted-types-for')).toBe("require-trusted-types-for 'script'");
    expect(directives(await page('/')).get('style-src')).toBe("style-src 'self'");
  });
});
