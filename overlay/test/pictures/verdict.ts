/** A scene against its reference; where they differ, a picture and a page that show a person how. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Picture } from '../stage/picture.ts';
import { compareBoxes, comparePictures } from './compare.ts';
import type { Box } from './compare.ts';
import { readPng, reduce, writePng } from './palette-png.ts';

const REFERENCE = fileURLToPath(new URL('reference/', import.meta.url));
const OUTPUT = fileURLToPath(new URL('../../../test-output/pictures/', import.meta.url));
/** `UPDATE_PICTURES=1` keeps what is seen as the reference, after somebody has looked at it. */
const MAY_UPDATE = process.env['UPDATE_PICTURES'] === '1';

export interface Seen {
  readonly picture: Picture;
  readonly boxes: readonly Box[];
}

/**
 * @param shows what a person should see, for the page.
 * @returns what differs from the reference, a sentence each, the place of the page first; nothing where nothing does.
 */
export function judgeScene(
  name: string,
  renderer: string,
  shows: string,
  seen: Seen,
  mayUpdate = MAY_UPDATE,
): string[] {
  if (mayUpdate) {
    const files = filesOf(name);
    writeFileSync(files.picture, writePng(seen.picture));
    writeFileSync(files.boxes, textOf(seen.boxes));
  }
  const { problems, pictures } = compare(name, seen);
  if (problems.length === 0) return [];
  return [`Look at ${writePage(`${name}-${renderer}`, shows, problems, pictures)}`, ...problems];
}

/** Whether it is the reference, for pictures that come in their own time. */
export function isReference(name: string, seen: Seen): boolean {
  return compare(name, seen).problems.length === 0;
}

function compare(name: string, seen: Seen): { problems: readonly string[]; pictures: readonly Picture[] } {
  const files = filesOf(name);
  if (!existsSync(files.picture)) {
    throw new Error(
      `The scene "${name}" has no reference. Run once with UPDATE_PICTURES=1, and look at what it keeps.`,
    );
  }
  const expected = readPng(readFileSync(files.picture));
  const actual = reduce(seen.picture);
  const { tiles, difference } = comparePictures(expected, actual);
  const moved = compareBoxes(JSON.parse(readFileSync(files.boxes, 'utf8')) as Box[], seen.boxes);
  const problems = [...moved, ...(tiles.length > 0 ? [`${tiles.length} squares of the picture differ`] : [])];
  return { problems, pictures: [expected, actual, difference] };
}

function filesOf(name: string): { readonly picture: string; readonly boxes: string } {
  return { picture: `${REFERENCE}${name}.png`, boxes: `${REFERENCE}${name}.json` };
}

/** One line for each comment, as prettier would have it. */
function textOf(boxes: readonly Box[]): string {
  const round = (value: number): number => Math.round(value * 100) / 100;
  const lines = boxes.map(({ id, x, y, width, height }) => {
    return `  { "id": "${id}", "x": ${round(x)}, "y": ${round(y)}, "width": ${round(width)}, "height": ${round(height)} }`;
  });
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function writePage(name: string, shows: string, problems: readonly string[], pictures: readonly Picture[]): string {
  mkdirSync(OUTPUT, { recursive: true });
  writeFileSync(`${OUTPUT}${name}.png`, writePng(sideBySide(pictures)));
  const list = problems.map((problem) => `<li>${problem}</li>`).join('');
  const file = `${OUTPUT}${name}.html`;
  writeFileSync(
    file,
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${name}</title>` +
      '<style>body{background:#444;color:#eee;font:16px sans-serif}img{max-width:100%}' +
      'div{display:flex;justify-content:space-around}</style>' +
      `<h1>${name}</h1><p>It should show: ${shows}.</p><ul>${list}</ul>` +
      `<div><b>expected</b><b>actual</b><b>difference</b></div><img src="${name}.png" alt="">`,
  );
  return file;
}

const GAP_PX = 8;

function sideBySide(pictures: readonly Picture[]): Picture {
  const width = pictures.reduce((sum, picture) => sum + picture.width + GAP_PX, -GAP_PX);
  const height = Math.max(...pictures.map((picture) => picture.height));
  const data = Buffer.alloc(width * height * 4, 255);
  let left = 0;
  for (const picture of pictures) {
    for (let y = 0; y < picture.height; y += 1) {
      const row = picture.data.subarray(y * picture.width * 4, (y + 1) * picture.width * 4);
      data.set(row, (y * width + left) * 4);
    }
    left += picture.width + GAP_PX;
  }
  return { width, height, data };
}
