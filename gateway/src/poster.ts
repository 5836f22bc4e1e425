/**
 * From a post to a line of the log. Posts of one room travel to the broker together: the first at once, then one batch
 * per pace, so that a busy room costs one append per flush and not one per comment.
 */
import { randomBytes } from 'node:crypto';
import type { PostFields, RoomSettings } from '@danmaku-live/protocol';
import { BrokerAway, type Broker, type Claim, type Submission, type SubmissionOutcome } from './broker/broker.ts';
import type { Counters } from './counters.ts';
import type { Identity } from './identity/identity.ts';
import { can } from './identity/identity.ts';
import { decidePost, refusalFor, type Refusal } from './room/comment-policy.ts';
import { commentLine, type CommentLine } from './room/log-line.ts';
import type { BucketRate } from './room/token-bucket.ts';

export type PostAnswer = { readonly ok: true; readonly id: string } | Refusal;

export interface PosterOptions {
  readonly broker: Broker;
  readonly counters: Counters;
  readonly userRate: BucketRate;
  /** Milliseconds between two batches of one room. */
  readonly paceMs: () => number;
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
const DUPLICATE_WINDOW_MS = 10_000;
/** What an `overloaded` poster is told to wait. */
const OVERLOADED_RETRY_MS = 1000;

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
  async post(
    room: string,
    settings: RoomSettings,
    identity: Identity,
    ref: string,
    fields: PostFields,
  ): Promise<PostAnswer> {
    const { counters } = this.#options;
    counters.posts += 1;
    const decision = decidePost(identity, settings, fields);
    if (!decision.ok) {
      counters.refused += 1;
      return decision;
    }
    const line = this.#line(identity, decision.post);
    // An id may hold spaces: unquoted, another user's ref could be taken for this one.
    const refKey = `${room} ${JSON.stringify([identity.id, ref])}`;
    const outcome = await this.#submit(room, { line, refKey, claims: this.#claims(room, settings, identity, line) });
    if (outcome?.ok) {
      if (outcome.repeated) counters.repeated += 1;
      else counters.accepted += 1;
      return { ok: true, id: outcome.id };
    }
    counters.refused += 1;
    return outcome ? refusalFor(outcome.code, outcome.retryAfterMs) : refusalFor('overloaded', OVERLOADED_RETRY_MS);
  }

  /** Resolves when every post taken so far has its answer. */
  async settle(): Promise<void> {
    do {
      for (const [room, inbound] of this.#inbound) this.#send(room, inbound);
      await Promise.allSettled(this.#pending);
    } while (this.#pending.size > 0 || [...this.#inbound.values()].some(({ waiting }) => waiting.length > 0));
  }

  #line(identity: Identity, post: PostFields): CommentLine {
    const { id, name, role } = identity;
    this.#nextId += 1;
    const commentId = `${this.#idPrefix}${this.#nextId.toString(36)}`;
    return commentLine({ id: commentId, user: { id, name, role }, time: Date.now(), ...post });
  }

  #claims(room: string, settings: RoomSettings, identity: Identity, line: CommentLine): Claim[] {
    if (identity.by === 'key') return [];
    const moderates = can(identity, 'moderate', settings.guests);
    const { perSecond, burst } = this.#options.userRate;
    const rate = moderates ? { perSecond: perSecond * 10, burst: burst * 10 } : this.#options.userRate;
    const claims: Claim[] = [{ kind: 'rate', key: `${moderates ? 'moderate' : 'post'} ${identity.id}`, rate }];
    if (settings.slowModeMs > 0 && !moderates) {
      claims.push({
        kind: 'once',
        key: `slow ${room} ${identity.id}`,
        windowMs: settings.slowModeMs,
        code: 'slow_mode',
      });
    }
    if (settings.duplicates === 'refuse' && !moderates) {
      claims.push({
        kind: 'once',
        key: `same ${room} ${line.mergeKey}`,
        windowMs: DUPLICATE_WINDOW_MS,
        code: 'duplicate',
      });
    }
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
    const waitMs = this.#waitMs(inbound);
    if (waitMs <= 0) this.#send(room, inbound);
    else inbound.timer = setTimeout(() => this.#due(room, inbound), waitMs);
  }

  #waitMs(inbound: Inbound): number {
    return Math.ceil(inbound.lastSentMs + this.#options.paceMs() - performance.now());
  }

  #due(room: string, inbound: Inbound): void {
    inbound.timer = undefined;
    if (inbound.waiting.length > 0) this.#send(room, inbound);
    // Idle for a whole pace: nothing to remember.
    else if (inbound.unanswered === 0) this.#inbound.delete(room);
    else inbound.timer = setTimeout(() => this.#due(room, inbound), Math.max(1, this.#options.paceMs()));
  }

  #send(room: string, inbound: Inbound): void {
    if (inbound.waiting.length === 0) return;
    clearTimeout(inbound.timer);
    const batch = inbound.waiting.splice(0, MAX_BATCH);
    inbound.unanswered += batch.length;
    inbound.lastSentMs = performance.now();
    inbound.timer = setTimeout(() => this.#due(room, inbound), Math.max(1, this.#waitMs(inbound)));
    // The next batch does not wait for this one's answer: a broker that is away answers late, and one by one.
    const sent = this.#append(inbound, room, batch).finally(() => this.#pending.delete(sent));
    this.#pending.add(sent);
  }

  async #append(inbound: Inbound, room: string, batch: readonly Waiting[]): Promise<void> {
    const submissions = batch.map(({ submission }) => submission);
    const outcomes = this.#options.broker.append(room, submissions, Date.now());
    const answered = batch.map(async ({ answer }, index) => {
      try {
        answer(await outcomes[index]);
      } catch (error) {
        answer(undefined);
        throw error;
      } finally {
        inbound.unanswered -= 1;
      }
    });
    const failed = (await Promise.allSettled(answered)).find((result) => result.status === 'rejected');
    if (!failed) return;
    this.#options.counters.brokerErrors += 1;
    if (!(failed.reason instanceof BrokerAway)) this.#options.onBrokerError(failed.reason);
  }
}
