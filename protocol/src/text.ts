/**
 * Clean-up of comment text: what may fly over somebody else's video.
 * Everything a script needs to be written stays (joiners, variation selectors, tag flags);
 * everything that could hide, reverse, stack or break a line goes.
 */
import { LIMITS } from './limits.ts';

export type CleanText =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: 'empty' | 'too_long' };

const LONE_SURROGATE = /\p{Surrogate}/gu;
const WHITE_SPACE = /[\p{White_Space}\u2028\u2029]+/gu;
// C0/C1 controls, bidi embeddings, overrides, isolates and marks, deprecated format characters,
// invisible operators, interlinear annotation, zero-width space, BOM, soft hyphen, noncharacters.
const UNWANTED =
  /[\p{Cc}\u061c\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\p{Noncharacter_Code_Point}\u{e0001}]/gu;
const FLAG_TAGS = /(\u{1f3f4}[\u{e0020}-\u{e007e}]{1,16}\u{e007f})|[\u{e0000}-\u{e007f}]/gu;
const MARK = /^\p{M}$/u;
const NEEDS_MARK_CHECK = /[\p{M}\u200c\u200d]/u;
// Whatever draws something: blank fillers do not; what this runtime's Unicode does not know yet, a newer screen may.
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800]/u;
/** Whatever the replacements below could change; most texts hold nothing of it, and are read once instead of five times. */
const UNTIDY =
  /^ | $| {2}|[^\P{White_Space} ]|[\p{Surrogate}\u2028\u2029]|[\p{Cc}\u061c\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef\p{Noncharacter_Code_Point}\u{e0000}-\u{e007f}]/u;
/** A base, its marks and joiners never need more raw code units than this per cleaned one. */
const RAW_FACTOR = 8;

/**
 * Cleans `raw` for display and checks its length.
 *
 * Well-formed Unicode (lone surrogates become U+FFFD), NFC, one line, single spaces, no control or
 * bidi-control characters, at most {@link LIMITS.marksPerBase} combining marks on a base.
 * Cleaning what is clean changes nothing.
 *
 * @param maxClusters grapheme clusters allowed, 1 to {@link LIMITS.textClusters}.
 * @example cleanText('  a\u202Eb\n c ') // { ok: true, text: 'ab c' }
 */
export function cleanText(raw: string, maxClusters: number = LIMITS.textClusters): CleanText {
  if (raw.length > LIMITS.textCodeUnits * RAW_FACTOR) return { ok: false, reason: 'too_long' };
  const text = UNTIDY.test(raw) ? tidied(raw) : limitMarks(raw.normalize('NFC'));
  if (!VISIBLE.test(text)) return { ok: false, reason: 'empty' };
  if (text.length > LIMITS.textCodeUnits) return { ok: false, reason: 'too_long' };
  // A cluster has at least one code unit, so short text needs no segmenter (28 µs a call).
  if (text.length > maxClusters && countClusters(text) > maxClusters) return { ok: false, reason: 'too_long' };
  return { ok: true, text };
}

function tidied(raw: string): string {
  const kept = raw
    .replace(LONE_SURROGATE, '\ufffd')
    .replace(WHITE_SPACE, ' ')
    .replace(UNWANTED, '')
    .replace(FLAG_TAGS, '$1')
    .normalize('NFC');
  return limitMarks(kept).replace(WHITE_SPACE, ' ').trim();
}

/** Keeps at most three marks on a base; joiners neither count nor reset, and never stand in a row. */
function limitMarks(text: string): string {
  if (!NEEDS_MARK_CHECK.test(text)) return text;
  let out = '';
  let marks = 0;
  let afterJoiner = false;
  for (const char of text) {
    if (char === '\u200c' || char === '\u200d') {
      if (!afterJoiner) out += char;
      afterJoiner = true;
      continue;
    }
    if (MARK.test(char)) {
      marks += 1;
      if (marks > LIMITS.marksPerBase) continue;
    } else {
      marks = 0;
    }
    afterJoiner = false;
    out += char;
  }
  return out;
}

let segmenter: Intl.Segmenter | undefined;

/** Grapheme clusters in `text`: what a person counts as characters. */
export function countClusters(text: string): number {
  segmenter ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  let count = 0;
  for (const _ of segmenter.segment(text)) count += 1;
  return count;
}
