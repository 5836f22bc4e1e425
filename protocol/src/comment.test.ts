import { describe, expect, it } from 'vitest';
import { MODES, ROLES, SIZES, compactStyle, isColor, isMode, isRole, isRoomName, isSize } from './index.ts';

const NO_NAMES = ['', 'SCROLL', ' scroll', '__proto__', 'constructor', 'length', '0', 0, null, undefined, [], {}];

describe('The values of a comment (1.3)', () => {
  it('are exactly those of the table', () => {
    expect([MODES.every(isMode), SIZES.every(isSize), ROLES.every(isRole)]).toEqual([true, true, true]);
    for (const value of NO_NAMES) expect([isMode(value), isSize(value), isRole(value)]).toEqual([false, false, false]);
  });

  it('colours are #rrggbb in either case', () => {
    expect(['#000000', '#ABCDEF', '#abcdef', '#09aF09'].every(isColor)).toBe(true);
    for (const value of ['#fff', '#ffffffff', 'ffffff', '#ffffff ', '#ffffff\n', '#ffff\u0131f', 0, null, {}]) {
      expect(isColor(value)).toBe(false);
    }
  });

  it('at their default are left out, and colours are written in lower case (1.4)', () => {
    expect(compactStyle({ mode: 'scroll', color: '#FFFFFF', size: 'medium' })).toEqual({});
    expect(compactStyle({})).toEqual({});
    expect(compactStyle({ mode: 'top', color: '#FF00Aa', size: 'small' })).toEqual({
      mode: 'top',
      color: '#ff00aa',
      size: 'small',
    });
  });
});

describe('A room name (1.1)', () => {
  it.each(['a', '0', 'my-stream', 'A.b_c-9', 'x'.repeat(64), '1..', 'con'])('%s is one', (name) => {
    expect(isRoomName(name)).toBe(true);
  });

  it.each([
    '',
    '.',
    '..',
    '-a',
    '_a',
    '.a',
    'a b',
    'a/b',
    'a%20b',
    'é',
    'room\n',
    'x'.repeat(65),
    'a?b',
    'a#b',
    null,
    7,
  ])('%j is none', (name) => {
    expect(isRoomName(name)).toBe(false);
  });
});
