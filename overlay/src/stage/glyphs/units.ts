/**
 * What of a text is painted as one: each ideograph, kana, syllable and emoji by itself, each word of scripts whose
 * letters join or kern as a whole. A text whose order on screen is not its order in memory is one piece. Pure.
 */

import type { Piece } from '../emotes.ts';
import type { Emote } from '../stage.ts';

/** `ink`: its look is fill and outline. `colour`: it brings its own colours. `gap`: nothing but width. `emote`: a picture. */
export type UnitKind = 'ink' | 'colour' | 'gap' | 'emote';

export interface Unit {
  readonly text: string;
  readonly kind: UnitKind;
  /** Where it begins in the text, in code units. */
  readonly at: number;
  /** Of an `emote`. */
  readonly emote?: Emote;
}

/** Runs from right to left, or characters that change directions. */
const BIDI =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Adlam}\p{Script=Mandaic}\p{Script=Samaritan}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
/** May bring colours of its own; whether it does is the font's choice. */
const PICTOGRAPH = /[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]/u;
/** Printed characters of ASCII, Chinese, Japanese and Korean, each a grapheme of its own. */
const SIMPLE =
  /^[\u0020-\u007e\u3001-\u3029\u3041-\u3096\u309d-\u30ff\u3131-\u318e\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff9d]*$/;
/** What stands in a square of its own, with no regard to its neighbours. */
const SQUARE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff01-\uffee]/u;
const SPACE = /^\s+$/;
const EAST_ASIAN_FROM = 0x3001;

/** Whether any of the text may have colours of its own. */
export function hasPictographs(text: string): boolean {
  return PICTOGRAPH.test(text);
}

/** The units in order, or `undefined` where the text can only be painted whole. */
export function unitsOf(text: string): Unit[] | undefined {
  if (SIMPLE.test(text)) return collect(codeUnits(text));
  if (BIDI.test(text) || !('Segmenter' in Intl)) return undefined;
  return collect(graphemes(text));
}

/** The units of a text with emotes, likewise. */
export function unitsOfPieces(pieces: readonly Piece[]): Unit[] | undefined {
  const units: Unit[] = [];
  for (const { text, at: from, emote } of pieces) {
    const found: Unit[] | undefined = emote ? [{ text, kind: 'emote', at: 0, emote }] : unitsOf(text);
    if (found === undefined) return undefined;
    for (const unit of found) units.push({ ...unit, at: from + unit.at });
  }
  return units;
}

function* codeUnits(text: string): Iterable<readonly [string, 'square' | 'letter']> {
  for (let i = 0; i < text.length; i += 1) {
    yield [text.charAt(i), text.charCodeAt(i) >= EAST_ASIAN_FROM ? 'square' : 'letter'];
  }
}

let segmenter: Intl.Segmenter | undefined;

function* graphemes(text: string): Iterable<readonly [string, 'square' | 'letter' | 'colour']> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  for (const { segment } of segmenter.segment(text)) {
    yield [segment, PICTOGRAPH.test(segment) ? 'colour' : SQUARE.test(segment) ? 'square' : 'letter'];
  }
}

function collect(parts: Iterable<readonly [string, 'square' | 'letter' | 'colour']>): Unit[] {
  const units: Unit[] = [];
  let word = '';
  let at = 0;
  const endWord = (): void => {
    if (word !== '') units.push({ text: word, kind: 'ink', at: at - word.length });
    word = '';
  };
  for (const [part, sort] of parts) {
    const isGap = SPACE.test(part);
    if (sort === 'letter' && !isGap) word += part;
    else {
      endWord();
      units.push({ text: part, kind: isGap ? 'gap' : sort === 'colour' ? 'colour' : 'ink', at });
    }
    at += part.length;
  }
  endWord();
  return units;
}
