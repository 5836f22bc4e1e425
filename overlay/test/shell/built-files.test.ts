import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { builtScript } from './site.ts';

const KB = 1000;
const gzipped = (name: Parameters<typeof builtScript>[0]): number => gzipSync(builtScript(name), { level: 9 }).length;

describe('what a page loads', () => {
  it.each(['overlay', 'embed'] as const)('is at most 12 KB gzip for %s.js, all that is needed to connect', (name) => {
    expect(gzipped(name)).toBeLessThanOrEqual(12 * KB);
  });

  it.each(['overlay', 'embed'] as const)(
    'is at most 110 KB gzip for %s.js, the stage and its worker together',
    (name) => {
      expect(gzipped(name) + gzipped('stage') + gzipped('stage-worker')).toBeLessThanOrEqual(110 * KB);
    },
  );

  it('is pure ASCII as a classic script, so that it survives any page’s encoding', () => {
    expect(builtScript('embed').findIndex((byte) => byte > 0x7f)).toBe(-1);
  });

  it('makes no code from strings and no mark-up from text', () => {
    for (const name of ['overlay', 'embed', 'composer', 'interaction', 'emotes'] as const) {
      expect(builtScript(name).toString()).not.toMatch(
        /\beval\(|new Function|innerHTML|insertAdjacentHTML|document\.write/,
      );
    }
  });

  it.each(['stage', 'composer', 'interaction', 'emotes'])(
    'reaches %s.js by its name only, so that it stays a file of its own',
    (name) => {
      const overlay = builtScript('overlay').toString();
      expect(overlay).toMatch(new RegExp(`import\\([\`'"]\\./${name}\\.js[\`'"]\\)`));
      expect(overlay).not.toContain('pixi');
    },
  );
});
