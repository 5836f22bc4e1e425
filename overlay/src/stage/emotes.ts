/** Emotes within texts: which there are, where a text has them, and how much room each takes. */
import { emoteWordsIn } from '../lanes/emote-words.ts';
import type { Emote, NamedEmote } from './stage.ts';

/** A part of a text: words, or an emote that stands for its name. */
export interface Piece {
  readonly text: string;
  /** Where it begins in the text, in code units. */
  readonly at: number;
  readonly emote: Emote | undefined;
}

/** In em: as tall as a line, so that rows stay level, with a little air on both sides. */
const BOX = { above: 0.94, below: 0.21, beside: 0.06 };

/** What an emote covers round the point where it begins on its baseline, in the unit of `em`. */
export function emoteBox({ ratio }: Emote, em: number) {
  const height = (BOX.above + BOX.below) * em;
  const left = BOX.beside * em;
  return { left, above: BOX.above * em, width: ratio * height, height, advance: ratio * height + 2 * left };
}

export class StageEmotes {
  readonly #emotes = new Map<string, Emote>();

  set(changes: readonly NamedEmote[]): void {
    for (const { name, emote } of changes) {
      if (emote === undefined) this.#emotes.delete(name);
      else this.#emotes.set(name, emote);
    }
  }

  get bytes(): number {
    let bytes = 0;
    for (const { picture } of this.#emotes.values()) bytes += picture.width * picture.height * 4;
    return bytes;
  }

  /** The parts of a text in order; `undefined` where it is words alone. */
  piecesOf(text: string): Piece[] | undefined {
    if (this.#emotes.size === 0) return undefined;
    const words = emoteWordsIn(text, (name) => this.#emotes.has(name));
    if (words.length === 0) return undefined;
    const pieces: Piece[] = [];
    let from = 0;
    for (const { name, at, end } of words) {
      if (at > from) pieces.push({ text: text.slice(from, at), at: from, emote: undefined });
      pieces.push({ text: text.slice(at, end), at, emote: this.#emotes.get(name) });
      from = end;
    }
    if (from < text.length) pieces.push({ text: text.slice(from), at: from, emote: undefined });
    return pieces;
  }
}

/** Whether `text` names any of these. */
export function namesAny(text: string, emotes: readonly NamedEmote[]): boolean {
  return text.includes(':') && emotes.some(({ name }) => text.includes(`:${name}:`));
}
