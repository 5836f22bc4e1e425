/** Comments between arrival and start: age, doubles and blocks are judged here, the rest waits its turn. */
import { LIMITS, type DanmakuComment } from '@danmaku-live/protocol';
import type { EmitOptions, SkipReason } from '../engine.ts';
import { Held } from '../lanes/held.ts';
import { PendingQueue } from '../lanes/pending.ts';
import type { Arrival } from '../lanes/pending.ts';
import { SeenIds, sieveOf } from '../lanes/sieve.ts';
import type { OverlaySettings } from '../options.ts';

const MOST_OWN = 50;
/** So long nothing is shown while the player's programme time is not known; then comments fly as they come. */
const PATIENCE_MS = 10_000;

/**
 * The moment of the programme that the viewer sees, in milliseconds since 1970. `arrival`: comments fly as they
 * come; `unknown`: they are to wait for their moment, but the player does not tell its own.
 */
export type Moment = number | 'arrival' | 'unknown';

export class Inbox {
  readonly #onSkip: (comment: DanmakuComment, reason: SkipReason) => void;
  readonly #pending = new PendingQueue<DanmakuComment>();
  readonly #held = new Held<DanmakuComment>();
  readonly #seen = new SeenIds();
  #unknownSinceMs: number | undefined;
  #own: DanmakuComment[] = [];
  /** Their moment is now. */
  #due: DanmakuComment[] = [];
  #sieve: (comment: DanmakuComment) => SkipReason | undefined;

  constructor(settings: OverlaySettings, onSkip: (comment: DanmakuComment, reason: SkipReason) => void) {
    this.#sieve = sieveOf(settings);
    this.#onSkip = onSkip;
  }

  get isEmpty(): boolean {
    return !this.hasOwn && !this.hasPending;
  }

  /**
   * @param isResting nothing is drawn now: only the reader's own comments are kept, and those whose moment is to come.
   * @param crossMs how late a comment may come after its moment.
   */
  take(
    comments: readonly DanmakuComment[],
    options: EmitOptions,
    isResting: boolean,
    moment: Moment,
    crossMs: number,
  ): void {
    const nowMs = performance.now();
    const isWaiting = moment !== 'arrival' && !(moment === 'unknown' && this.#hasGivenUp(nowMs));
    const batch: Arrival<DanmakuComment>[] = [];
    for (const comment of comments) {
      const atMs = isWaiting && options.own !== true ? momentOf(comment) : undefined;
      if (atMs !== undefined) {
        const reason = this.#hold(comment, atMs, moment, crossMs);
        if (reason !== undefined) this.#onSkip(comment, reason);
        continue;
      }
      const ageMs = ageOf(comment, options);
      const reason = this.#reasonAgainst(comment, options.own === true, isResting, ageMs);
      this.#seen.add(comment.id);
      if (reason !== undefined) this.#onSkip(comment, reason);
      else if (options.own === true) this.#own.push(comment);
      else batch.push({ value: comment, expiresMs: nowMs + LIMITS.freshMs - ageMs });
    }
    if (batch.length > 0) for (const comment of this.#pending.push(batch, nowMs)) this.#onSkip(comment, 'too_many');
    for (const comment of this.#own.splice(0, this.#own.length - MOST_OWN)) this.#onSkip(comment, 'too_many');
  }

  /** Keeps it for its moment, or answers why not. */
  #hold(comment: DanmakuComment, atMs: number, moment: Moment, crossMs: number): SkipReason | undefined {
    const reason = this.#seen.has(comment.id) ? 'duplicate_id' : this.#sieve(comment);
    this.#seen.add(comment.id);
    if (reason !== undefined) return reason;
    if (typeof moment === 'number' && moment - atMs > crossMs) return 'too_old';
    const full = this.#held.push(comment, atMs);
    if (full !== undefined && full !== comment) this.#onSkip(full, 'too_many');
    return full === comment ? 'too_many' : undefined;
  }

  #hasGivenUp(nowMs: number): boolean {
    return this.#unknownSinceMs !== undefined && nowMs - this.#unknownSinceMs > PATIENCE_MS;
  }

  /** When the next of those that wait for their moment is due. */
  get nextMomentMs(): number {
    return this.#held.nextMs;
  }

  /**
   * The viewer sees this moment. What is due waits for {@link takeDue}.
   *
   * @param wentBack what was shown after it is shown again.
   * @param crossMs how late a comment may come after its moment.
   */
  reach(moment: Moment, wentBack: boolean, crossMs: number): void {
    if (moment === 'unknown') {
      const nowMs = performance.now();
      this.#unknownSinceMs ??= nowMs;
      if (!this.#hasGivenUp(nowMs)) return;
    } else this.#unknownSinceMs = undefined;
    const isKnown = typeof moment === 'number';
    if (isKnown && wentBack) this.#held.goBack(moment);
    if (this.#held.waiting === 0) return;
    for (const comment of this.#held.take(isKnown ? moment : Infinity)) {
      // Where moments are of no use any more, what was said long ago is.
      const lateMs = isKnown ? moment - (momentOf(comment) ?? moment) : Date.now() - comment.time - PATIENCE_MS;
      if (lateMs > crossMs) this.#onSkip(comment, 'too_old');
      else this.#due.push(comment);
    }
  }

  #reasonAgainst(comment: DanmakuComment, own: boolean, isResting: boolean, ageMs: number): SkipReason | undefined {
    if (this.#seen.has(comment.id)) return 'duplicate_id';
    if (own) return undefined;
    if (isResting) return 'hidden';
    return this.#sieve(comment) ?? (ageMs > LIMITS.freshMs ? 'too_old' : undefined);
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
    const held = this.#due;
    this.#due = [];
    return [...held, ...due];
  }

  /** Whether anything but own comments waits to start. */
  get hasPending(): boolean {
    return this.#pending.size > 0 || this.#due.length > 0;
  }

  get hasOwn(): boolean {
    return this.#own.length > 0;
  }

  /** Why a comment is not shown whatever its time. */
  reasonAgainst(comment: DanmakuComment): SkipReason | undefined {
    return this.#sieve(comment);
  }

  /** New rules; returns the question whether something that flies already must go. */
  setRules(settings: OverlaySettings): (comment: DanmakuComment) => boolean {
    this.#sieve = sieveOf(settings);
    const isUnwanted = (one: DanmakuComment): boolean => this.#sieve(one) !== undefined;
    for (const comment of [...this.#pending.drop(isUnwanted), ...this.#held.drop(isUnwanted)]) {
      this.#onSkip(comment, this.#sieve(comment) ?? 'blocked');
    }
    return isUnwanted;
  }

  /** Whether the rules let it through. */
  lets(comment: DanmakuComment): boolean {
    return this.#sieve(comment) === undefined;
  }

  /** These are not shown, now or later. */
  forbid(ids: readonly string[]): void {
    for (const id of ids) this.#seen.add(id);
  }

  drop(matches: (comment: DanmakuComment) => boolean): void {
    this.#own = this.#own.filter((comment) => !matches(comment));
    this.#pending.drop(matches);
    this.#held.drop(matches);
  }

  /** The own comment is known as `id` now; the same one coming from the gateway is a double. */
  rename(temporaryId: string, id: string): void {
    this.#seen.add(id);
    this.#pending.drop((comment) => comment.id === id);
    this.#held.drop((comment) => comment.id === id);
    this.#own = this.#own.map((comment) => (comment.id === temporaryId ? { ...comment, id } : comment));
  }
}

/** What its author saw, in milliseconds since 1970; `undefined` where that is not known. */
function momentOf({ media }: DanmakuComment): number | undefined {
  return media !== undefined && media >= LIMITS.positionSeconds ? media * 1000 : undefined;
}

/** Milliseconds since the gateway took it in; 0 where its clock is unknown. */
function ageOf(comment: DanmakuComment, { serverClockOffsetMs }: EmitOptions): number {
  if (serverClockOffsetMs === undefined) return 0;
  return Math.max(0, Date.now() + serverClockOffsetMs - comment.time);
}
