/** Viewers and publishers of one room, and the clock that drives them. */
import type { Evidence, Post } from './evidence.ts';
import { FrameReader } from './frame-reader.ts';
import { Publisher } from './publisher.ts';
import { randomOf } from './random.ts';
import { Viewer } from './viewer.ts';

const TICK_MS = 50;

export interface CrowdOptions {
  readonly seed: number;
  readonly room: string;
  readonly viewers: number;
  readonly publishers: number;
  /** Where the viewer of this number comes in. */
  readonly portOf: (index: number) => number;
  /** Comments a second of all publishers together. */
  readonly rate: number;
}

export class Crowd {
  readonly viewers: readonly Viewer[];
  readonly publishers: readonly Publisher[];
  readonly #reader = new FrameReader();
  readonly #options: CrowdOptions;
  readonly #timer: NodeJS.Timeout;
  #isPosting = false;
  #posted = 0;
  #turn = 0;
  #startedMs = 0;
  /** The longest that the crowd itself was held up: it shares the machine with what it watches. */
  stallMs = 0;
  #tickedMs = performance.now();

  constructor(options: CrowdOptions) {
    this.#options = options;
    const random = randomOf(options.seed ^ 0x5eed);
    const create = (index: number) => ({
      name: `viewer ${index}`,
      url: `ws://127.0.0.1:${options.portOf(index)}/v1/rooms/${options.room}/ws`,
      reader: this.#reader,
      random,
    });
    this.publishers = Array.from({ length: options.publishers }, (_, index) => new Publisher(create(index)));
    const others = Array.from({ length: options.viewers - options.publishers }, (_, index) => {
      return new Viewer(create(options.publishers + index));
    });
    this.viewers = [...this.publishers, ...others];
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  /** Dials a few at a time. */
  async gather(): Promise<void> {
    for (let index = 0; index < this.viewers.length; index += 50) {
      const some = this.viewers.slice(index, index + 50);
      for (const viewer of some) viewer.start();
      await this.until(() => some.every(({ isJoined }) => isJoined), 'everybody is welcomed');
    }
  }

  startPosting(): void {
    this.#isPosting = true;
    this.#startedMs = Date.now();
    this.#posted = 0;
  }

  stopPosting(): void {
    this.#isPosting = false;
  }

  /** @throws when it takes longer than `withinMs`. */
  async until(isTrue: () => boolean, what: string, withinMs = 60_000): Promise<void> {
    const untilMs = performance.now() + withinMs;
    while (!isTrue()) {
      if (performance.now() > untilMs) throw new Error(`not within ${withinMs} ms: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
    }
  }

  /** One more comment, until everybody has heard it: what was posted before is then on every screen. */
  async lastWords(text: string): Promise<void> {
    const post = this.publishers[0]?.post(text);
    await this.until(() => post?.answer.kind === 'acknowledged', 'the last words are taken');
    const id = post?.answer.kind === 'acknowledged' ? post.answer.id : '';
    await this.until(() => this.viewers.every((viewer) => viewer.hasSeen(id)), 'everybody hears the last words');
  }

  /** What everybody has written down. */
  get evidence(): Pick<Evidence, 'viewers' | 'posts' | 'comments'> {
    const posts: Post[] = this.publishers.flatMap((publisher) => publisher.posts);
    return { viewers: this.viewers, posts, comments: this.#reader.comments };
  }

  finish(): void {
    clearInterval(this.#timer);
    for (const viewer of this.viewers) viewer.finish();
  }

  #tick(): void {
    const monotonicMs = performance.now();
    this.stallMs = Math.max(this.stallMs, monotonicMs - this.#tickedMs - TICK_MS);
    this.#tickedMs = monotonicMs;
    const nowMs = Date.now();
    for (const viewer of this.viewers) viewer.tick(nowMs);
    if (!this.#isPosting) return;
    // An open loop: what could not be posted in time is made up for.
    const due = ((nowMs - this.#startedMs) / 1000) * this.#options.rate;
    for (; this.#posted < due; this.#posted += 1) {
      this.#turn += 1;
      this.publishers[this.#turn % this.publishers.length]?.post(`第${this.#turn}条 ${this.#options.seed}`);
    }
  }
}
