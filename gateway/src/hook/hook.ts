/**
 * Asks the site about each comment before it appears: accept, refuse or change. What a silent site means is the
 * operator's choice, and its silence must not cost the room its pace.
 */
import { DEFAULT_STYLE, LIMITS, cleanText, readPost, type PostFields, type RoomSettings } from '@danmaku-live/protocol';
import { z } from 'zod';
import type { Counters } from '../counters.ts';
import type { Identity } from '../identity/identity.ts';
import type { PolicyDecision, Refusal } from '../room/comment-policy.ts';
import { fullBucket, take, type Bucket, type BucketRate } from '../room/token-bucket.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

export interface HookOptions {
  /** Rejects when there is no answer. */
  readonly ask: (question: unknown, nowMs: number) => Promise<unknown>;
  readonly failOpen: boolean;
  readonly maxAtOnce: number;
  /** What one user may post. */
  readonly userRate: BucketRate;
  readonly counters: Counters;
  /** The site stopped answering; said once until it answers again. */
  readonly onTrouble: (reason: string) => void;
}

export interface Question {
  readonly room: string;
  readonly settings: RoomSettings;
  readonly identity: Identity;
  readonly post: PostFields;
}

const BREAKER = { failures: 5, restMs: 5000 };
const RETRY_MS = 1000;
const MAX_USERS = 10_000;

const answerSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('accept') }),
  z.object({ action: z.literal('refuse'), reason: z.string().max(1000).nullish() }),
  z.object({ action: z.literal('change') }).catchall(z.unknown()),
]);

export class Hook {
  readonly #options: HookOptions;
  readonly #breaker = new CircuitBreaker(BREAKER);
  /** In order of last use. */
  readonly #buckets = new Map<string, Bucket>();
  #asking = 0;

  constructor(options: HookOptions) {
    this.#options = options;
  }

  /** What becomes of a post that everybody else has accepted. Never rejects. */
  async judge(question: Question): Promise<PolicyDecision> {
    const { counters, maxAtOnce } = this.#options;
    const nowMs = Date.now();
    if (!this.#mayAsk(question.identity.id, nowMs)) {
      return refusal('rate_limited', 'You are posting too fast.', RETRY_MS);
    }
    if (this.#asking >= maxAtOnce || !this.#breaker.allows(nowMs)) return this.#withoutAnswer(question);
    this.#asking += 1;
    counters.hookAsked += 1;
    try {
      const decision = await this.#ask(question, nowMs);
      this.#breaker.succeeded();
      return decision;
    } catch (error) {
      if (this.#breaker.failed(Date.now())) this.#options.onTrouble(reasonOf(error));
      return this.#withoutAnswer(question);
    } finally {
      this.#asking -= 1;
    }
  }

  async #ask({ room, settings, identity, post }: Question, nowMs: number): Promise<PolicyDecision> {
    const { id, name, role } = identity;
    const user = { id, name, role };
    const asked = { type: 'comment', room, user, time: nowMs, ...DEFAULT_STYLE, ...post };
    const answer = answerSchema.parse(await this.#options.ask(asked, nowMs));
    if (answer.action === 'accept') return { ok: true, post };
    if (answer.action === 'refuse') return refusal('not_allowed', sentence(answer.reason));
    return changed(settings, post, answer);
  }

  #withoutAnswer({ post }: Question): PolicyDecision {
    this.#options.counters.hookUnanswered += 1;
    if (this.#options.failOpen) return { ok: true, post };
    return refusal('overloaded', 'The comment could not be checked; please try again.', RETRY_MS);
  }

  /** Twice what a user may post: what is refused later has cost a question too. */
  #mayAsk(user: string, nowMs: number): boolean {
    const { perSecond, burst } = this.#options.userRate;
    const userRate = { perSecond: perSecond * 2, burst: burst * 2 };
    const bucket = this.#buckets.get(user) ?? fullBucket(userRate, nowMs);
    this.#buckets.delete(user);
    this.#buckets.set(user, bucket);
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MAX_USERS && oldest !== undefined) this.#buckets.delete(oldest);
    return take(bucket, userRate, nowMs);
  }
}

/** @throws when the site makes something of the post that no post may be. */
function changed(settings: RoomSettings, post: PostFields, change: Readonly<Record<string, unknown>>): PolicyDecision {
  const { text, mode, color, size } = change;
  const given = Object.fromEntries(Object.entries({ text, mode, color, size }).filter(([, value]) => value != null));
  const read = readPost({ ...post, ...given });
  if (!read.ok) throw new Error(`the service changed "${read.field}" to what it can't be`);
  const clean = cleanText(read.post.text, settings.maxLength);
  if (!clean.ok) throw new Error('the service changed the text to what it can not be');
  return { ok: true, post: { ...read.post, text: clean.text } };
}

/** For the log: never what the site said. */
function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof z.ZodError) return 'the answer can not be understood';
  return error instanceof Error ? error.message : 'unknown';
}

/** The site's own reason, fit to be shown. */
function sentence(reason: string | null | undefined): string {
  const clean = cleanText(reason ?? '', LIMITS.textClusters);
  return clean.ok ? clean.text : 'The site has refused this comment.';
}

function refusal(code: Refusal['code'], message: string, retryAfterMs?: number): Refusal {
  return { ok: false, code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}
