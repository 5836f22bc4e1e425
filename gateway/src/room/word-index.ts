/** Finds which of many keys stand in a text. Built in time and memory that grow with the keys alone, whatever they are. */
export class WordIndex {
  readonly #keys: ReadonlySet<string>;
  /** Letters that are keys by themselves, as char codes. */
  readonly #letters = new Set<number>();
  /** Of the longer keys that begin with the same two letters: their lengths. */
  readonly #lengths = new Map<number, number[]>();

  /** @param keys none of them empty. */
  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
    for (const key of this.#keys) {
      if (key.length === 1) {
        this.#letters.add(key.charCodeAt(0));
        continue;
      }
      const start = pairOf(key.charCodeAt(0), key.charCodeAt(1));
      const known = this.#lengths.get(start);
      if (!known) this.#lengths.set(start, [key.length]);
      else if (!known.includes(key.length)) known.push(key.length);
    }
  }

  /**
   * Tells each place where a key stands in `text`, in order of the places, until `isEnough`. No string is made at a place
   * where no key begins: nearly all are such.
   *
   * @param maxLooks of how many pieces of the text it is looked up whether they are keys.
   */
  findIn(text: string, maxLooks: number, isEnough: (key: string, begin: number) => boolean): void {
    let looks = 0;
    for (let begin = 0; begin < text.length; begin += 1) {
      const letter = text.charCodeAt(begin);
      if (this.#letters.has(letter) && isEnough(text.charAt(begin), begin)) return;
      const lengths = this.#lengths.get(pairOf(letter, text.charCodeAt(begin + 1)));
      if (!lengths) continue;
      for (const length of lengths) {
        if (looks === maxLooks) return;
        looks += 1;
        if (begin + length > text.length) continue;
        const key = text.slice(begin, begin + length);
        if (this.#keys.has(key) && isEnough(key, begin)) return;
      }
    }
  }
}

/** Two char codes as one small integer; after the last letter there is no second. */
function pairOf(first: number, second: number): number {
  return (first << 16) | second;
}
