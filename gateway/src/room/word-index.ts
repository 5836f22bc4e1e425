/** Finds which of many keys stand in a text. Built in time and memory that grow with the keys alone, whatever they are. */
export class WordIndex {
  readonly #keys: ReadonlySet<string>;
  /** Of the keys that begin with the same two letters: their lengths. */
  readonly #lengths = new Map<string, number[]>();

  /** @param keys none of them empty. */
  constructor(keys: Iterable<string>) {
    this.#keys = new Set(keys);
    for (const key of this.#keys) {
      const start = key.slice(0, 2);
      const known = this.#lengths.get(start);
      if (!known) this.#lengths.set(start, [key.length]);
      else if (!known.includes(key.length)) known.push(key.length);
    }
  }

  /** Each place where a key stands in `text`, in order of the places; looks at no more than `maxLooks` pieces of it. */
  *findIn(text: string, maxLooks: number): Generator<{ readonly key: string; readonly begin: number }> {
    let looks = 0;
    for (let begin = 0; begin < text.length; begin += 1) {
      for (let size = 1; size <= 2 && begin + size <= text.length; size += 1) {
        for (const length of this.#lengths.get(text.slice(begin, begin + size)) ?? []) {
          if (looks === maxLooks) return;
          looks += 1;
          const key = text.slice(begin, begin + length);
          if (key.length === length && this.#keys.has(key)) yield { key, begin };
        }
      }
    }
  }
}
