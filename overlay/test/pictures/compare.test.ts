import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Picture } from '../stage/picture.ts';
import { compareBoxes, comparePictures } from './compare.ts';
import type { Box } from './compare.ts';
import { readPng, reduce, writePng } from './palette-png.ts';
import { judgeScene } from './verdict.ts';

const kept = (file: string): Buffer => readFileSync(fileURLToPath(new URL(`reference/${file}`, import.meta.url)));
const PICTURE = readPng(kept('modes.png'));
const BOXES = JSON.parse(kept('modes.json').toString()) as Box[];

/** The picture, with each pixel made from the one that `from` names and itself. */
function redrawn(from: (x: number, y: number) => readonly [number, number], share: number): Picture {
  const data = Buffer.alloc(PICTURE.data.length, 255);
  for (let y = 0; y < PICTURE.height; y += 1) {
    for (let x = 0; x < PICTURE.width; x += 1) {
      const [otherX, otherY] = from(x, y);
      const inside = otherX >= 0 && otherX < PICTURE.width && otherY >= 0 && otherY < PICTURE.height;
      for (let i = 0; i < 3; i += 1) {
        const own = PICTURE.data[(y * PICTURE.width + x) * 4 + i] ?? 0;
        const other = inside ? (PICTURE.data[(otherY * PICTURE.width + otherX) * 4 + i] ?? 0) : 0;
        data[(y * PICTURE.width + x) * 4 + i] = other * share + own * (1 - share);
      }
    }
  }
  return { width: PICTURE.width, height: PICTURE.height, data };
}

const [box] = BOXES;
if (box === undefined) throw new Error('the scene is empty');
const isIn = (x: number, y: number): boolean =>
  x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height;

describe('comparing pictures', () => {
  it('lets glyphs have other edges', () => {
    expect(
      comparePictures(
        PICTURE,
        redrawn((x, y) => [x + 1, y], 0.5),
      ).tiles,
    ).toEqual([]);
  });

  it('finds a comment that is five pixels aside', () => {
    const aside = redrawn((x, y) => (isIn(x - 5, y) || isIn(x, y) ? [x - 5, y] : [x, y]), 1);
    const { tiles } = comparePictures(PICTURE, aside);
    expect(tiles.length).toBeGreaterThan(2);
    expect(tiles.every(({ x, y }) => isIn(Math.max(x, box.x), Math.max(y, box.y)))).toBe(true);
  });

  it('finds a comment that is missing', () => {
    const without = redrawn((x, y) => (isIn(x, y) ? [-1, -1] : [x, y]), 1);
    expect(comparePictures(PICTURE, without).tiles.length).toBeGreaterThan(2);
  });

  it('names the comments that are elsewhere, missing or too much', () => {
    const [first, second, ...others] = BOXES;
    if (first === undefined || second === undefined) throw new Error('the scene is empty');
    expect(compareBoxes(BOXES, BOXES)).toEqual([]);
    expect(compareBoxes(BOXES, [{ ...first, x: first.x + 10 }, ...others, { ...first, id: 'n9' }])).toEqual([
      expect.stringMatching(/^n1 is at .*, expected at /),
      expect.stringMatching(/^n2 is missing at /),
      expect.stringMatching(/^n9 is at .*, where nothing was expected$/),
    ]);
  });

  it('writes a page with expected, actual and difference side by side where a scene differs, and names it', () => {
    const problems = judgeScene('modes', 'proof', 'a proof', { picture: PICTURE, boxes: BOXES.slice(1) }, false);
    expect(problems).toEqual([
      expect.stringMatching(/^Look at .*modes-proof\.html$/),
      expect.stringMatching(/^n1 is missing/),
    ]);
    const page = problems[0]?.replace('Look at ', '') ?? '';
    expect(readFileSync(page, 'utf8')).toContain('n1 is missing');
    const { width } = readPng(readFileSync(page.replace('.html', '.png')));
    expect(width).toBeGreaterThan(3 * PICTURE.width);
    for (const end of ['.html', '.png']) rmSync(page.replace('.html', end));
    expect(existsSync(page)).toBe(false);
  });

  it('keeps a picture as it was, in the colours a file has', () => {
    const again = readPng(writePng(PICTURE));
    expect(again.data.equals(reduce(PICTURE).data)).toBe(true);
  });
});
