import { describe, expect, it } from 'vitest';
import type { VisibleComment } from '../engine.ts';
import { nextTo } from './walk.ts';

const at = (id: string, x: number, y: number): VisibleComment => ({
  id,
  text: id,
  x,
  y,
  width: 100,
  height: 20,
  lane: 0,
  mode: 'scroll',
});

describe('walking through what is visible', () => {
  const middle = at('middle', 300, 100);
  const visible = [
    at('left', 100, 100),
    at('far left', 0, 100),
    middle,
    at('right', 500, 104),
    at('above', 320, 40),
    at('below', 260, 160),
    at('below, aside', 700, 130),
  ];

  it.each([
    ['ArrowLeft', 'left'],
    ['ArrowRight', 'right'],
    ['ArrowUp', 'above'],
    ['ArrowDown', 'below'],
  ])('goes by %s to the nearest in that direction', (key, wanted) => {
    expect(nextTo(middle, visible, key)).toBe(wanted);
  });

  it('stays where nothing is ahead, and by any other key', () => {
    expect(nextTo(middle, [middle, at('left', 0, 100)], 'ArrowRight')).toBeUndefined();
    expect(nextTo(middle, visible, 'Enter')).toBeUndefined();
    expect(nextTo(middle, visible, 'constructor')).toBeUndefined();
  });

  it('gets to every comment and back', () => {
    const grid = Array.from({ length: 12 }, (_, n) => at(`${n}`, (n % 4) * 150, Math.floor(n / 4) * 30));
    const reached = new Set(['0']);
    for (const id of reached) {
      const from = grid.find((comment) => comment.id === id);
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown']) {
        const next = from && nextTo(from, grid, key);
        if (next !== undefined) reached.add(next);
      }
    }
    expect(reached.size).toBe(12);
  });
});
