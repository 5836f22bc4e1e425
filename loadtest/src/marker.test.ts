import { cleanText } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markText, readMarker } from './marker.ts';

test('what a comment says can be read back, and passes the clean-up unchanged', () => {
  fc.assert(
    fc.property(fc.nat(10_000_000), fc.nat(10_000_000), (publisher, sequence) => {
      const text = markText('0a1b2c3d', { publisher, sequence });
      expect(readMarker('0a1b2c3d', text)).toEqual({ publisher, sequence });
      expect(cleanText(text)).toEqual({ ok: true, text });
    }),
  );
});

test('comments of people and of other runs are not the run’s', () => {
  const other = markText('ffffffff', { publisher: 1, sequence: 2 });
  for (const text of ['hello', '', 'lt.', 'lt.0a1b2c3d.1', other]) expect(readMarker('0a1b2c3d', text)).toBeUndefined();
});
