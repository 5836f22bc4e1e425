/**
 * From a post to a line of the log. Posts of one room travel to the broker together: the first at once, then one batch
 * per pace, so that a busy room costs one append per flush and not one per comment.
 */
import { randomBytes } from 'node:crypto';
import type { DanmakuComment, PostFields, RoomSettings } from '@danmaku-live/protocol';
import { BrokerAway, type Broker, type Claim, type Submission, type SubmissionOutcome } from './broker/broker.ts';
import type { Counters } from './counters.ts';
import type { Holds } from './holds.ts';
import type { Hook, Question } from './hook/hook.ts';
import { can, type Identity } from './identity/identity.ts';
import { decidePost, refusalFor, type PolicyDecision, type Refusal } from './room/comment-policy.ts';
import { MAX_HELD } from './room/held-comments.ts';
import { commentLine, type CommentLine } from './room/log-line.ts';
import type { Moderation } from './room/moderation.ts';
import type { Sanction } from './room/sanctions.ts';
import type { BucketRate } from './room/token-bucket.ts';

export type PostAnswer =
  | {
      readonly ok: true;
      readonly id: string;
      /** The comment as JSON when nobody but its poster shall see it. */
      readonly ownEyes?: string;
    }
  | Refusal;

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

interface Waiting {
  readonly submission: Submission;
  readonly answer: (outcome: SubmissionOutcome | undefined) => void;
}

interface Inbound {
  readonly waiting: Waiting[];
  /** Posts that were sent and have no answer yet. */
  unanswered: number;
  lastSentMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** Posts of one room that may wait for their turn or their answer; more are refused as `overloaded`. */
const MAX_WAITING = 10_000;
const MAX_BATCH = 1000;
/** How often a room without waiting posts is looked at until its last answer has come. */
const UNANSWERED_LOOK_MS = 50;
const DUPLICATE_WINDOW_MS = 10_000;
/** What an `overloaded` poster is told to wait. */
const OVERLOADED = refusalFor('overloaded', 1000);

export class Poster {
  readonly #options: PosterOptions;
  readonly #inbound = new Map<string, Inbound>();
  readonly #idPrefix = randomBytes(6).toString('base64url');
  readonly #pending = new Set<Promise<unknown>>();
  #nextId = 0;

  constructor(options: PosterOptions) {
    this.#options = options;
  }

  /** Decides on a post and, when it may appear, brings it into the room's log. Never rejects. */
  async post(room: PostedRoom, from: Posting, ref: string, fields: PostFields): Promise<PostAnswer> {
    const { counters } = this.#options;
    counters.posts += 1;
    const answer = await this.#decide(room, from, ref, fields);
    if (!answer.ok) counters.refused += 1;
    return answer;
  }

  /** Resolves when every post taken so far has its answer. */
  async settle(): Promise<void> {
    do {
      for (const [room, inbound] of this.#inbound) this.#send(room, inbound);
      await Promise.allSettled(this.#pending);
    } while (this.#pending.size > 0 || [...this.#inbound.values()].some(({ waiting }) => waiting.length > 0));
  }

  async #decide(room: PostedRoom, from: Posting, ref: string, fields: PostFields): Promise<PostAnswer> {
    const { identity, sanction } = from;
    const { name, settings, moderation } = room;
    const nowMs = Date.now();
    const isBlocked = (text: string) => moderation.isBlocked(text);
    const decision = decidePost(identity, settings, fields, { sanction, isBlocked, nowMs });
    if (!decision.ok) return decision;
    const isFree = can(identity, 'ignore the rules of the room', settings.guests);
    const isShadow = sanction?.kind === 'shadow';
    const { post } = decision;
    const judged = isFree || isShadow ? decision : await this.#askSite({ room: name, settings, identity, post });
    if (!judged.ok) return judged;
    const comment = this.#comment(identity, judged.post, Date.now());
    const line = commentLine(comment);
    // An id may hold spaces: without its length, another user's ref could be taken for this one.
    const refKey = `${name} ${identity.id.length} ${identity.id} ${ref}`;
    const holdMs = isFree ? 0 : (settings.holdMs ?? 0);
    if (!isShadow && holdMs > 0 && moderation.held.size >= MAX_HELD) return OVERLOADED;
    const claims = this.#claims(name, settings, from, line);
    const outcome = await this.#submit(name, { line, refKey, claims, hidden: isShadow || holdMs > 0 });
    if (!outcome) return OVERLOADED;
    if (!outcome.ok) return refusalFor(outcome.code, outcome.retryAfterMs);
    const { id } = outcome;
    if (outcome.repeated) {
      this.#options.counters.repeated += 1;
      return { ok: true, id };
    }
    if (!isShadow && holdMs > 0 && !(await this.#hold(name, comment, holdMs))) return OVERLOADED;
    this.#options.counters.accepted += 1;
    return { ok: true, id, ...(isShadow && { ownEyes: line.json }) };
  }

  async #askSite(question: Question): Promise<PolicyDecision> {
    const { hook } = this.#options;
    if (!hook) return { ok: true, post: question.post };
    const judging = hook.judge(question).finally(() => this.#pending.delete(judging));
    this.#pending.add(judging);
    return judging;
  }

  /** @returns whether moderators have it before them. */
  async #hold(room: string, comment: DanmakuComment, holdMs: number): Promise<boolean> {
    try {
      await this.#options.holds.hold(room, comment, comment.time + holdMs);
      return true;
    } catch (error) {
      this.#options.counters.brokerErrors += 1;
      if (!(error instanceof BrokerAway)) this.#options.onBrokerError(error);
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
    const claims: Claim[] = [];
    const rate = (key: string, bucket: BucketRate) => claims.push({ kind: 'rate', key, rate: bucket });
    if (isFree) rate(`moderate ${identity.id}`, { perSecond: userRate.perSecond * 10, burst: userRate.burst * 10 });
    else rate(`post ${identity.id}`, userRate);
    if (isFree) return claims;
    if (addressRate) rate(`from ${network}`, addressRate);
    if (roomRate) rate(`into ${room}`, roomRate);
    const once = (key: string, windowMs: number, code: 'slow_mode' | 'duplicate') =>
      claims.push({ kind: 'once', key, windowMs, code });
    if (settings.slowModeMs > 0) once(`slow ${room} ${identity.id}`, settings.slowModeMs, 'slow_mode');
    if (settings.duplicates === 'refuse') once(`same ${room} ${line.mergeKey}`, DUPLICATE_WINDOW_MS, 'duplicate');
    return claims;
  }

  #submit(room: string, submission: Submission): Promise<SubmissionOutcome | undefined> {
    let inbound = this.#inbound.get(room);
    if (!inbound) {
      inbound = { waiting: [], unanswered: 0, lastSentMs: Number.NEGATIVE_INFINITY, timer: undefined };
      this.#inbound.set(room, inbound);
    }
    if (inbound.waiting.length + inbound.unanswered >= MAX_WAITING) return Promise.resolve(undefined);
    const { waiting } = inbound;
    const answered = new Promise<SubmissionOutcome | undefined>((answer) => waiting.push({ submission, answer }));
    this.#schedule(room, inbound);
    return answered;
  }

  #schedule(room: string, inbound: Inbound): void {
    if (inbound.timer) return;
    const waitMs = this.#waitMs(room, inbound);
    if (waitMs <= 0) this.#send(room, inbound);
    else inbound.timer = setTimeout(() => this.#due(room, inbound), waitMs);
  }

  #waitMs(room: string, inbound: Inbound): number {
    return Math.ceil(this.#options.nextBatchMs(room, inbound.lastSentMs) - performance.now());
  }

  #due(room: string, inbound: Inbound): void {
    inbound.timer = undefined;
    // Idle for a whole pace: nothing to remember.
    if (inbound.waiting.length > 0) this.#schedule(room, inbound);
    else if (inbound.unanswered === 0) this.#inbound.delete(room);
    else inbound.timer = setTimeout(() => this.#due(room, inbound), UNANSWERED_LOOK_MS);
  }

  #send(room: string, inbound: Inbound): void {
    if (inbound.waiting.length === 0) return;
    clearTimeout(inbound.timer);
    const batch = inbound.waiting.splice(0, MAX_BATCH);
    inbound.unanswered += batch.length;
    inbound.lastSentMs = performance.now();
    inbound.timer = setTimeout(() => this.#due(room, inbound), Math.max(1, this.#waitMs(room, inbound)));
    // The next batch does not wait for this one's answer: a broker that is away answers late, and one by one.
    const sent = this.#append(inbound, room, batch).finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
  }

  async #append(inbound: Inbound, room: string, batch: readonly Waiting[]): Promise<void> {
    const submissions = batch.map(({ submission }) => submission);
    const outcomes = this.#options.broker.append(room, submissions, Date.now());
    let failure: { readonly error: unknown } | undefined;
    // Not an async function for each: at tens of thousands of posts a second their promises are a tenth of the work.
    const answered = batch.map(({ answer }, index) => {
      const settle = (outcome: SubmissionOutcome | undefined): void => {
        inbound.unanswered -= 1;
        answer(outcome);
      };
      return (outcomes[index] ?? Promise.resolve(undefined)).then(settle, (error: unknown) => {
        failure ??= { error };
        settle(undefined);
      });
    });
    await Promise.all(answered);
    if (!failure) return;
    this.#options.counters.brokerErrors += 1;
    if (!(failure.error instanceof BrokerAway)) this.#options.onBrokerError(failure.error);
  }
}
