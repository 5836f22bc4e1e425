import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { imageSize } from './image-size.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : part)),
  );

describe('the size of a picture', () => {
  it.each([
    ['PNG', PNG.sync.write(new PNG({ width: 300, height: 7 })), 300, 7],
    ['GIF', bytes('GIF89a', [0x2c, 0x01, 0x07, 0x00]), 300, 7],
    [
      'lossy WebP',
      bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x2c, 0x01, 7, 0]),
      300,
      7,
    ],
    ['lossless WebP', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x2b, 0x81, 0x01, 0x00]), 300, 7],
    ['extended WebP', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', [10, 0, 0, 0, 0, 0, 0, 0, 0x2b, 1, 0, 6, 0, 0]), 300, 7],
    ['JPEG', bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0, 7, 1, 0x2c]), 300, 7],
  ])('is read from the first bytes of a %s', (_kind, file, width, height) => {
    expect(imageSize(file)).toEqual({ width, height });
  });

  it('is unknown for what is no such file, or ends too soon', () => {
    for (const file of [bytes(), bytes('<svg/>'), bytes('\x89PNG'), bytes('GIF8'), bytes([0xff, 0xd8, 0xff])]) {
      expect(imageSize(file)).toBeUndefined();
    }
  });

  it('never throws and always ends, whatever the bytes', () => {
    const beginnings = fc.constantFrom(
      [],
      [0xff, 0xd8],
      [0xff, 0xd8, 0xff],
      [...bytes('RIFFxxxxWEBP')],
      [...bytes('GIF8')],
    );
    fc.assert(
      fc.property(beginnings, fc.uint8Array({ maxLength: 200 }), (beginning, rest) => {
        const size = imageSize(Uint8Array.from([...beginning, ...rest]));
        if (size !== undefined) expect(Math.min(size.width, size.height)).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
