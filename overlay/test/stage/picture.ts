/** Screenshots as pixels to ask questions of. */
import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Buffer;
}

export async function shoot(page: Page): Promise<Picture> {
  return PNG.sync.read(await page.screenshot());
}

/** The smallest box of what differs from a black ground, within the given one; `undefined` where all is black. */
export function inkIn(picture: Picture, x0 = 0, y0 = 0, x1 = picture.width, y1 = picture.height) {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (let y = Math.max(0, Math.floor(y0)); y < Math.min(picture.height, y1); y += 1) {
    for (let x = Math.max(0, Math.floor(x0)); x < Math.min(picture.width, x1); x += 1) {
      const at = (y * picture.width + x) * 4;
      const light = (picture.data[at] ?? 0) + (picture.data[at + 1] ?? 0) + (picture.data[at + 2] ?? 0);
      if (light < 120) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  }
  return left < right ? { left, top, right, bottom } : undefined;
}
