/** How often those without a token or key may read over HTTP, per network: an answer may cost the reading of a whole log. */
import { fullBucket, isFullAt, refill, waitMs, type Bucket, type BucketRate } from '../room/token-bucket.ts';

const RATE: BucketRate = { perSecond: 50, burst: 300 };
const SWEEP_MS = 5000;

export class ReadRate {
  readonly #buckets = new Map<string, Bucket>();
  #sweptMs = 0;

  /** @returns 0 when `network` may read now, else the milliseconds until it may. */
  take(network: string, nowMs: number): number {
    this.#sweep(nowMs);
    let bucket = this.#buckets.get(network);
    if (!bucket) this.#buckets.set(network, (bucket = fullBucket(RATE, nowMs)));
    refill(bucket, RATE, nowMs);
    const untilMs = waitMs(bucket, RATE);
    if (untilMs === 0) bucket.tokens -= 1;
    return untilMs;
  }

  /** Networks that have read lately. */
  get size(): number {
    return this.#buckets.size;
  }

  /** A full bucket is as good as none. */
  #sweep(nowMs: number): void {
    if (nowMs - this.#sweptMs < SWEEP_MS) return;
    this.#sweptMs = nowMs;
    for (const [network, bucket] of this.#buckets) if (isFullAt(bucket, RATE, nowMs)) this.#buckets.delete(network);
  }
}
