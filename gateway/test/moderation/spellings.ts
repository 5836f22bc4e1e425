/** The ways in which people write a blocked word so that a program does not see it, as functions of chance. */
import type { Chance } from './seeded.ts';

export type Disguise = (word: string, chance: Chance) => string;

const CYRILLIC = {
  a: 'а',
  b: 'в',
  c: 'с',
  e: 'е',
  h: 'һ',
  i: 'і',
  k: 'к',
  m: 'м',
  o: 'о',
  p: 'р',
  s: 'ѕ',
  t: 'т',
  x: 'х',
  y: 'у',
};
const GREEK = { a: 'α', b: 'β', e: 'ε', i: 'ι', k: 'κ', n: 'η', o: 'ο', p: 'ρ', t: 'τ', u: 'υ', x: 'χ', y: 'γ' };
const SMALL_CAPITALS = {
  a: 'ᴀ',
  b: 'ʙ',
  c: 'ᴄ',
  d: 'ᴅ',
  e: 'ᴇ',
  g: 'ɢ',
  h: 'ʜ',
  i: 'ɪ',
  k: 'ᴋ',
  l: 'ʟ',
  m: 'ᴍ',
  n: 'ɴ',
  o: 'ᴏ',
  p: 'ᴘ',
  r: 'ʀ',
  s: 'ꜱ',
  t: 'ᴛ',
  u: 'ᴜ',
  w: 'ᴡ',
  y: 'ʏ',
  z: 'ᴢ',
};
const DIGITS = { a: '4', e: '3', i: '1', l: '1', o: '0', s: '5', t: '7' };
const SIGNS = { a: '@', s: '$', i: '!', c: '(', t: '+' };
const ACCENTS = { a: 'á', c: 'ç', e: 'ë', i: 'î', n: 'ñ', o: 'ö', s: 'š', u: 'ů', y: 'ÿ', z: 'ž' };

/** What each way of writing is called in a report, and how it is done. */
export const DISGUISES: Readonly<Record<string, Disguise>> = {
  'full width': (word) => each(word, (char) => shift(char, '!', '~', 0xfee0)),
  'mathematical letters': (word) => each(word, (char) => shift(char, 'a', 'z', 0x1d41a - 0x61)),
  'circled letters': (word) => each(word, (char) => shift(char, 'a', 'z', 0x24d0 - 0x61)),
  'letters in boxes': (word) => each(word, (char) => shift(char, 'a', 'z', 0x1f170 - 0x61)),
  'random case': (word, { next }) => each(word, (char) => (next() < 0.5 ? char.toUpperCase() : char)),
  'Cyrillic letters': (word, chance) => some(word, CYRILLIC, 0.8, chance),
  'Greek letters': (word, chance) => some(word, GREEK, 0.8, chance),
  'small capitals': (word, chance) => some(word, SMALL_CAPITALS, 1, chance),
  accents: (word, chance) => some(word, ACCENTS, 0.7, chance),
  'one digit': (word, chance) => once(word, DIGITS, chance),
  'one sign': (word, chance) => once(word, SIGNS, chance),
  'zero-width characters': (word, { pick }) =>
    between(word, () => pick(['\u200b', '\u200d', '\u2060', '\ufeff', '\u00ad'])),
  spaces: (word) => between(word, () => ' '),
  'wide spaces': (word) => between(word, () => '\u3000'),
  punctuation: (word, { pick }) => between(word, () => pick(['.', '-', '_', '*', '~', '·'])),
  'emoji between': (word, { pick }) => between(word, () => pick(['🔥', '💯', '❤️'])),
  'struck through': (word) => each(word, (char) => `${char}\u0336`),
  'repeated letters': (word, { below }) => each(word, (char) => char.repeat(1 + below(4))),
  'mixed scripts': (word, chance) =>
    some(some(some(word, CYRILLIC, 0.3, chance), GREEK, 0.3, chance), ACCENTS, 0.3, chance),
  'repeated and punctuated': (word, { below }) =>
    between(
      each(word, (char) => char.repeat(1 + below(2))),
      () => (below(2) ? '.' : ''),
    ),
};

function each(word: string, change: (char: string) => string): string {
  return Array.from(word, (char) => (char === ' ' ? char : change(char))).join('');
}

function between(word: string, filler: () => string): string {
  return Array.from(word).reduce((done, char) => `${done}${filler()}${char}`);
}

function shift(char: string, from: string, to: string, by: number): string {
  return char >= from && char <= to ? String.fromCodePoint((char.codePointAt(0) ?? 0) + by) : char;
}

function some(word: string, table: Readonly<Record<string, string>>, share: number, { next }: Chance): string {
  return each(word, (char) => (next() < share ? (table[char] ?? char) : char));
}

function once(word: string, table: Readonly<Record<string, string>>, { pick }: Chance): string {
  const places = Array.from(word, (char, index) => (char in table ? index : -1)).filter((index) => index >= 0);
  if (places.length === 0) return word;
  const place = pick(places);
  return Array.from(word, (char, index) => (index === place ? (table[char] ?? char) : char)).join('');
}
