/** The blocked words of a room as one automaton: however many they are, a text is read once. */
import { AhoCorasick } from '@monyone/aho-corasick/fast';
import { normalForm } from './normal-form.ts';
import { matches, wordPattern, type WordPattern } from './word-pattern.ts';

/** Capitals of this script look like other letters than their small ones. */
const TWO_FACED = /\p{Script=Greek}/u;

/** Steps of comparison for one text: many times what honest words need, and less than a millisecond. */
const MAX_EFFORT = 5000;

export class WordFilter {
  readonly #automaton: AhoCorasick | undefined;
  readonly #patterns = new Map<string, { readonly word: string; readonly pattern: WordPattern }[]>();

  /** @param words as moderators wrote them; such that hold no letter are passed over. */
  constructor(words: Iterable<string>) {
    for (const word of new Set(words)) {
      this.#add(word, word);
      if (TWO_FACED.test(word)) this.#add(word, word.toUpperCase());
    }
    if (this.#patterns.size > 0) this.#automaton = new AhoCorasick([...this.#patterns.keys()]);
  }

  /** The blocked word that stands in `text`, in whatever spelling; `undefined` when there is none. */
  find(text: string): string | undefined {
    if (!this.#automaton) return undefined;
    const form = normalForm(text);
    const effort = { left: MAX_EFFORT };
    for (const { begin, keyword } of this.#automaton.matchInText(form.runs)) {
      const found = this.#patterns.get(keyword)?.find(({ pattern }) => matches(pattern, form, begin, effort));
      if (found) return found.word;
    }
    return undefined;
  }

  #add(word: string, spelling: string): void {
    const pattern = wordPattern(spelling);
    if (!pattern) return;
    const known = this.#patterns.get(pattern.anchor);
    if (!known) this.#patterns.set(pattern.anchor, [{ word, pattern }]);
    else if (!known.some((other) => isSame(other.pattern, pattern))) known.push({ word, pattern });
  }
}

/** Whether `word` holds anything that can be looked for. */
export function isBlockable(word: string): boolean {
  return wordPattern(word) !== undefined;
}

function isSame(one: WordPattern, other: WordPattern): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The field of a room's state that holds its words: a JSON list. */
export const WORDS_FIELD = 'words';

/** Room filters kept ready; building one takes milliseconds. */
const KEPT_FILTERS = 64;

/** The filters of all rooms: the words blocked everywhere, and those of the rooms that were posted to last. */
export class WordFilters {
  readonly #everywhere: WordFilter;
  /** By the list they were built from, in order of last use. */
  readonly #ofRooms = new Map<string, WordFilter>();

  constructor(everywhere: Iterable<string> = []) {
    this.#everywhere = new WordFilter(everywhere);
  }

  /** @param words of the room, as its state holds them. */
  find(text: string, words: string | undefined): string | undefined {
    return this.#everywhere.find(text) ?? (words === undefined ? undefined : this.#ofRoom(words).find(text));
  }

  #ofRoom(words: string): WordFilter {
    const filter = this.#ofRooms.get(words) ?? new WordFilter(JSON.parse(words) as string[]);
    this.#ofRooms.delete(words);
    this.#ofRooms.set(words, filter);
    const [oldest] = this.#ofRooms.keys();
    if (this.#ofRooms.size > KEPT_FILTERS && oldest !== undefined) this.#ofRooms.delete(oldest);
    return filter;
  }
}
