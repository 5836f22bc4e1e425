import { describe, expect, it } from 'vitest';
import { readAddress } from '../../demo/embed/address.ts';
import { readCustomProperties } from '../../demo/embed/custom-properties.ts';
import { effectiveSettings } from '../../demo/embed/precedence.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';

const read = (address: string) => readAddress(new URL(address, 'https://gateway.example'));

describe('the address of an embedded page', () => {
  it('names the room, and every setting as its attribute is named', () => {
    const { room, settings, problems } = read(
      '/embed/my-stream?font-size=40&opacity=0.8&safe-area=0+0+12%25&modes=top',
    );
    expect({ room, settings, problems }).toEqual({
      room: 'my-stream',
      settings: {
        fontSize: 40,
        opacity: 0.8,
        safeArea: { top: 0, right: 0, bottom: '12%', left: 0 },
        modes: ['top'],
      },
      problems: [],
    });
  });

  it('is read forgivingly: camel case, values out of range, and what makes no sense is left and told', () => {
    const { settings, problems } = read('/embed/a?fontSize=9000&speed=fast&colour=red&opacity=');
    expect(settings).toEqual({ fontSize: 200 });
    expect(problems).toHaveLength(3);
    expect(problems.join(' ')).toMatch(/"speed" must be a number.*"colour" is not known.*"opacity" must be a number/);
  });

  it.each(['/embed/', '/embed/%', '/embed/-a', '/embed/a%2Fb', `/embed/${'x'.repeat(65)}`])(
    'that names no room, such as %s, connects to none',
    (path) => {
      expect(read(path).room).toBeUndefined();
      expect(read(path).problems).toHaveLength(1);
    },
  );

  it('takes a token from the fragment only, and never repeats one', () => {
    expect(read('/embed/a#token=ey.x.y').token).toBe('ey.x.y');
    const asked = read('/embed/a?token=secret');
    expect(asked.token).toBeUndefined();
    expect(asked.problems).toHaveLength(1);
    expect(asked.problems.join()).not.toContain('secret');
  });

  it('may name the page around the frame, as an origin of the web', () => {
    expect(read('/embed/a?parent=https://site.example/page').parentOrigin).toBe('https://site.example');
    for (const wrong of ['site.example', 'null', 'javascript:alert(1)', 'data:text/html,x', '*', '']) {
      const { parentOrigin, problems } = read(`/embed/a?parent=${encodeURIComponent(wrong)}`);
      expect([wrong, parentOrigin, problems.length]).toEqual([wrong, undefined, 1]);
    }
  });

  it('shows test comments when asked to', () => {
    expect(['', '?test=0', '?test=1', '?test', '?test=true'].map((query) => read(`/embed/a${query}`).test)).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});

describe('custom properties', () => {
  const readFrom = (properties: Record<string, string>) =>
    readCustomProperties({ getPropertyValue: (name) => properties[name] ?? '' });

  it('are settings as CSS writes them', () => {
    expect(
      readFrom({
        '--danmaku-font-size': ' 40px',
        '--danmaku-opacity': '80%',
        '--danmaku-area': '0.5',
        '--danmaku-font-family': '"Noto Serif", serif',
        '--danmaku-reduced-motion': '"on"',
        '--danmaku-modes': 'scroll, top',
        '--danmaku-merge': 'off',
        '--danmaku-safe-area': '0 0 80px',
      }),
    ).toEqual({
      settings: {
        fontSize: 40,
        opacity: 0.8,
        area: 0.5,
        fontFamily: '"Noto Serif", serif',
        reducedMotion: 'on',
        modes: ['scroll', 'top'],
        merge: false,
        safeArea: { top: 0, right: 0, bottom: 80, left: 0 },
      },
      problems: [],
    });
  });

  it('that make no sense are told by their name and left', () => {
    expect(readFrom({ '--danmaku-font-size': '2em' })).toEqual({
      settings: {},
      problems: ['The property --danmaku-font-size must be a number from 8 to 200.'],
    });
  });

  it('go before the address, which goes before the defaults', () => {
    const settings = effectiveSettings({ fontSize: 30, speed: 2 }, { fontSize: 50 }, false);
    expect(settings).toEqual({ ...DEFAULT_SETTINGS, fontSize: 50, speed: 2 });
  });

  it('aside, a broadcast moves whatever its computer prefers, unless told otherwise', () => {
    expect(effectiveSettings({}, {}, true).reducedMotion).toBe('off');
    expect(effectiveSettings({ reducedMotion: 'auto' }, {}, true).reducedMotion).toBe('auto');
  });
});
