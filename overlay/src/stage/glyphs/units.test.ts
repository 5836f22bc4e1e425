import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unitsOf } from './units.ts';

const cut = (text: string): string[] | undefined => unitsOf(text)?.map((unit) => unit.text);

describe('the units of a text', () => {
  it('are single ideographs, kana and syllables, and whole words of Latin', () => {
    expect(cut('前方高能 hello, world!')).toEqual(['前', '方', '高', '能', ' ', 'hello,', ' ', 'world!']);
    expect(cut('すごいwww대박')).toEqual(['す', 'ご', 'い', 'www', '대', '박']);
  });

  it('keep marks, joined emoji and flags together', () => {
    expect(cut('か\u3099き')).toEqual(['か\u3099', 'き']);
    expect(unitsOf('a👨‍👩‍👧‍👦🇯🇵1️⃣b')).toEqual([
      { text: 'a', kind: 'ink', at: 0 },
      { text: '👨‍👩‍👧‍👦', kind: 'colour', at: 1 },
      { text: '🇯🇵', kind: 'colour', at: 12 },
      { text: '1️⃣', kind: 'colour', at: 16 },
      { text: 'b', kind: 'ink', at: 19 },
    ]);
  });

  it('are whole words where letters depend on their neighbours', () => {
    expect(cut('สวัสดี ครับ')).toEqual(['สวัสดี', ' ', 'ครับ']);
    expect(cut('नमस्ते दुनिया')).toEqual(['नमस्ते', ' ', 'दुनिया']);
  });

  it('are none where a part runs from right to left', () => {
    expect(unitsOf('مرحبا hello')).toBeUndefined();
    expect(unitsOf('שלום')).toBeUndefined();
    expect(unitsOf('a\u202eb')).toBeUndefined();
  });

  it('make up the text again, whatever it is', () => {
    const texts = fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.string());
    fc.assert(
      fc.property(texts, (text) => {
        const units = unitsOf(text) ?? [{ text, at: 0 }];
        expect(units.map((unit) => unit.text).join('')).toBe(text);
        for (const unit of units) expect(text.startsWith(unit.text, unit.at)).toBe(true);
      }),
    );
  });
});
