import { describe, expect, it } from 'vitest';
import { writeAss } from './ass.ts';
import type { DanmakuComment } from './comment.ts';

function comment(fields: Partial<DanmakuComment> = {}): DanmakuComment {
  return { id: 'c1', text: 'text', user: { id: 'u1', name: 'U' }, time: 0, ...fields };
}

describe('The subtitle file (7.12)', () => {
  const events = (comments: readonly DanmakuComment[]) =>
    writeAss(
      'a title',
      comments.map((one) => ({ comment: one, at: one.media ?? 0 })),
    )
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
