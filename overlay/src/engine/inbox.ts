/** Comments between arrival and start: age, doubles and blocks are judged here, the rest waits its turn. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { EmitOptions, SkipReason } from '../engine.ts';
import { PendingQueue } from '../lanes/pending.ts';
import type { Arrival } from '../lanes/pending.ts';
import { SeenIds, sieveOf } from '../lanes/sieve.ts';
import type { OverlaySettings } from '../options.ts';

/** Live comments older than this are not thrown onto the screen. */
const FRESH_MS = 5_000;
const MOST_OWN = 50;

export class Inbox {
  readonly #onSkip: (comment: DanmakuComment, reason: SkipReason) => void;
  readonly #pending = new PendingQueue<DanmakuComment>();
  readonly #seen = new SeenIds();
  #own: DanmakuComment[] = [];
  #sieve: (comment: DanmakuComment) => SkipReason | undefined;

  constructor(settings: OverlaySettings, onSkip: (comment: DanmakuComment, reason: SkipReason) => void) {
    this.#sieve = sieveOf(settings);
    this.#onSkip = onSkip;
  }

  get isEmpty(): boolean {
    return this.#own.length === 0 && this.#pending.size === 0;
  }

  /** @param isResting nothing is drawn now: only the reader's own comments are kept. */
  take(comments: readonly DanmakuComment[], options: EmitOptions, isResting: boolean): void {
    const nowMs = performance.now();
    const batch: Arrival<DanmakuComment>[] = [];
    for (const comment of comments) {
      const ageMs = ageOf(comment, options);
      const reason = this.#reasonAgainst(comment, options.own === true, isResting, ageMs);
      this.#seen.add(comment.id);
      if (reason !== undefined) this.#onSkip(comment, reason);
      else if (options.own === true) this.#own.push(comment);
      else batch.push({ value: comment, expiresMs: nowMs + FRESH_MS - ageMs });
    }
    if (batch.length > 0) for (const comment of this.#pending.push(batch, nowMs)) this.#onSkip(comment, 'too_many');
    for (const comment of this.#own.splice(0, this.#own.length - MOST_OWN)) this.#onSkip(comment, 'too_many');
  }

  #reasonAgainst(comment: DanmakuComment, own: boolean, isResting: boolean, ageMs: number): SkipReason | undefined {
    if (this.#seen.has(comment.id)) return 'duplicate_id';
    if (own) return undefined;
    if (isResting) return 'hidden';
    return this.#sieve(comment) ?? (ageMs > FRESH_MS ? 'too_old' : undefined);
  }

  /** The reader's own comments, all of them, now. */
  takeOwn(): DanmakuComment[] {
    if (this.#own.length === 0) return [];
    const own = this.#own;
    this.#own = [];
    return own;
  }

  /** The others that are due. What has waited too long is skipped. */
  takeDue(): DanmakuComment[] {
    const { due, tooOld } = this.#pending.take(performance.now());
    for (const comment of tooOld) this.#onSkip(comment, 'too_old');
    return due;
  }

  /** Whether anything but own comments waits. */
  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** New rules; returns the question whether something that flies already must go. */
  setRules(settings: OverlaySettings): (comment: DanmakuComment) => boolean {
    this.#sieve = sieveOf(settings);
    for (const comment of this.#pending.drop((one) => this.#sieve(one) !== undefined)) {
      this.#onSkip(comment, this.#sieve(comment) ?? 'blocked');
    }
    return (comment) => this.#sieve(comment) !== undefined;
  }

  /** These are not shown, now or later. */
  forbid(ids: readonly string[]): void {
    for (const id of ids) this.#seen.add(id);
  }

  drop(matches: (comment: DanmakuComment) => boolean): void {
    this.#own = this.#own.filter((comment) => !matches(comment));
    this.#pending.drop(matches);
  }

  /** The own comment is known as `id` now; the same one coming from the gateway is a double. */
  rename(temporaryId: string, id: string): void {
    this.#seen.add(id);
    this.#pending.drop((comment) => comment.id === id);
    this.#own = this.#own.map((comment) => (comment.id === temporaryId ? { ...comment, id } : comment));
  }
}

/** Milliseconds since the gateway took it in; 0 where its clock is unknown. */
function ageOf(comment: DanmakuComment, { serverClockOffsetMs }: EmitOptions): number {
  if (serverClockOffsetMs === undefined) return 0;
  return Math.max(0, Date.now() + serverClockOffsetMs - comment.time);
}
