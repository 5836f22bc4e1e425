import { describe, expect, it } from 'vitest';
import { LIMITS, cleanText, countClusters } from './index.ts';

function clean(raw: string, maxClusters?: number): string {
  const result = cleanText(raw, maxClusters);
  return result.ok ? result.text : `<${result.reason}>`;
}

describe('What every script needs stays as it was typed (8.2)', () => {
  it.each([
    ['Chinese', '前方高能'],
    ['Japanese with voicing marks composed', 'がんばれー！'],
    ['Korean', '각하 만세 ㅋㅋㅋ'],
    ['Persian with its non-joiners', 'می‌خواهم نمی‌دانم'],
    ['Arabic with its vowels', 'بِسْمِ اللَّهِ'],
    ['Hebrew with points', 'שָׁלוֹם'],
    ['Thai', 'ที่นี่น้ำใจ'],
    ['Hindi', 'क्षत्रिय हिन्दी श्रीमान्'],
    ['Bengali with a half form', 'র‍্যাব'],
    ['Sinhala with its joiners', 'ශ්‍රී ලංකා'],
    ['Tibetan', 'བསྒྲུབས་ རྒྱུད་ ཧཱུྃ'],
    ['Vietnamese', 'Tiếng Việt ở đây'],
    ['a family', '👨‍👩‍👧‍👦'],
    ['a couple with a heart', '👩‍❤️‍💋‍👨'],
    ['skin tones', '👍🏽👩🏿‍🚀'],
    ['flags of countries', '🇯🇵🇧🇷🇺🇦'],
    ['a flag of tags', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
    ['a flag of joiners', '🏳️‍🌈🏳️‍⚧️'],
    ['keycaps', '1️⃣#️⃣*️⃣'],
    ['text and emoji presentation', '❤︎ ❤️'],
    ['a variant of an ideograph', '葛\u{e0100}城'],
    ['private use', '\ue000\u{f0000}'],
    ['what Unicode has yet to assign', '\u{1fbff}'],
    ['white on black', '█▓▒░ ╔═╗'],
  ])('%s', (_name, text) => {
    expect(clean(text)).toBe(text.normalize('NFC'));
  });
});

describe('What could hide, reverse or break a line goes (8.1, 8.2)', () => {
  it.each([
    ['ends and runs of white space', '  a \t\n b\u3000\u00a0c\u2028d ', 'a b c d'],
    ['control characters', 'a\u0000b\u001b[31mc\u009fd', 'ab[31mcd'],
    ['bidi overrides, embeddings and isolates', '\u202eevil\u202c \u2066x\u2069\u200f\u061c', 'evil x'],
    ['what has no width', 'a\u200bb\ufeffc\u00add\u2060e\u2063f', 'abcdef'],
    ['interlinear annotation', '漢\ufff9字\ufffaかん\ufffb', '漢字かん'],
    ['noncharacters', 'a\uffff\ufdd0\u{1fffe}b', 'ab'],
    ['deprecated format characters', 'a\u206ab\u{e0001}c', 'abc'],
    ['tags outside a flag', 'a\u{e0041}\u{e0042}\u{e007f}b', 'ab'],
    ['a flag of tags without its end', '🏴\u{e0067}\u{e0062}', '🏴'],
    ['more tags than a flag has', `🏴${'\u{e0067}'.repeat(17)}\u{e007f}`, '🏴'],
    ['joiners in a row', 'a\u200d\u200d\u200c\u200db', 'a\u200db'],
    ['spaces that only something invisible kept apart', 'a \u200b b', 'a b'],
  ])('%s', (_name, raw, expected) => {
    expect(clean(raw)).toBe(expected);
  });

  it('makes lone surrogates visible as U+FFFD and leaves pairs alone', () => {
    expect(clean('a\ud800b\udc00c😀\ude00')).toBe('a\ufffdb\ufffdc😀\ufffd');
  });

  it('composes to NFC', () => {
    expect(clean('e\u0301 \u1100\u1161\u11a8 \u212b')).toBe('é 각 Å');
  });
});

describe('At most three marks stand on a base (8.3)', () => {
  it('drops the fourth and all that follow', () => {
    expect(clean(`z${'\u0335'.repeat(60)}a`)).toBe('z\u0335\u0335\u0335a');
  });

  it('starts anew at the next base', () => {
    const zalgo = `x${'\u0332'.repeat(9)}`;
    expect(clean(zalgo.repeat(3))).toBe(`x${'\u0332'.repeat(3)}`.repeat(3));
  });

  it('is not fooled by joiners between marks', () => {
    expect(clean(`x${'\u0332\u200d'.repeat(9)}y`)).toBe('x\u0332\u200d\u0332\u200d\u0332\u200dy');
  });

  it('holds for marks without a base too', () => {
    expect(clean(` ${'\u0301'.repeat(9)}a`)).toBe('\u0301\u0301\u0301a');
  });
});

describe('A comment has 1 to 100 clusters in at most 400 code units (8.4)', () => {
  it.each([
    ['nothing', ''],
    ['white space', ' \t\u3000\n'],
    ['what has no width', '\u200b\u200d\ufeff\u034f'],
    ['Hangul fillers', '\u115f\u1160\u3164\uffa0'],
    ['blank braille', '\u2800\u2800'],
    ['variation selectors', '\ufe0f\u{e0100}'],
    ['tags', '\u{e0041}\u{e007f}'],
  ])('calls %s empty', (_name, raw) => {
    expect(clean(raw)).toBe('<empty>');
  });

  it('lets a filler stand beside something visible', () => {
    expect(clean('\u115f각')).toBe('\u115f각');
  });

  it('takes 100 clusters and not 101', () => {
    expect(clean('字'.repeat(100))).toHaveLength(100);
    expect(clean('字'.repeat(101))).toBe('<too_long>');
  });

  it('counts clusters, not code units', () => {
    expect(countClusters('👨‍👩‍👧‍👦🇯🇵क्षि')).toBe(3);
    expect(clean('😀'.repeat(100))).toHaveLength(200);
    expect(clean('😀'.repeat(101))).toBe('<too_long>');
  });

  it('takes 400 code units and not 401', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(clean(family.repeat(36))).toHaveLength(396);
    expect(clean(`${family.repeat(36)}abcd`)).toHaveLength(400);
    expect(clean(`${family.repeat(36)}abcde`)).toBe('<too_long>');
  });

  it('takes a smaller limit of the room', () => {
    expect(clean('你好吗', 2)).toBe('<too_long>');
    expect(clean('你好', 2)).toBe('你好');
  });

  it('refuses what is far too heavy before it looks closer', () => {
    expect(clean(`a${' '.repeat(LIMITS.textCodeUnits * 8)}`)).toBe('<too_long>');
    expect(clean(`a${'\u0301'.repeat(LIMITS.textCodeUnits * 8)}`)).toBe('<too_long>');
  });

  it('measures after clean-up', () => {
    expect(clean(`${'a\u0301'.repeat(100)}${' '.repeat(500)}`)).toBe('á'.repeat(100));
  });
});
