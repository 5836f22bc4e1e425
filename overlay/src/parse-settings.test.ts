import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, RANGES } from './options.ts';
import { attributeOf, parseSettings } from './parse-settings.ts';

describe('importing settings', () => {
  it('takes an object, JSON text, query parameters and attributes alike', () => {
    const wanted = { opacity: 0.5, fontSize: 30, modes: ['top', 'scroll'], merge: false };
    expect(parseSettings(wanted)).toEqual({ settings: wanted, problems: [] });
    expect(parseSettings(JSON.stringify(wanted)).settings).toEqual(wanted);
    expect(parseSettings('opacity=0.5&font-size=30&modes=top,scroll&merge=off').settings).toEqual(wanted);
    expect(parseSettings({ opacity: '0.5', 'font-size': '30', modes: 'top,scroll', merge: 'false' }).settings).toEqual(
      wanted,
    );
  });

  it('takes an outline by number or by name', () => {
    expect(parseSettings('outline=shadow').settings).toEqual({ outline: 'shadow' });
    expect(parseSettings({ outline: '1.5' }).settings).toEqual({ outline: 1.5 });
    expect(parseSettings({ outline: 'toString' })).toEqual({
      settings: {},
      problems: [{ field: 'outline', reason: 'must be a number from 0 to 3, or none, thin, normal, heavy, shadow' }],
    });
  });

  it('takes looks of roles as an object or as JSON, and only colours', () => {
    const styles = { owner: { gradient: ['#ffd866', '#FF8A3D'] } };
    expect(parseSettings({ styles }).settings).toEqual({ styles });
    expect(parseSettings({ styles: JSON.stringify(styles) }).settings).toEqual({ styles });
    expect(parseSettings({ styles: '{}' })).toEqual({ settings: { styles: {} }, problems: [] });
    expect(parseSettings({ styles: { owner: {}, paid: undefined } })).toEqual({
      settings: { styles: {} },
      problems: [],
    });
    const wrongs = [
      { paid: { gradient: ['red', '#ffffff'] } },
      { owner: { gradient: ['#ffffff'] } },
      { owner: '#ffd866' },
      { member: styles.owner },
      'owner',
      '{"owner"',
      7,
    ];
    for (const wrong of wrongs) {
      expect(parseSettings({ styles: wrong }).problems.map(({ field }) => field)).toEqual(['styles']);
    }
  });

  it('takes every default as it is', () => {
    expect(parseSettings(DEFAULT_SETTINGS)).toEqual({ settings: DEFAULT_SETTINGS, problems: [] });
  });

  it('brings numbers into their range', () => {
    expect(parseSettings({ opacity: 7, area: -1, speed: '1e9', maxOnScreen: 12.6 }).settings).toEqual({
      opacity: 1,
      area: 0.1,
      speed: 4,
      maxOnScreen: 13,
    });
  });

  it('leaves and names what it can not use, and takes the rest', () => {
    const { settings, problems } = parseSettings({
      opacity: 'half',
      colour: 1,
      direction: 'up',
      area: 0.5,
      modes: 'top,sideways',
    });
    expect(settings).toEqual({ area: 0.5, modes: ['top'] });
    expect(problems.map(({ field }) => field)).toEqual(['opacity', 'colour', 'direction', 'modes']);
  });

  it('shows no fewer modes because none of those named is known, and none where that is what is asked', () => {
    const { settings, problems } = parseSettings({ modes: ['warp'] });
    expect([settings, problems.map(({ field }) => field)]).toEqual([{}, ['modes']]);
    expect(parseSettings({ modes: [] }).settings).toEqual({ modes: [] });
  });

  it.each([
    ['0 0 12%', { top: 0, right: 0, bottom: '12%', left: 0 }],
    ['40px', { top: 40, right: 40, bottom: 40, left: 40 }],
    ['1 2 3 4', { top: 1, right: 2, bottom: 3, left: 4 }],
    [{ bottom: '200%' }, { top: 0, right: 0, bottom: '100%', left: 0 }],
    [5, { top: 5, right: 5, bottom: 5, left: 5 }],
  ])('reads the safe area %j as CSS would', (safeArea, wanted) => {
    expect(parseSettings({ safeArea }).settings.safeArea).toEqual(wanted);
  });

  it.each(['1 2 3 4 5', '-1', 'calc(1px)', '1em', '0 x', true, -3].map((value) => [value] as const))(
    'does not take %j for a safe area',
    (safeArea) => {
      const { settings, problems } = parseSettings({ safeArea });
      expect(settings.safeArea).toBeUndefined();
      expect(problems).toHaveLength(1);
    },
  );

  it('gives, for anything at all, settings that are in range and survive a second import unchanged', () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.string(),
      fc.json(),
      fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS), '__proto__', 'constructor'), fc.anything()),
      fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS).map(attributeOf)), fc.string()),
    );
    fc.assert(
      fc.property(anything, (input) => {
        const { settings } = parseSettings(input);
        const ranges: Readonly<Record<string, readonly [number, number]>> = RANGES;
        const strays = Object.entries(settings).filter(([field, value]) => {
          const [least, most] = ranges[field] ?? [];
          return (
            least !== undefined && most !== undefined && typeof value === 'number' && !(value >= least && value <= most)
          );
        });
        expect(strays).toEqual([]);
        expect(Object.getPrototypeOf(settings)).toBe(Object.prototype);
        expect(parseSettings(settings)).toEqual({ settings, problems: [] });
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, even over what refuses to become text, and takes what lies beside it', () => {
    const stubborn = fc.constantFrom<unknown>(
      { toString: 1, valueOf: 1 },
      [{ toString: 1, valueOf: 1 }],
      { owner: { gradient: [{ toString: 1, valueOf: 1 }, Symbol('red')] } },
      Object.create(null),
      Symbol('on'),
      () => null,
    );
    const fields = fc.dictionary(fc.constantFrom(...Object.keys(DEFAULT_SETTINGS)), stubborn);
    fc.assert(
      fc.property(fields, (given) => {
        expect(parseSettings({ ...given, opacity: 0.5 }).settings.opacity).toBe(0.5);
      }),
    );
    expect(parseSettings('{"merge":{"toString":1,"valueOf":1},"area":0.5}').settings).toEqual({ area: 0.5 });
    expect(parseSettings({ merge: [] }).settings).toEqual({});
  });

  it('bounds what it keeps', () => {
    const { settings, problems } = parseSettings({ blockedWords: Array.from({ length: 5000 }, (_, n) => `w${n}`) });
    expect(settings.blockedWords).toHaveLength(1000);
    expect(problems).toHaveLength(1);
  });

  it('reads emotes as a table, JSON text of one, or the address of a file', () => {
    const emotes = { cat: '/cat.png', 笑哭: 'https://cdn.example/joy.webp' };
    const take = (given: unknown): unknown => parseSettings({ emotes: given }).settings.emotes;
    expect(take({ ...emotes, wrong: 7 })).toEqual(emotes);
    expect(take(JSON.stringify(emotes))).toEqual(emotes);
    expect(take('/emotes.json')).toBe('/emotes.json');
    expect([7, true, ['x'], ''].map(take)).toEqual([undefined, undefined, undefined, undefined]);
    expect(parseSettings('emotes=/e.json&emote-hosts=a.example,*.b.example').settings).toEqual({
      emotes: '/e.json',
      emoteHosts: ['a.example', '*.b.example'],
    });
  });

  it('reads a mask as rectangles, as text or objects, and takes functions and null as they are', () => {
    const rects = [{ x: '10%', y: 20, width: '30%', height: 40 }];
    expect(parseSettings({ mask: '10% 20 30% 40' }).settings.mask).toEqual(rects);
    expect(parseSettings({ mask: rects }).settings.mask).toEqual(rects);
    const follow = (): null => null;
    expect(parseSettings({ mask: follow }).settings.mask).toBe(follow);
    expect(parseSettings({ mask: null }).settings).toEqual({ mask: null });
    expect(parseSettings('mask=none').settings).toEqual({ mask: null });
  });

  it.each([
    [7],
    ['10%'],
    ['1 2 3'],
    ['1 2 3 4 5'],
    [{}],
    [[]],
    [[null]],
    [[{ x: 1, y: 2, width: -3, height: 4 }]],
    [new Map()],
  ])('refuses %j as a mask', (mask) => {
    const { settings, problems } = parseSettings({ mask });
    expect(settings.mask).toBeUndefined();
    expect(problems).toMatchObject([{ field: 'mask' }]);
  });
});
