/**
 * A recording as it is to be played: for every moment the picture that belongs to it, the same whatever was asked
 * before. Only blocks that reach into the moment are placed; a few stay, the rest is placed again when asked for.
 */
import type { OverlaySettings } from '../options.ts';
import { Block, blockMsOf, finalFlight, flightAt, lanesAmong } from './block.ts';
import type { Cue, Omission } from './block.ts';
import type { Flight } from './flight.ts';
import type { Layout } from './layout.ts';
import type { Recording } from './recording.ts';
import type { Others, Sink } from './traffic.ts';

/** Blocks kept at most: those of a moment, those before it and those after it. */
const KEPT_BLOCKS = 8;

export class Score {
  readonly #recording: Recording;
  readonly #layout: Layout;
  readonly #settings: OverlaySettings;
  readonly #measure: Sink['measure'];
  readonly #newKey: () => number;
  readonly #blockMs: number;
  readonly #blocks = new Map<number, Block>();

  constructor(
    recording: Recording,
    layout: Layout,
    settings: OverlaySettings,
    measure: Sink['measure'],
    newKey: () => number,
  ) {
    this.#recording = recording;
    this.#layout = layout;
    this.#settings = settings;
    this.#measure = measure;
    this.#newKey = newKey;
    this.#blockMs = blockMsOf(layout);
  }

  /** Whatever may fly at `ms`: a cue outlives the block after its own never. */
  #blocksAt(ms: number): readonly Block[] {
    const index = this.#indexOf(ms);
    const blocks = [index - 1, index].filter((i) => i >= 0).map((i) => this.#placed(i));
    this.#forget(index);
    return blocks;
  }

  #indexOf(ms: number): number {
    return Math.max(0, Math.floor(ms / this.#blockMs));
  }

  #placed(index: number): Block {
    const block = this.#block(index);
    block.advance(Infinity);
    return block;
  }

  #block(index: number): Block {
    let block = this.#blocks.get(index);
    if (block !== undefined) return block;
    const neighbours =
      index % 2 === 1 ? { before: this.#placed(index - 1), after: this.#placed(index + 1) } : undefined;
    block = new Block(index, this.#recording, this.#layout, this.#settings, this.#measure, this.#newKey, neighbours);
    this.#blocks.set(index, block);
    return block;
  }

  /** Farthest first. */
  #forget(index: number): void {
    while (this.#blocks.size > KEPT_BLOCKS) {
      const farthest = [...this.#blocks.keys()].reduce((a, b) => (Math.abs(a - index) >= Math.abs(b - index) ? a : b));
      this.#blocks.delete(farthest);
    }
  }

  /** Places up to `count` comments of what comes after `ms`, so that no tick has to place a whole block. */
  prepare(ms: number, count: number): void {
    const next = this.#indexOf(ms) + 1;
    // An odd block needs the one after it first.
    for (const index of next % 2 === 1 ? [next + 1, next] : [next]) {
      const block = this.#block(index);
      if (block.isDone) continue;
      block.advance(count);
      return;
    }
  }

  /** Calls `show` for each cue that flies at `ms`, in the order of their comments. Returns when that is no longer true. */
  visit(ms: number, show: (cue: Cue, flight: Flight) => void): number {
    let untilMs = Infinity;
    for (const block of this.#blocksAt(ms)) {
      for (const cue of block.cues) {
        const flight = flightAt(cue, ms);
        if (flight !== undefined) show(cue, flight);
        untilMs = Math.min(untilMs, changeAfter(cue, ms));
      }
    }
    return Math.min(untilMs, (this.#indexOf(ms) + 1) * this.#blockMs);
  }

  /** What flies at `ms`. */
  flightsAt(ms: number): Flight[] {
    const flights: Flight[] = [];
    this.visit(ms, (_, flight) => flights.push(flight));
    return flights;
  }

  /** Comments of the time after `fromMs` up to `toMs` that have no cue of their own. */
  omissionsBetween(fromMs: number, toMs: number): Omission[] {
    return this.#blocksAt(toMs).flatMap((block) => block.omissionsBetween(fromMs, toMs));
  }

  /** For whoever else wants to fly from `ms` on. */
  othersAt(ms: number): Others {
    const blocks = [...this.#blocksAt(ms), this.#placed(this.#indexOf(ms) + 1)];
    const flights = blocks
      .flatMap(({ cues }) => cues)
      .filter(({ untilMs }) => untilMs > ms)
      .map(finalFlight);
    const count = this.flightsAt(ms).filter(({ first }) => !first).length;
    return { lanes: lanesAmong(flights, this.#layout, ms), countAt: () => count };
  }
}

function changeAfter({ fromMs, untilMs, versions }: Cue, ms: number): number {
  if (untilMs <= ms) return Infinity;
  if (fromMs > ms) return fromMs;
  return versions.find(({ sinceMs }) => sinceMs > ms)?.sinceMs ?? untilMs;
}
