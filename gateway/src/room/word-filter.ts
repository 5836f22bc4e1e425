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
