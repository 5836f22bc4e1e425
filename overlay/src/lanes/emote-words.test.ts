import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emoteWordsIn, isEmoteName } from './emote-words.ts';

const KNOWN = new Set(['cat', '笑哭', 'a', '30']);
const names = (text: string): string[] => emoteWordsIn(text, (name) => KNOWN.has(name)).map(({ name }) => name);

describe('the emotes that a text names', () => {
  it('are known names between two colons, in order', () => {
    expect(names('hi :cat: 草:笑哭::cat:')).toEqual(['cat', '笑哭', 'cat']);
    expect(emoteWordsIn('a :cat:!', (name) => KNOWN.has(name))).toEqual([{ name: 'cat', at: 2, end: 7 }]);
  });

  it('share no colon, and a colon that ends nothing may begin a name', () => {
    expect(names(':cat:a:')).toEqual(['cat']);
    expect(names('::cat::')).toEqual(['cat']);
    expect(names('at 10:45:cat: o’clock')).toEqual(['cat']);
    expect(names(':dog:cat:')).toEqual(['cat']);
  });

  it('are none where a name is unknown, has blanks, or is too long', () => {
    expect(names('12:00 :dog: : cat : :ca t: :')).toEqual([]);
    expect([isEmoteName('x'.repeat(32)), isEmoteName('x'.repeat(33))]).toEqual([true, false]);
    expect(['', 'a b', 'a:b', '\u3000'].map(isEmoteName)).toEqual([false, false, false, false]);
  });

  it('lie where they say, one behind the other, in any text', () => {
    const text = fc
      .array(fc.constantFrom(':', 'cat', 'a', ' ', '笑哭', '😀', '30', ':cat:'))
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (text) => {
        let from = 0;
        for (const { name, at, end } of emoteWordsIn(text, (name) => KNOWN.has(name))) {
          expect(text.slice(at, end)).toBe(`:${name}:`);
          expect(at).toBeGreaterThanOrEqual(from);
          from = end;
        }
      }),
    );
  });
});
