/**
 * Whether two pictures show the same scene. Glyphs may have other edges (another version of a font or of Chromium),
 * but a comment that is elsewhere, missing, or of another colour is a difference.
 */
import pixelmatch from 'pixelmatch';
import type { Picture } from '../stage/picture.ts';

export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Squares of this many pixels are judged as a whole. */
const TILE_PX = 16;
/** Share of a square's pixels that edges alone may change. */
const EDGES = 0.3;
/** Difference of colour, 0 to 1, that is none. */
const SAME_COLOUR = 0.35;

export interface PictureDifference {
  /** Top left corners of the squares that differ. */
  readonly tiles: readonly { readonly x: number; readonly y: number }[];
  /** The pictures over one another, differences in red. */
  readonly difference: Picture;
}

/** Both pictures are softened first, so that an edge half a pixel aside is no difference. */
export function comparePictures(expected: Picture, actual: Picture): PictureDifference {
  const { width, height } = expected;
  if (actual.width !== width || actual.height !== height) {
    throw new Error(`The picture is ${actual.width} by ${actual.height}, expected ${width} by ${height}.`);
  }
  const mask = Buffer.alloc(width * height * 4);
  const shown = Buffer.alloc(width * height * 4);
  const [soft, other] = [soften(expected), soften(actual)];
  pixelmatch(soft, other, mask, width, height, { threshold: SAME_COLOUR, includeAA: true, diffMask: true });
  pixelmatch(soft, other, shown, width, height, { threshold: SAME_COLOUR, includeAA: true });
  const tiles = [];
  for (let y = 0; y < height; y += TILE_PX) {
    for (let x = 0; x < width; x += TILE_PX) {
      if (shareIn(mask, width, height, x, y) > EDGES) tiles.push({ x, y });
    }
  }
  return { tiles, difference: { width, height, data: shown } };
}

function shareIn(mask: Buffer, width: number, height: number, left: number, top: number): number {
  let differing = 0;
  for (let y = top; y < Math.min(top + TILE_PX, height); y += 1) {
    for (let x = left; x < Math.min(left + TILE_PX, width); x += 1) {
      if ((mask[(y * width + x) * 4 + 3] ?? 0) > 0) differing += 1;
    }
  }
  return differing / TILE_PX ** 2;
}

/** Each pixel becomes the mean of the nine around it. */
function soften({ width, height, data }: Picture): Buffer {
  const soft = Buffer.alloc(data.length, 255);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      for (let i = 0; i < 3; i += 1) {
        let sum = 0;
        for (let down = -1; down <= 1; down += 1) {
          for (let across = -1; across <= 1; across += 1) {
            const atY = Math.min(height - 1, Math.max(0, y + down));
            const atX = Math.min(width - 1, Math.max(0, x + across));
            sum += data[(atY * width + atX) * 4 + i] ?? 0;
          }
        }
        soft[(y * width + x) * 4 + i] = sum / 9;
      }
    }
  }
  return soft;
}

/** Pixels by which fonts of another version may move or widen a comment. */
const BOX_PX = 2;

/** What is elsewhere, missing or too much, a sentence each. */
export function compareBoxes(expected: readonly Box[], actual: readonly Box[]): string[] {
  const found = new Map(actual.map((box) => [box.id, box]));
  const wrong = expected.flatMap((box) => {
    const other = found.get(box.id);
    found.delete(box.id);
    if (other === undefined) return [`${box.id} is missing at ${placeOf(box)}`];
    const isThere = (['x', 'y', 'width', 'height'] as const).every(
      (side) => Math.abs(box[side] - other[side]) <= BOX_PX,
    );
    return isThere ? [] : [`${box.id} is at ${placeOf(other)}, expected at ${placeOf(box)}`];
  });
  return [...wrong, ...[...found.values()].map((box) => `${box.id} is at ${placeOf(box)}, where nothing was expected`)];
}

function placeOf({ x, y, width, height }: Box): string {
  return `${x.toFixed(1)}, ${y.toFixed(1)} (${width.toFixed(1)} × ${height.toFixed(1)})`;
}
