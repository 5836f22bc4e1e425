/** The embedded broker's account of who claimed what: rate buckets, once-only keys and recent refs, all bounded. */
import { LIMITS } from '@danmaku-live/protocol';
import { fullBucket, isFullAt, refill, waitMs, type Bucket, type BucketRate } from '../room/token-bucket.ts';
import type { Claim, Submission, SubmissionOutcome } from './broker.ts';
import { RefBook } from './ref-book.ts';

type Refusal = Extract<SubmissionOutcome, { ok: false }>;

const SWEEP_MS = 5000;

export class ClaimBook {
  readonly #refs = new RefBook(LIMITS.refSeconds * 1000);
  readonly #once = new Map<string, number>();
  readonly #buckets = new Map<string, { readonly bucket: Bucket; readonly rate: BucketRate }>();
  #sweptMs = 0;

  /** Decides on one submission and, when it is granted, writes its claims and its ref down. */
  decide(submission: Submission, nowMs: number): SubmissionOutcome {
    this.#sweep(nowMs);
    const first = this.#refs.idOf(submission.refKey, nowMs);
    if (first !== undefined) return { ok: true, id: first, repeated: true };
    for (const claim of submission.claims) {
      const refusal = this.#check(claim, nowMs);
      if (refusal) return refusal;
    }
    for (const claim of submission.claims) this.#write(claim, nowMs);
    const { id } = submission.line;
    this.#refs.add(submission.refKey, id, nowMs);
    return { ok: true, id, repeated: false };
  }

  get size(): number {
    return this.#refs.size + this.#once.size + this.#buckets.size;
  }

  #check(claim: Claim, nowMs: number): Refusal | undefined {
    if (claim.kind === 'once') {
      const expiresMs = this.#once.get(claim.key) ?? 0;
      return expiresMs > nowMs ? { ok: false, code: claim.code, retryAfterMs: expiresMs - nowMs } : undefined;
    }
    const bucket = this.#bucket(claim.key, claim.rate, nowMs);
    refill(bucket, claim.rate, nowMs);
    const retryAfterMs = waitMs(bucket, claim.rate);
    return retryAfterMs > 0 ? { ok: false, code: 'rate_limited', retryAfterMs } : undefined;
  }

  #write(claim: Claim, nowMs: number): void {
    if (claim.kind === 'once') this.#once.set(claim.key, nowMs + claim.windowMs);
    else this.#bucket(claim.key, claim.rate, nowMs).tokens -= 1;
  }

  #bucket(key: string, rate: BucketRate, nowMs: number): Bucket {
    let entry = this.#buckets.get(key);
    if (!entry) this.#buckets.set(key, (entry = { bucket: fullBucket(rate, nowMs), rate }));
    return entry.bucket;
  }

  /** Forgets what has no effect any more: a full bucket is as good as none. */
  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_MS) return;
    this.#sweptMs = nowMs;
    this.#refs.sweep(nowMs);
    for (const [key, expiresMs] of this.#once) if (expiresMs <= nowMs) this.#once.delete(key);
    for (const [key, { bucket, rate }] of this.#buckets) if (isFullAt(bucket, rate, nowMs)) this.#buckets.delete(key);
  }
}
