import type { DanmakuComment } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { toAss } from './ass.ts';
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

describe('The subtitle file (7.12)', () => {
  const events = (comments: readonly DanmakuComment[]) =>
    toAss('r', comments, START)
      .split('\n')
      .filter((line) => line.startsWith('Dialogue: '));
  const rowOf = (line: string) => Number(/\\move\([-\d]+,(\d+)/.exec(line)?.[1]);

  it('lets comments fly, stand and come from the other side', () => {
    const [scroll, reverse, bottom] = events([
      comment({ text: '弹幕', media: 1 }),
      comment({ text: '弹幕', media: 2, mode: 'reverse' }),
      comment({ text: 'x', media: 3661.25, mode: 'bottom', size: 'large' }),
    ]);
    expect(scroll).toBe('Dialogue: 0,0:00:01.00,0:00:09.00,Danmaku,,0,0,0,,{\\move(1920,0,-104,0)}弹幕');
    expect(reverse).toContain('{\\move(-104,0,1920,0)}');
    expect(bottom).toBe('Dialogue: 0,1:01:01.25,1:01:06.25,Danmaku,,0,0,0,,{\\an8\\pos(960,1004)\\fs72}x');
  });

  it('gives those that would touch a row each, and takes a row again when it is free', () => {
    const long = 'x'.repeat(60);
    const rows = events([
      comment({ media: 0, text: long }),
      comment({ media: 0.1, text: 'short' }),
      comment({ media: 0.2, text: 'short' }),
      comment({ media: 30, text: long }),
    ]).map(rowOf);
    expect(new Set(rows.slice(0, 3)).size).toBe(3);
    expect(rows[3]).toBe(0);
  });

  it('never lets a faster one catch up with the one ahead', () => {
    const [ahead = '', behind = ''] = events([
      comment({ media: 0, text: 'x' }),
      comment({ media: 1, text: 'x'.repeat(90) }),
    ]);
    expect(rowOf(behind)).not.toBe(rowOf(ahead));
  });
});
