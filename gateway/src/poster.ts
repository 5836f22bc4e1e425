/**
 * From a post to a line of the log. Posts of one room travel to the broker together: the first at once, then one batch
 * per pace, so that a busy room costs one append per flush and not one per comment.
 */
import { randomBytes } from 'node:crypto';
import type { PostFields, RoomSettings } from '@danmaku-live/protocol';
import type { Broker, Claim, Submission, SubmissionOutcome } from './broker/broker.ts';
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
  busy: boolean;
  lastSentMs: number;
  timer: NodeJS.Timeout | undefined;
}

/** Posts of one room that may wait for the broker; more are refused as `overloaded`. */
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
    const refKey = `${room} ${identity.id} ${ref}`;
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
    const claims: Claim[] = [{ kind: 'rate', key: `post ${identity.id}${moderates ? ' moderator' : ''}`, rate }];
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
      inbound = { waiting: [], busy: false, lastSentMs: Number.NEGATIVE_INFINITY, timer: undefined };
      this.#inbound.set(room, inbound);
    }
    if (inbound.waiting.length >= MAX_WAITING) return Promise.resolve(undefined);
    const { waiting } = inbound;
    const answered = new Promise<SubmissionOutcome | undefined>((answer) => waiting.push({ submission, answer }));
    this.#schedule(room, inbound);
    return answered;
  }

  #schedule(room: string, inbound: Inbound): void {
    if (inbound.busy || inbound.timer) return;
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
    else if (!inbound.busy) this.#inbound.delete(room);
  }

  #send(room: string, inbound: Inbound): void {
    if (inbound.busy || inbound.waiting.length === 0) return;
    clearTimeout(inbound.timer);
    inbound.timer = undefined;
    const batch = inbound.waiting.splice(0, MAX_BATCH);
    inbound.busy = true;
    inbound.lastSentMs = performance.now();
    const sent = this.#append(room, batch).finally(() => {
      this.#pending.delete(sent);
      inbound.busy = false;
      inbound.timer = setTimeout(() => this.#due(room, inbound), Math.max(0, this.#waitMs(inbound)));
    });
    this.#pending.add(sent);
  }

  async #append(room: string, batch: readonly Waiting[]): Promise<void> {
    try {
      const submissions = batch.map(({ submission }) => submission);
      const outcomes = await this.#options.broker.append(room, submissions, Date.now());
      for (const [index, { answer }] of batch.entries()) answer(outcomes[index]);
    } catch (error) {
      this.#options.counters.brokerErrors += 1;
      this.#options.onBrokerError(error);
      for (const { answer } of batch) answer(undefined);
    }
  }
}
