/** Where a text says an emote: `:name:`. */

export interface EmoteWord {
  readonly name: string;
  /** Of its first colon, in code units. */
  readonly at: number;
  /** Behind its last colon. */
  readonly end: number;
}

/** A name is all between two colons; one that is longer, or has blanks in it, is none. */
const MOST_NAME_CHARACTERS = 32;
const WORD = new RegExp(`:([^\\s:]{1,${MOST_NAME_CHARACTERS}}):`, 'gu');
const NAME = new RegExp(`^[^\\s:]{1,${MOST_NAME_CHARACTERS}}$`, 'u');

export function isEmoteName(name: string): boolean {
  return NAME.test(name);
}

/** Those of which `isKnown` knows the name, in order. A colon belongs to one of them at most. */
export function emoteWordsIn(text: string, isKnown: (name: string) => boolean): EmoteWord[] {
  const words: EmoteWord[] = [];
  if (!text.includes(':')) return words;
  WORD.lastIndex = 0;
  for (let match = WORD.exec(text); match !== null; match = WORD.exec(text)) {
    const name = match[1] ?? '';
    if (isKnown(name)) words.push({ name, at: match.index, end: WORD.lastIndex });
    // The colon behind what is no name may be the one before a name.
    else WORD.lastIndex -= 1;
  }
  return words;
}
