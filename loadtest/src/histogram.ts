/** Latencies in mergeable histograms: three significant digits from 1 µs to ten minutes; longer counts as ten minutes. */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js';

const HIGHEST_US = 600_000_000;

export interface Percentiles {
  readonly unit: 'ms';
  readonly count: number;
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
  readonly p999: number;
  readonly max: number;
}

export class LatencyHistogram {
  #histogram: Histogram;

  private constructor(histogram: Histogram) {
    this.#histogram = histogram;
  }

  static empty(): LatencyHistogram {
    return new LatencyHistogram(
      build({
        bitBucketSize: 64,
        lowestDiscernibleValue: 1,
        highestTrackableValue: HIGHEST_US,
        numberOfSignificantValueDigits: 3,
      }),
    );
  }

  /** Reads what {@link encode} wrote, in another thread for example. */
  static decode(encoded: string): LatencyHistogram {
    const decoded = LatencyHistogram.empty();
    if (encoded !== '') decoded.#histogram.add(decodeFromCompressedBase64(encoded, 64));
    return decoded;
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  /** Records `count` latencies of `latencyMs`. A negative one (the clock's last digit) counts as zero. */
  record(latencyMs: number, count = 1): void {
    const us = Math.round(latencyMs * 1000);
    this.#histogram.recordValueWithCount(us < 0 ? 0 : us > HIGHEST_US ? HIGHEST_US : us, count);
  }

  add(other: LatencyHistogram): void {
    this.#histogram.add(other.#histogram);
  }

  reset(): void {
    this.#histogram.reset();
  }

  encode(): string {
    return this.count === 0 ? '' : encodeIntoCompressedBase64(this.#histogram);
  }

  /** All zero where nothing was recorded. */
  percentiles(): Percentiles {
    const at = (percentile: number): number =>
      this.count === 0 ? 0 : this.#histogram.getValueAtPercentile(percentile) / 1000;
    return { unit: 'ms', count: this.count, p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), max: at(100) };
  }
}
