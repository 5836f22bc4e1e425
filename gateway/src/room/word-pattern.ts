/**
 * One blocked word, ready to be held against a text where the automaton has found its longest part. `*` stands for up
 * to eight letters and `?` for one; at the ends `*` lets a word be part of a longer one.
 */
import { GAP, KIND, normalForm, type NormalForm } from './normal-form.ts';

interface Run {
  readonly letter: number;
  readonly sources: readonly number[];
  /** The word itself has a space before this run. */
  readonly afterSpace: boolean;
}

/** Letters that may stand at a wildcard. */
interface Wild {
  readonly min: number;
  readonly max: number;
}

type Part = { readonly runs: readonly Run[]; readonly wild?: never } | { readonly wild: Wild; readonly runs?: never };

export interface WordPattern {
  /** Its longest part without a wildcard: the runs that the automaton looks for. */
  readonly anchor: string;
  /** Runs and wildcard letters that may stand before the anchor, at least and at most. */
  readonly before: Wild;
  readonly parts: readonly Part[];
  readonly openStart: boolean;
  readonly openEnd: boolean;
  readonly letters: number;
  /** How its script tells words apart, by its first and its last letter. */
  readonly firstKind: number;
  readonly lastKind: number;
}

const MAX_WILDS = 2;
const MAX_WILD_LETTERS = 8;
const LOWER_I = 0x69;
const LOWER_L = 0x6c;

/** The pattern of `word`, or `undefined` when nothing would be left to look for. */
export function wordPattern(word: string): WordPattern | undefined {
  const openStart = word.startsWith('*');
  const openEnd = word.length > 1 && word.endsWith('*');
  const pieces = word.replace(/^\*+|\*+$/g, '').split(/(\*+|\?)/);
  const parts: Part[] = [];
  let anchor = '';
  let before: Wild = { min: 0, max: 0 };
  let passed: Wild = { min: 0, max: 0 };
  let letters = 0;
  const kinds: number[] = [];
  for (const piece of pieces) {
    if (/^[*?]/.test(piece)) {
      const wild = piece === '?' ? { min: 1, max: 1 } : { min: 0, max: MAX_WILD_LETTERS };
      parts.push({ wild });
      passed = { min: passed.min + wild.min, max: passed.max + wild.max };
      continue;
    }
    const form = normalForm(piece);
    if (form.runs === '') continue;
    if (form.runs.length > anchor.length) [anchor, before] = [form.runs, passed];
    parts.push({ runs: runsOf(form) });
    passed = { min: passed.min + form.runs.length, max: passed.max + form.runs.length };
    letters += form.sources.length;
    kinds.push(...form.kinds);
  }
  const wilds = parts.filter((part) => part.wild).length;
  const [firstKind = 0, lastKind = 0] = [kinds[0], kinds.at(-1)];
  // One letter of an alphabet and a wildcard would be found everywhere.
  const isWide = (wilds > 0 || openStart || openEnd) && letters < 2 && firstKind !== KIND.unspaced;
  if (letters === 0 || isWide || wilds > MAX_WILDS) return undefined;
  return { anchor, before, parts, openStart, openEnd, letters, firstKind, lastKind };
}

/** The anchor of the pattern of `word`, if it has one. */
export function anchorOf(word: string): string | undefined {
  return wordPattern(word)?.anchor;
}

/** What may still be tried for one text: wildcards must not let a few letters cost milliseconds. */
export interface Effort {
  left: number;
}

/** Whether `pattern` stands in `text`, given that its anchor stands at run `anchorAt`. */
export function matches(pattern: WordPattern, text: NormalForm, anchorAt: number, effort: Effort): boolean {
  const { min, max } = pattern.before;
  const firstLetter = pattern.parts[0]?.runs?.[0]?.letter;
  effort.left -= 1;
  for (let start = anchorAt - min; start >= Math.max(0, anchorAt - max); start -= 1) {
    if (firstLetter !== undefined && text.runs.charCodeAt(start) !== firstLetter) continue;
    if (follow(pattern, text, 0, start, { first: -1, weak: 0, spaces: [], effort })) return true;
  }
  return false;
}

interface Found {
  /** The letter of the text where the word begins. */
  readonly first: number;
  /** Digits that were read as letters. */
  readonly weak: number;
  /** Letters before which the word itself has a space. */
  readonly spaces: readonly number[];
  readonly effort: Effort;
}

/** Holds the parts from `part` on against the runs of the text from `run` on. */
function follow(pattern: WordPattern, text: NormalForm, part: number, run: number, found: Found): boolean {
  const current = pattern.parts[part];
  if (!current || found.effort.left <= 0) return false;
  found.effort.left -= 1;
  const isLast = part === pattern.parts.length - 1;
  if (current.wild) {
    const { min, max } = current.wild;
    for (let skip = min; skip <= max && run + skip <= text.runs.length; skip += 1) {
      if (hasSpaceWithin(text, run, run + skip)) return false;
      const first = found.first < 0 ? (text.starts[run] ?? 0) : found.first;
      if (isLast ? ends(pattern, text, { ...found, first }, (text.starts[run + skip] ?? 0) - 1) : false) return true;
      if (!isLast && follow(pattern, text, part + 1, run + skip, { ...found, first })) return true;
    }
    return false;
  }
  let { first, weak } = found;
  const spaces = [...found.spaces];
  for (const [index, wanted] of current.runs.entries()) {
    found.effort.left -= 1;
    const at = run + index;
    const begin = text.starts[at] ?? text.sources.length;
    const end = text.starts[at + 1] ?? text.sources.length;
    if (text.runs.charCodeAt(at) !== wanted.letter || end - begin < wanted.sources.length) return false;
    const fit = fitting(wanted, text, begin, end);
    if (!fit) return false;
    weak += fit.weak;
    if (wanted.afterSpace) spaces.push(begin);
    const isFirst = first < 0;
    // Of the first run the last letters count, of the last one the first: others may belong to the neighbours.
    if (isFirst) first = latestStart(pattern, text, begin, end - wanted.sources.length);
    if (isLast && index === current.runs.length - 1) {
      const from = Math.max(isFirst ? first : begin, begin) + wanted.sources.length - 1;
      for (let last = from; last < end; last += 1) {
        if (ends(pattern, text, { ...found, first, weak, spaces }, last)) return true;
      }
      return false;
    }
  }
  return follow(pattern, text, part + 1, run + current.runs.length, { ...found, first, weak, spaces });
}

/** How letters of a run stand for the wanted ones; `undefined` when too few of them can. */
function fitting(wanted: Run, text: NormalForm, begin: number, end: number): { weak: number } | undefined {
  const need = wanted.sources.length;
  let fit = 0;
  let strong = 0;
  for (let letter = begin; letter < end; letter += 1) {
    const source = wanted.sources[Math.min(fit, need - 1)] ?? 0;
    const seen = text.sources[letter] ?? 0;
    const isSame = seen === source;
    if (!isSame && (isDigit(source) || isMixUp(source, seen))) continue;
    fit += 1;
    if (isSame || text.kinds[letter] !== KIND.digit) strong += 1;
  }
  return fit < need ? undefined : { weak: Math.max(0, need - strong) };
}

/** `fail` is not a spelling of `fall`: two plain small letters that only look alike in capitals. */
function isMixUp(wanted: number, seen: number): boolean {
  return (wanted === LOWER_I && seen === LOWER_L) || (wanted === LOWER_L && seen === LOWER_I);
}

/** The last letter from `begin` to `latest` where the word may begin. */
function latestStart(pattern: WordPattern, text: NormalForm, begin: number, latest: number): number {
  for (let letter = latest; letter > begin; letter -= 1) if (beginsWord(pattern, text, letter)) return letter;
  return begin;
}

/** Whether the word from `first` to `last` is a word of its own here, and not one that only digits or spaces make. */
function ends(pattern: WordPattern, text: NormalForm, found: Found, last: number): boolean {
  const { first, weak, spaces } = found;
  const begins = beginsWord(pattern, text, first);
  const closes = closesWord(pattern, text, last);
  const isFree = (kind: number) => kind >= KIND.syllable;
  if (!begins && !pattern.openStart && !isFree(pattern.firstKind)) return false;
  if (!closes && !pattern.openEnd && !isFree(pattern.lastKind)) return false;
  if (weak > (pattern.letters <= 3 ? 1 : (pattern.letters * 2) / 3)) return false;
  let splits = 0;
  for (let letter = first + 1; letter <= last; letter += 1) {
    if (text.gaps[letter] === GAP.space && !spaces.includes(letter)) splits += 1;
  }
  if (splits === 0 || pattern.firstKind === KIND.unspaced) return true;
  // Spaces inside: only a word that stands apart, and not two short words that happen to meet.
  if (!begins || !closes) return false;
  if (pattern.firstKind === KIND.syllable || splits > 1) return true;
  return pattern.letters >= 4 && weak === 0;
}

function beginsWord(pattern: WordPattern, text: NormalForm, letter: number): boolean {
  if (letter === 0 || (text.gaps[letter] ?? 0) >= GAP.sign) return true;
  // After an apostrophe a word goes on: "it's hit" holds nothing.
  return text.gaps[letter] === GAP.none && isApart(pattern.firstKind, text.kinds[letter - 1]);
}

function closesWord(pattern: WordPattern, text: NormalForm, letter: number): boolean {
  if (letter + 1 >= text.sources.length || text.gaps[letter + 1] !== GAP.none) return true;
  return isApart(pattern.lastKind, text.kinds[letter + 1]);
}

/** Whether a neighbour of this kind belongs to no word that the edge of a pattern could be part of. */
function isApart(edge: number, neighbour: number | undefined): boolean {
  if (neighbour === KIND.digit) return edge !== KIND.digit;
  if (neighbour === KIND.sign || neighbour === undefined) return true;
  return neighbour >= KIND.syllable !== edge >= KIND.syllable;
}

function hasSpaceWithin(text: NormalForm, fromRun: number, toRun: number): boolean {
  for (let letter = text.starts[fromRun] ?? 0; letter < (text.starts[toRun] ?? 0); letter += 1) {
    if (text.gaps[letter] === GAP.space && letter > 0) return true;
  }
  return false;
}

function runsOf(form: NormalForm): Run[] {
  return Array.from({ length: form.runs.length }, (_, index) => {
    const begin = form.starts[index] ?? 0;
    return {
      letter: form.runs.charCodeAt(index),
      sources: form.sources.slice(begin, form.starts[index + 1]).map(lowerI),
      afterSpace: begin > 0 && form.gaps[begin] === GAP.space,
    };
  });
}

/** In a blocked word a capital I is an i. */
function lowerI(source: number): number {
  return source === 0x49 ? LOWER_I : source;
}

function isDigit(source: number): boolean {
  return source >= 0x30 && source <= 0x39;
}
