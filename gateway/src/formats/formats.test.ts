import type { DanmakuComment } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { toBilibiliXml } from './bilibili-xml.ts';
import { positionOf, startOf } from './position.ts';

const START = 1_764_000_000;

function comment(fields: Partial<DanmakuComment> = {}): DanmakuComment {
  return { id: 'c1', text: 'text', user: { id: 'u1', name: 'U' }, time: START * 1000, ...fields };
}

describe('Where a comment stands in a recording', () => {
  it('is its position where it has one, else its programme time, else its own time', () => {
    expect(positionOf(comment({ media: 12.5 }), START)).toBe(12.5);
    expect(positionOf(comment({ media: START + 7.25 }), START)).toBe(7.25);
    expect(positionOf(comment({ time: (START + 3) * 1000 }), START)).toBe(3);
    expect(positionOf(comment({ time: (START - 3) * 1000 }), START)).toBe(0);
  });

  it('counts from the first comment unless a start is named', () => {
    expect(startOf([comment({ time: (START + 9) * 1000 }), comment({ media: START + 4 }), comment({ media: 3 })])).toBe(
      START + 4,
    );
    expect(startOf([comment({ media: 3 })])).toBe(0);
  });
});

describe('The bilibili comment file (7.12)', () => {
  const row = (fields: Partial<DanmakuComment>) =>
    /<d p="([^"]*)">(.*)<\/d>/.exec(toBilibiliXml('r', [comment(fields)], START));

  it('has a number for each mode and size, and colours in decimal', () => {
    const fields = (given: Partial<DanmakuComment>) => row(given)?.[1]?.split(',').slice(1, 4).join();
    expect(fields({})).toBe('1,25,16777215');
    expect(fields({ mode: 'bottom', size: 'small', color: '#000000' })).toBe('4,18,0');
    expect(fields({ mode: 'top', size: 'large' })).toBe('5,36,16777215');
    expect(fields({ mode: 'reverse' })).toBe('6,25,16777215');
  });

  it('names its user by a hash, the same each time', () => {
    const user = (id: string) => row({ user: { id, name: id } })?.[1]?.split(',')[6];
    expect(user('ann@example.com')).toMatch(/^[0-9a-f]{8}$/);
    expect(user('ann@example.com')).toBe(user('ann@example.com'));
    expect(user('ann@example.com')).not.toBe(user('bob'));
  });

  it('is in order of position, and holds nothing that XML can’t', () => {
    const file = toBilibiliXml(
      'a<b',
      [comment({ media: 9, text: 'later' }), comment({ media: 1, text: 'a\ufffeb]]>' })],
      START,
    );
    expect(file.indexOf('later')).toBeGreaterThan(file.indexOf('a\ufffdb]]&gt;'));
    expect(file).toContain('<chatid>a&lt;b</chatid>');
  });
});
