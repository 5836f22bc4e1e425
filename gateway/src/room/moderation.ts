/** What moderators have laid down in a room, as its gateways act on it: words, sanctions, comments that are held. */
import { heldIdOf, readHeld, type HeldComment } from './held-comments.ts';
import type { Recalled, StateLine } from './log-line.ts';
import { Sanctions, isSanctionField, type Sanction } from './sanctions.ts';
import { WORDS_FIELD, type WordFilters } from './word-filter.ts';

type RoomState = ReadonlyMap<string, string>;

/** What has changed since it was last asked for. */
export interface ModerationNews {
  /** Those that were laid down. */
  readonly sanctions: readonly Sanction[];
  readonly held: readonly HeldComment[];
  /** Ids of held comments that were taken back before they were published. */
  readonly dropped: readonly string[];
}

export class Moderation {
  readonly #filters: WordFilters;
  readonly #held = new Map<string, HeldComment>();
  #sanctions: Sanctions;
  #words: string | undefined;
  #news: { sanctions: readonly Sanction[]; held: HeldComment[]; dropped: string[] };

  constructor(state: RoomState, filters: WordFilters) {
    this.#filters = filters;
    this.#sanctions = new Sanctions(state);
    this.#news = { sanctions: this.#sanctions.all(), held: [], dropped: [] };
    this.#words = state.get(WORDS_FIELD);
    for (const [field, text] of state) this.#hold(field, text);
  }

  get sanctions(): Sanctions {
    return this.#sanctions;
  }

  get held(): ReadonlyMap<string, HeldComment> {
    return this.#held;
  }

  /** Whether `text` holds a word that is blocked here or everywhere. */
  isBlocked(text: string): boolean {
    return this.#filters.find(text, this.#words) !== undefined;
  }

  apply({ change }: StateLine): void {
    for (const [field, text] of Object.entries(change)) {
      if (field === WORDS_FIELD) this.#words = text ?? undefined;
      else if (isSanctionField(field)) this.#sanction(field, text);
      else this.#hold(field, text);
    }
  }

  /** A recall takes what is held as well. */
  recall(what: Recalled): void {
    const isNamed = ({ comment }: HeldComment) =>
      'user' in what ? comment.user.id === what.user : what.ids.includes(comment.id);
    for (const [id, held] of this.#held) {
      if (!isNamed(held)) continue;
      this.#held.delete(id);
      this.#news.dropped.push(id);
    }
  }

  /** The room's state was read anew. */
  restart(state: RoomState): void {
    const fresh = new Moderation(state, this.#filters);
    for (const id of this.#held.keys()) if (!fresh.#held.has(id)) this.#news.dropped.push(id);
    this.#held.clear();
    for (const [id, held] of fresh.#held) this.#held.set(id, held);
    const { held, dropped } = this.#news;
    this.#news = { sanctions: fresh.#sanctions.all(), held: [...held, ...fresh.#held.values()], dropped };
    this.#sanctions = fresh.#sanctions;
    this.#words = fresh.#words;
  }

  /** The news since the last call, if there are any. */
  takeNews(): ModerationNews | undefined {
    const news = this.#news;
    if (news.sanctions.length === 0 && news.held.length === 0 && news.dropped.length === 0) return undefined;
    this.#news = { sanctions: [], held: [], dropped: [] };
    return news;
  }

  #sanction(field: string, text: string | null): void {
    const sanction = this.#sanctions.set(field, text);
    if (sanction) this.#news.sanctions = [...this.#news.sanctions, sanction];
  }

  #hold(field: string, text: string | null): void {
    const id = heldIdOf(field);
    if (id === undefined) return;
    const held = text === null ? undefined : readHeld(text);
    if (!held) {
      this.#held.delete(id);
      return;
    }
    this.#held.set(id, held);
    this.#news.held.push(held);
  }
}
