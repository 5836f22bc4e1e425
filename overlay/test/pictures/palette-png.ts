/** Pictures as files: 216 colours are enough for text on black, and keep a picture at a few kilobytes. */
import { crc32, deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import type { Picture } from '../stage/picture.ts';

/** Levels of each of red, green and blue. */
const LEVELS = 6;
const STEP = 255 / (LEVELS - 1);

/** The same picture in the colours that a file keeps, without transparency. */
export function reduce({ width, height, data }: Picture): Picture {
  const reduced = Buffer.alloc(data.length, 255);
  for (let at = 0; at < data.length; at += 4) {
    for (let i = 0; i < 3; i += 1) reduced[at + i] = Math.round((data[at + i] ?? 0) / STEP) * STEP;
  }
  return { width, height, data: reduced };
}

export function readPng(file: Buffer): Picture {
  return PNG.sync.read(file);
}

export function writePng({ width, height, data }: Picture): Buffer {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const level = (i: number): number => Math.round((data[at + i] ?? 0) / STEP);
      rows[y * (width + 1) + 1 + x] = (level(0) * LEVELS + level(1)) * LEVELS + level(2);
    }
  }
  const palette = Buffer.alloc(LEVELS ** 3 * 3);
  for (let i = 0; i < LEVELS ** 3; i += 1) {
    palette.set(
      [Math.floor(i / LEVELS ** 2), Math.floor(i / LEVELS) % LEVELS, i % LEVELS].map((n) => n * STEP),
      i * 3,
    );
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, into a palette.
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(name: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'ascii'), content]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(content.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
