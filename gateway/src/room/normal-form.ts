/**
 * The form in which blocked words are looked for: what a reader makes of a text, however it is spelled. Width, case,
 * accents and look-alike letters are levelled; what stands between letters is no letter but is remembered, because it
 * tells words from parts of words; equal letters in a row are one run.
 */
import { letterOf, pictureLetter, signOf } from './look-alikes.ts';

/** What stands before a letter. */
export const GAP = { none: 0, apostrophe: 1, sign: 2, space: 3 } as const;

/** What a letter comes from; it decides where a word may begin and end. */
export const KIND = { alphabetic: 0, digit: 1, sign: 2, syllable: 3, unspaced: 4 } as const;

export interface NormalForm {
  /** One letter per run: the text that the automaton reads. */
  readonly runs: string;
  /** Where each run begins among the letters, and behind the last one the number of letters. */
  readonly starts: readonly number[];
  /** Per letter the character it was, in lower case and without accents; a capital I stays one. */
  readonly sources: readonly number[];
  readonly gaps: readonly number[];
  readonly kinds: readonly number[];
}

/** What one UTF-16 unit is for the normal form. `letter` 0: none. */
interface Meaning {
  readonly what: 'letter' | 'sign' | 'gap' | 'space' | 'apostrophe' | 'lengthener' | 'nothing';
  readonly letter: number;
  readonly source: number;
  readonly kind: number;
  readonly isTight: boolean;
}

/** NFKC makes up to 18 characters of one; no comment needs more than this. */
const MAX_UNITS = 4096;
const NOT_ASCII = /[^\0-\x7f]/;
const SPACE = /[\p{White_Space}\u2800]/u;
const APOSTROPHE = /['’ʼ]/;
const LENGTHENER = /[ー〜]/;
/** Invisible characters, fillers, and marks that are laid over letters (accents, strikes, Arabic and Hebrew vowels). */
const NOTHING =
  /[\p{Default_Ignorable_Code_Point}\p{Cc}\u0640]|[\u0300-\u036f]|[\u0483-\u0489]|[\u0591-\u05c7]|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe20-\ufe2f]/u;
const LETTER = /[\p{L}\p{M}\p{N}]/u;
const DIGIT = /\p{Nd}/u;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Bopomofo}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
const SYLLABLE = /\p{Script=Hangul}/u;
const CAPITAL_I = 0x49;

/** What was read last: tens of thousands of comments a second leave nothing to collect. Good until the next reading. */
const READ = {
  letters: 0,
  runs: 0,
  runLetters: new Uint16Array(MAX_UNITS),
  starts: new Uint16Array(MAX_UNITS),
  sources: new Uint16Array(MAX_UNITS),
  gaps: new Uint8Array(MAX_UNITS),
  kinds: new Uint8Array(MAX_UNITS),
};

/** The normal form of `text`. */
export function normalForm(text: string): NormalForm {
  read(text);
  const { letters, runs, starts, sources, gaps, kinds } = READ;
  return {
    runs: runsRead(),
    starts: [...starts.subarray(0, runs), letters],
    sources: Array.from(sources.subarray(0, letters)),
    gaps: Array.from(gaps.subarray(0, letters)),
    kinds: Array.from(kinds.subarray(0, letters)),
  };
}

/** Of the normal form of `text` the runs alone. Takes a microsecond or two for a comment. */
export function runsOfText(text: string): string {
  read(text);
  return runsRead();
}

function runsRead(): string {
  return Reflect.apply(String.fromCharCode, undefined, READ.runLetters.subarray(0, READ.runs)) as string;
}

function read(text: string): void {
  const plain = (NOT_ASCII.test(text) ? text.normalize('NFKC') : text).slice(0, MAX_UNITS);
  const { runLetters, starts, sources, gaps, kinds } = READ;
  let letters = 0;
  let runs = 0;
  let lastLetter = 0;
  let gap: number = GAP.none;
  const add = (letter: number, source: number, kind: number) => {
    if (letter !== lastLetter) {
      starts[runs] = letters;
      runLetters[runs] = letter;
      runs += 1;
      lastLetter = letter;
    }
    sources[letters] = source;
    gaps[letters] = gap;
    kinds[letters] = kind;
    letters += 1;
    gap = GAP.none;
  };
  for (let index = 0; index < plain.length; index += 1) {
    const unit = plain.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff) {
      index += 1;
      const low = plain.charCodeAt(index);
      const picture = pictureLetter((unit - 0xd800) * 0x400 + (low - 0xdc00) + 0x10000);
      if (picture !== undefined) add(letterOf(picture), picture, KIND.alphabetic);
      else if (LETTER.test(String.fromCharCode(unit, low))) {
        add(unit, unit, KIND.unspaced);
        add(low, low, KIND.unspaced);
      } else gap = Math.max(gap, GAP.sign);
      continue;
    }
    const meaning = meaningOf(unit);
    if (meaning.what === 'letter') add(meaning.letter, meaning.source, meaning.kind);
    else if (meaning.what === 'sign') {
      const isLetter = isSpelled(
        plain,
        index,
        meaning,
        gap === GAP.none && letters > 0 ? kinds[letters - 1] : undefined,
      );
      if (isLetter) add(meaning.letter, meaning.source, KIND.sign);
      else gap = Math.max(gap, GAP.sign);
    } else if (meaning.what === 'lengthener') {
      if (lastLetter !== 0 && gap === GAP.none) add(lastLetter, sources[letters - 1] ?? 0, kinds[letters - 1] ?? 0);
    } else if (meaning.what === 'space') gap = GAP.space;
    else if (meaning.what === 'apostrophe') gap = Math.max(gap, GAP.apostrophe);
    else if (meaning.what === 'gap') gap = Math.max(gap, GAP.sign);
  }
  READ.letters = letters;
  READ.runs = runs;
}

/** Whether a sign at `index` spells a letter: at letters of an alphabet, and a tight one only between them. */
function isSpelled(text: string, index: number, sign: Meaning, before: number | undefined): boolean {
  let next = index + 1;
  while (text.charCodeAt(next) === text.charCodeAt(index)) next += 1;
  const after = next < text.length ? meaningOf(text.charCodeAt(next)) : undefined;
  const followed = after?.what === 'letter' && after.kind <= KIND.digit;
  const preceded = before !== undefined && before <= KIND.sign;
  return sign.isTight ? preceded && followed : preceded || followed;
}

const MEANINGS: (Meaning | undefined)[] = [];

function meaningOf(unit: number): Meaning {
  return (MEANINGS[unit] ??= readMeaning(unit));
}

function readMeaning(unit: number): Meaning {
  const char = String.fromCharCode(unit);
  const sign = signOf(unit);
  if (sign) return { what: 'sign', letter: sign.letter, source: unit, kind: KIND.sign, isTight: sign.isTight };
  const mark = (what: Meaning['what']): Meaning => ({ what, letter: 0, source: unit, kind: 0, isTight: false });
  if (SPACE.test(char)) return mark('space');
  if (APOSTROPHE.test(char)) return mark('apostrophe');
  if (LENGTHENER.test(char)) return mark('lengthener');
  if (NOTHING.test(char)) return mark('nothing');
  if (!LETTER.test(char)) return mark('gap');
  // An accent is no other letter; a syllable or kana that decomposes into several letters stays itself.
  const bare = [...char.normalize('NFKD')].filter((part) => !NOTHING.test(part));
  const base = bare.length === 1 && bare[0]?.length === 1 ? bare[0] : char;
  const lower = base.toLowerCase();
  const source = lower.length === 1 ? lower.charCodeAt(0) : unit;
  const asWritten = letterOf(base.charCodeAt(0));
  const letter = asWritten === base.charCodeAt(0) ? letterOf(source) : asWritten;
  return { what: 'letter', letter, source: unit === CAPITAL_I ? unit : source, kind: kindOf(base), isTight: false };
}

function kindOf(char: string): number {
  if (DIGIT.test(char)) return KIND.digit;
  if (UNSPACED.test(char)) return KIND.unspaced;
  return SYLLABLE.test(char) ? KIND.syllable : KIND.alphabetic;
}
