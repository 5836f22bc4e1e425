import { describe, expect, it } from 'vitest';
import { wordsIn } from './word-choice.ts';

describe('the words a reader may block', () => {
  it('are those of the comment, once each, and a short comment as a whole', () => {
    expect(wordsIn('no no, spoiler!')).toEqual(['no', 'spoiler', 'no no, spoiler!']);
    expect(wordsIn('spoiler')).toEqual(['spoiler']);
  });

  it('are found in languages without spaces', () => {
    const words = wordsIn('今天天气真好');
    expect(words.length).toBeGreaterThan(2);
    expect(words.at(-1)).toBe('今天天气真好');
  });

  it('are never none, and never many', () => {
    expect(wordsIn('😀😀')).toEqual(['😀😀']);
    expect(wordsIn('…')).toEqual(['…']);
    expect(wordsIn(Array.from({ length: 50 }, (_, n) => `w${n}`).join(' '))).toHaveLength(8);
    // Half a character could not be encoded.
    expect(() => encodeURIComponent(wordsIn('👨‍👩‍👧‍👦'.repeat(20)).join())).not.toThrow();
  });
});
