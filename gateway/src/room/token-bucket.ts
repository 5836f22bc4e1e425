/** A token bucket: `perSecond` tokens flow in, at most `burst` are kept. Time is an argument. */
export interface BucketRate {
  readonly perSecond: number;
  readonly burst: number;
}

export interface Bucket {
  tokens: number;
  updatedMs: number;
}

export function fullBucket(rate: BucketRate, nowMs: number): Bucket {
  return { tokens: rate.burst, updatedMs: nowMs };
}

/** Lets the tokens of the passed time flow in. A clock that went back adds none. */
export function refill(bucket: Bucket, rate: BucketRate, nowMs: number): void {
  const elapsedMs = Math.max(0, nowMs - bucket.updatedMs);
  bucket.tokens = Math.min(rate.burst, bucket.tokens + (elapsedMs * rate.perSecond) / 1000);
  bucket.updatedMs = nowMs;
}

/** Takes one token if there is one. */
export function take(bucket: Bucket, rate: BucketRate, nowMs: number): boolean {
  refill(bucket, rate, nowMs);
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

/** Milliseconds until one token will be there, 0 when it is. Call after {@link refill}. */
export function waitMs(bucket: Bucket, rate: BucketRate): number {
  if (bucket.tokens >= 1) return 0;
  return Math.ceil(((1 - bucket.tokens) * 1000) / rate.perSecond);
}

/** Whether the bucket will be full at `nowMs` if nobody takes from it until then. */
export function isFullAt(bucket: Bucket, rate: BucketRate, nowMs: number): boolean {
  return bucket.tokens + ((nowMs - bucket.updatedMs) * rate.perSecond) / 1000 >= rate.burst;
}

/** A rate whose burst is one second's worth; 0 is no rate. */
export function rateOf(perSecond: number): BucketRate | undefined {
  return perSecond === 0 ? undefined : { perSecond, burst: perSecond };
}
