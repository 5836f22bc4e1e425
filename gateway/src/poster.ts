/** From a post to a line of the log: decided on here, granted by the broker, answered once. */
import { randomBytes } from 'node:crypto';
import type { DanmakuComment, PostFields, RoomSettings } from '@danmaku-live/protocol';
import { BrokerAway, type Broker, type Claim, type Submission } from './broker/broker.ts';
import type { Counters } from './counters.ts';
import type { Holds } from './holds.ts';
import type { Hook } from './hook/hook.ts';
import { can, type Identity } from './identity/identity.ts';
import { decidePost, refusalFor, type PolicyDecision, type Refusal } from './room/comment-policy.ts';
import { MAX_HELD } from './room/held-comments.ts';
import { commentLine, type CommentLine } from './room/log-line.ts';
import type { Moderation } from './room/moderation.ts';
import { inOnePiece } from './room/one-piece.ts';
import { PostBatches, type PostOutcome } from './post-batches.ts';
import type { Sanction } from './room/sanctions.ts';
import type { BucketRate } from './room/token-bucket.ts';

export type PostAnswer =
  | {
      readonly ok: true;
      readonly id: string;
      /** The comment as JSON when nobody but its poster shall see it. */
      readonly ownEyes?: string;
    }
  | (Refusal & {
      /** Whether it may be in the log all the same: nobody can tell now. */
      readonly isUnknown?: true;
    });

/** As much of a room as posting to it needs. */
export interface PostedRoom {
  readonly name: string;
  readonly settings: RoomSettings;
  readonly moderation: Pick<Moderation, 'isBlocked' | 'held'>;
}

/** Who posts, from where, and what holds for them in the room. */
export interface Posting {
  readonly identity: Identity;
  readonly network: string;
  readonly sanction: Sanction | undefined;
  /** Whether they came back a moment ago: what they post may be in the log already, from elsewhere. */
  readonly isBack?: boolean;
}

export interface PosterOptions {
  readonly broker: Broker;
  readonly counters: Counters;
  readonly holds: Pick<Holds, 'hold'>;
  /** Asked before a comment appears, if the site wants that. */
  readonly hook?: Pick<Hook, 'judge'> | undefined;
  readonly userRate: BucketRate;
  /** Of all users of one network, and of one room; absent: no limit. */
  readonly addressRate?: BucketRate | undefined;
  readonly roomRate?: BucketRate | undefined;
  /** When the batch after one that was sent at `lastSentMs` may go; both by the monotonic clock. */
  readonly nextBatchMs: (room: string, lastSentMs: number) => number;
  readonly onBrokerError: (error: unknown) => void;
}

/** A post that waits for its turn or its outcome: all that is kept of it, because tens of thousands may. */
interface Waiting extends Submission {
  readonly answer: (answer: PostAnswer) => void;
  readonly isShadow: boolean;
  /** To be put before moderators, and for how long. */
  readonly held: { readonly comment: DanmakuComment; readonly forMs: number } | undefined;
}

const DUPLICATE_WINDOW_MS = 10_000;
/** What an `overloaded` poster is told to wait. */
const OVERLOADED = refusalFor('overloaded', 1000);
const UNKNOWN: PostAnswer = {
  ...OVERLOADED,
  message: 'It is not known whether the comment was stored; repeating it with the same ref is safe.',
  isUnknown: true,
};

export class Poster {
  readonly #options: PosterOptions;
  readonly #batches: PostBatches<Waiting>;
  readonly #idPrefix = randomBytes(6).toString('base64url');
  readonly #pending = new Set<Promise<unknown>>();
  #nextId = 0;

  constructor(options: PosterOptions) {
    this.#options = options;
    const { broker, nextBatchMs } = options;
    this.#batches = new PostBatches<Waiting>({
      broker,
      nextBatchMs,
      onOutcome: (room, waiting, outcome) => this.#settle(room, waiting, outcome),
      onFailure: (error) => this.#noteFailure(error),
    });
  }

  /** Decides on a post and, when it may appear, brings it into the room's log. Never rejects. */
  post(room: PostedRoom, from: Posting, ref: string, fields: PostFields): Promise<PostAnswer> {
    return new Promise((resolve) => this.take(room, from, ref, fields, resolve));
  }

  /**
   * As {@link post}, without a promise: a batch of thousands of posts would keep thousands of them alive until the
   * broker has answered.
   *
   * @param answer called once, before this returns where nothing has to be waited for. Must not throw.
   */
  take(room: PostedRoom, from: Posting, ref: string, fields: PostFields, answer: (answer: PostAnswer) => void): void {
    this.#options.counters.posts += 1;
    const { identity, sanction } = from;
    const { name, settings, moderation } = room;
    const isBlocked = (text: string) => moderation.isBlocked(text);
    const decision = decidePost(identity, settings, fields, { sanction, isBlocked, nowMs: Date.now() });
    if (!decision.ok) {
      this.#refuse(decision, answer);
      return;
    }
    const { hook } = this.#options;
    const { post } = decision;
    const isTrusted =
      sanction?.kind === 'shadow' || can(identity, 'ignore the rules of the room', settings.guests) || !hook;
    if (isTrusted) this.#submit(room, from, ref, post, answer);
    else this.#askSite(hook.judge({ room: name, settings, identity, post }), room, from, ref, answer);
  }

  /** Resolves when every post taken so far has its answer. */
  async settle(): Promise<void> {
    // Those that the site's hook still judges wait for a batch when it has.
    await Promise.all(this.#pending);
    await this.#batches.settle();
  }

  #askSite(
    verdict: Promise<PolicyDecision>,
    room: PostedRoom,
    from: Posting,
    ref: string,
    answer: (answer: PostAnswer) => void,
  ): void {
    const judged = verdict
      .then((decision) => {
        if (decision.ok) this.#submit(room, from, ref, decision.post, answer);
        else this.#refuse(decision, answer);
      })
      .catch((error: unknown) => {
        this.#options.onBrokerError(error);
        this.#refuse(OVERLOADED, answer);
      })
      .finally(() => this.#pending.delete(judged));
    this.#pending.add(judged);
  }

  #refuse(refusal: Refusal, answer: (answer: PostAnswer) => void): void {
    this.#options.counters.refused += 1;
    answer(refusal);
  }

  /** @returns whether moderators have it before them. */
  async #hold(room: string, comment: DanmakuComment, forMs: number): Promise<boolean> {
    try {
      await this.#options.holds.hold(room, comment, comment.time + forMs);
      return true;
    } catch (error) {
      this.#noteFailure(error);
      return false;
    }
  }

  #comment(identity: Identity, post: PostFields, time: number): DanmakuComment {
    const { id, name, role } = identity;
    this.#nextId += 1;
    return { id: `${this.#idPrefix}${this.#nextId.toString(36)}`, user: { id, name, role }, time, ...post };
  }

  #claims(room: string, settings: RoomSettings, from: Posting, line: CommentLine): Claim[] {
    const { identity, network } = from;
    if (can(identity, 'post without limit', settings.guests)) return [];
    const isFree = can(identity, 'ignore the rules of the room', settings.guests);
    const { userRate, addressRate, roomRate } = this.#options;
    const rateClaim = (key: string, bucket: BucketRate): Claim => ({ kind: 'rate', key, rate: bucket });
    if (isFree) {
      const moderatorRate = { perSecond: userRate.perSecond * 10, burst: userRate.burst * 10 };
      return [rateClaim(`moderate ${identity.id}`, moderatorRate)];
    }
    // Not pushed: a list that grew has room for seventeen, and most hold this one.
    const claims = [rateClaim(`post ${identity.id}`, userRate)];
    const rate = (key: string, bucket: BucketRate) => claims.push(rateClaim(key, bucket));
    if (addressRate) rate(`from ${network}`, addressRate);
    if (roomRate) rate(`into ${room}`, roomRate);
    const once = (key: string, windowMs: number, code: 'slow_mode' | 'duplicate') =>
      claims.push({ kind: 'once', key, windowMs, code });
    if (settings.slowModeMs > 0) once(`slow ${room} ${identity.id}`, settings.slowModeMs, 'slow_mode');
    if (settings.duplicates === 'refuse') once(`same ${room} ${line.mergeKey}`, DUPLICATE_WINDOW_MS, 'duplicate');
    return claims;
  }

  #submit(room: PostedRoom, from: Posting, ref: string, post: PostFields, answer: (answer: PostAnswer) => void): void {
    const { identity, sanction } = from;
    const { name, settings, moderation } = room;
    const isFree = can(identity, 'ignore the rules of the room', settings.guests);
    const isShadow = sanction?.kind === 'shadow';
    const holdMs = isFree || isShadow ? 0 : (settings.holdMs ?? 0);
    if ((holdMs > 0 && moderation.held.size >= MAX_HELD) || this.#batches.isFull(name)) {
      this.#refuse(OVERLOADED, answer);
      return;
    }
    const comment = this.#comment(identity, post, Date.now());
    const line = commentLine(comment);
    this.#batches.add(name, {
      line,
      // An id may hold spaces: without its length, another user's ref could be taken for this one.
      // A minute's worth of them is kept.
      refKey: inOnePiece(`${name} ${identity.id.length} ${identity.id} ${ref}`),
      claims: this.#claims(name, settings, from, line),
      hidden: isShadow || holdMs > 0,
      mayBeStored: from.isBack === true,
      answer,
      isShadow,
      held: holdMs > 0 ? { comment, forMs: holdMs } : undefined,
    });
  }

  #settle(room: string, waiting: Waiting, outcome: PostOutcome): void {
    const { counters } = this.#options;
    const { answer, held } = waiting;
    if (outcome === 'failed') this.#refuse(OVERLOADED, answer);
    else if (outcome === 'unknown') answer(UNKNOWN);
    else if (!outcome.ok) this.#refuse(refusalFor(outcome.code, outcome.retryAfterMs), answer);
    else if (outcome.repeated) {
      counters.repeated += 1;
      answer({ ok: true, id: outcome.id });
    } else if (held) {
      const holding = this.#hold(room, held.comment, held.forMs)
        .then((isHeld) => (isHeld ? this.#accept(waiting, answer) : this.#refuse(OVERLOADED, answer)))
        .finally(() => this.#pending.delete(holding));
      this.#pending.add(holding);
    } else this.#accept(waiting, answer);
  }

  #accept({ line, isShadow }: Waiting, answer: (answer: PostAnswer) => void): void {
    this.#options.counters.accepted += 1;
    answer(isShadow ? { ok: true, id: line.id, ownEyes: line.json } : { ok: true, id: line.id });
  }

  #noteFailure(error: unknown): void {
    this.#options.counters.brokerErrors += 1;
    if (!(error instanceof BrokerAway)) this.#options.onBrokerError(error);
  }
}
