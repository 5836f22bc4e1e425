/** Who is let in: caps on connections in all, per address and per second, and none while the gateway is leaving. */
import { networkOf } from './identity/networks.ts';
import { fullBucket, take, waitMs, type Bucket, type BucketRate } from './room/token-bucket.ts';

export interface AdmissionLimits {
  /** 0: no cap. */
  readonly maxConnections: number;
  /** 0: no cap. */
  readonly maxPerAddress: number;
  readonly acceptPerSecond: number;
}

export type Admitted =
  | { readonly kind: 'welcome' }
  /** Too many of this address: told by a close code, so that a browser learns why. */
  | { readonly kind: 'address_full' }
  | {
      readonly kind: 'refused';
      readonly why: 'draining' | 'connections' | 'accept_rate';
      readonly retryAfterSeconds: number;
    };

const RETRY_FULL_SECONDS = 5;

export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #rate: BucketRate;
  readonly #bucket: Bucket;
  readonly #perAddress = new Map<string, number>();
  #connections = 0;
  draining = false;

  constructor(limits: AdmissionLimits, nowMs: number) {
    this.#limits = limits;
    this.#rate = { perSecond: limits.acceptPerSecond, burst: limits.acceptPerSecond };
    this.#bucket = fullBucket(this.#rate, nowMs);
  }

  get connections(): number {
    return this.#connections;
  }

  /** How many addresses have a connection. */
  get addresses(): number {
    return this.#perAddress.size;
  }

  /**
   * Decides on one newcomer. Whoever is not refused has a place from now on, until {@link closed}: a hundred who are
   * still being identified would otherwise all fit into the last one.
   */
  admit(address: string, nowMs: number): Admitted {
    const { maxConnections, maxPerAddress } = this.#limits;
    if (this.draining) return { kind: 'refused', why: 'draining', retryAfterSeconds: 1 };
    if (maxConnections > 0 && this.#connections >= maxConnections) {
      return { kind: 'refused', why: 'connections', retryAfterSeconds: RETRY_FULL_SECONDS };
    }
    if (!take(this.#bucket, this.#rate, nowMs)) {
      const retryAfterSeconds = Math.max(1, Math.ceil(waitMs(this.#bucket, this.#rate) / 1000));
      return { kind: 'refused', why: 'accept_rate', retryAfterSeconds };
    }
    const network = networkOf(address);
    const ofAddress = this.#perAddress.get(network) ?? 0;
    this.#connections += 1;
    this.#perAddress.set(network, ofAddress + 1);
    return maxPerAddress > 0 && ofAddress >= maxPerAddress ? { kind: 'address_full' } : { kind: 'welcome' };
  }

  /** Gives back the place of one that {@link admit} let in. */
  closed(address: string): void {
    this.#connections -= 1;
    const network = networkOf(address);
    const left = (this.#perAddress.get(network) ?? 0) - 1;
    if (left > 0) this.#perAddress.set(network, left);
    else this.#perAddress.delete(network);
  }
}
