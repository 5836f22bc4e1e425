/** The blocked words of a room behind one index: however many they are, a text is read once. */
import { normalForm, runsOfText, type NormalForm } from './normal-form.ts';
import { WordIndex } from './word-index.ts';
import { anchorOf, matches, wordPattern, type WordPattern } from './word-pattern.ts';

/** Capitals of this script look like other letters than their small ones. */
const TWO_FACED = /\p{Script=Greek}/u;

/** Letters compared for one text: many times what honest words need, and about a millisecond. */
const MAX_EFFORT = 20_000;
/** Pieces of one text that are looked up: many times what a comment has, for one that grows under normalisation. */
const MAX_LOOKS = 10_000;

/** Words of a list that may share their anchor: each place where it stands in a text is held against all of them. */
export const MAX_SHARING = 100;

interface Entry {
  readonly word: string;
  readonly pattern: WordPattern;
}

export class WordFilter {
  /** How many words there are. */
  readonly size: number;
  readonly #words = new Map<string, string[]>();
  /** By anchor; made when it is first met in a text, which most of a list never is. */
  readonly #entries = new Map<string, readonly Entry[]>();
  readonly #index: WordIndex;

  /** @param words as moderators wrote them; such that hold no letter are passed over. */
  constructor(words: Iterable<string>) {
    const all = new Set(words);
    this.size = all.size;
    for (const word of all) {
      for (const spelling of spellingsOf(word)) {
        const anchor = anchorOf(spelling);
        if (anchor === undefined) continue;
        const sharing = this.#words.get(anchor);
        if (!sharing) this.#words.set(anchor, [word]);
        else if (sharing.at(-1) !== word) sharing.push(word);
      }
    }
    this.#index = new WordIndex(this.#words.keys());
  }

  /** The blocked word that stands in `text`, in whatever spelling; `undefined` when there is none. */
  find(text: string): string | undefined {
    if (this.#words.size === 0) return undefined;
    // Most texts hold no word, and of those nothing but the runs is needed.
    let form: NormalForm | undefined;
    const effort = { left: MAX_EFFORT };
    let found: string | undefined;
    this.#index.findIn(runsOfText(text), MAX_LOOKS, (key, begin) => {
      form ??= normalForm(text);
      for (const { word, pattern } of this.#entriesOf(key)) {
        if (effort.left <= 0) return true;
        if (!matches(pattern, form, begin, effort)) continue;
        found = word;
        return true;
      }
      return false;
    });
    return found;
  }

  #entriesOf(anchor: string): readonly Entry[] {
    let entries = this.#entries.get(anchor);
    if (!entries) this.#entries.set(anchor, (entries = entriesAt(anchor, this.#words.get(anchor) ?? [])));
    return entries;
  }
}

/** The words that have this anchor, each pattern once. */
function entriesAt(anchor: string, words: readonly string[]): readonly Entry[] {
  const entries = new Map<string, Entry>();
  for (const word of words) {
    for (const spelling of spellingsOf(word)) {
      const pattern = wordPattern(spelling);
      if (pattern?.anchor !== anchor) continue;
      const canonical = JSON.stringify(pattern);
      if (!entries.has(canonical)) entries.set(canonical, { word, pattern });
    }
  }
  return [...entries.values()];
}

function spellingsOf(word: string): readonly string[] {
  return TWO_FACED.test(word) ? [word, word.toUpperCase()] : [word];
}

/** Whether more than {@link MAX_SHARING} of `words` have the same anchor. */
export function isOverShared(words: Iterable<string>): boolean {
  const counts = new Map<string, number>();
  for (const word of new Set(words)) {
    const anchor = anchorOf(word);
    if (anchor === undefined) continue;
    const count = (counts.get(anchor) ?? 0) + 1;
    if (count > MAX_SHARING) return true;
    counts.set(anchor, count);
  }
  return false;
}

/** Whether `word` holds anything that can be looked for. */
export function isBlockable(word: string): boolean {
  return wordPattern(word) !== undefined;
}

/** The field of a room's state that holds its words: a JSON list. */
export const WORDS_FIELD = 'words';

/** The words that such a field holds; none where it holds no list. */
export function readWords(text: string): readonly string[] {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) ? words.filter((word) => typeof word === 'string') : [];
  } catch {
    return [];
  }
}

/**
 * Words in the room filters that are kept ready, up to 200 bytes each: as many as a thousand busy rooms have, so
 * that not each of their comments waits for a filter to be built. One list may be longer than all of them.
 */
const KEPT_WORDS = 300_000;

/** The filters of all rooms: the words blocked everywhere, and those of the rooms that were posted to last. */
export class WordFilters {
  readonly #everywhere: WordFilter;
  /** By the list they were built from, in order of last use. */
  readonly #ofRooms = new Map<string, WordFilter>();
  #keptWords = 0;

  constructor(everywhere: Iterable<string> = []) {
    this.#everywhere = new WordFilter(everywhere);
  }

  /** @param words of the room, as its state holds them. */
  find(text: string, words: string | undefined): string | undefined {
    return this.#everywhere.find(text) ?? (words === undefined ? undefined : this.#ofRoom(words).find(text));
  }

  #ofRoom(words: string): WordFilter {
    let filter = this.#ofRooms.get(words);
    if (filter) this.#ofRooms.delete(words);
    else this.#keptWords += (filter = new WordFilter(readWords(words))).size;
    this.#ofRooms.set(words, filter);
    for (const [list, oldest] of this.#ofRooms) {
      if (this.#keptWords <= KEPT_WORDS || oldest === filter) break;
      this.#ofRooms.delete(list);
      this.#keptWords -= oldest.size;
    }
    return filter;
  }
}
