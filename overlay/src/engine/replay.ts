/** A recording on the stage: at every tick exactly those flights that belong to its moment. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { Flight } from '../lanes/flight.ts';
import type { Layout } from '../lanes/layout.ts';
import type { Cue, Omission } from '../lanes/block.ts';
import type { Recording } from '../lanes/recording.ts';
import { Score } from '../lanes/score.ts';
import type { Others, Sink } from '../lanes/traffic.ts';
import type { OverlaySettings } from '../options.ts';

/** How many comments of the time to come are placed in each tick. */
const PREPARED = 12;
/** A hitch of the player leaps less far than this, a viewer farther. */
const FAR_MS = 1_000;
/** What was left out is looked up this often. */
const COUNT_MS = 500;

interface Shown {
  flight: Flight;
  /** The version the stage has. */
  version: Flight;
  visit: number;
}

/** Makes the replay of some recording on a stage. */
export type MakeReplay = (
  layout: Layout,
  settings: OverlaySettings,
  sink: Sink,
  newKey: () => number,
  onShown: () => void,
) => Replay;

export class Replay {
  readonly #recording: Recording;
  readonly #sink: Sink;
  readonly #newKey: () => number;
  readonly #onShown: () => void;
  readonly #shown = new Map<Cue, Shown>();
  /** Taken off the screen by the page. */
  #hidden = new WeakSet<Cue>();
  /** Taken out, and on the stage by itself. */
  #detached: { readonly cue: Cue; readonly flight: Flight } | undefined;
  #score: Score;
  #visit = 0;
  #drawn = { fromMs: Infinity, untilMs: -Infinity };
  #countedMs: number | undefined;

  constructor(
    recording: Recording,
    layout: Layout,
    settings: OverlaySettings,
    sink: Sink,
    newKey: () => number,
    onShown: () => void,
  ) {
    this.#recording = recording;
    this.#sink = sink;
    this.#newKey = newKey;
    this.#onShown = onShown;
    this.#score = this.#newScore(layout, settings);
  }

  #newScore(layout: Layout, settings: OverlaySettings): Score {
    const measure: Sink['measure'] = (appearance, count) => this.#sink.measure(appearance, count);
    return new Score(this.#recording, layout, settings, measure, this.#newKey);
  }

  /** Everything is placed anew. */
  replan(layout: Layout, settings: OverlaySettings): void {
    this.#score = this.#newScore(layout, settings);
    this.clear();
    this.leap(Infinity);
  }

  /** Returns whether there were such comments; what flies is to be placed anew then. */
  withdraw(matches: (comment: DanmakuComment) => boolean): boolean {
    return this.#recording.withdraw(matches);
  }

  /** The stage has nothing of it any more. */
  forgetStage(): void {
    this.#shown.clear();
    this.#stale();
  }

  /** Brings the stage to the picture of `ms`. */
  sync(ms: number): void {
    this.#score.prepare(ms, PREPARED);
    if (ms >= this.#drawn.fromMs && ms < this.#drawn.untilMs) return;
    this.#visit += 1;
    const untilMs = this.#score.visit(ms, (cue, flight) => this.#show(cue, flight));
    for (const [cue, { flight, visit }] of this.#shown) {
      if (visit === this.#visit) continue;
      this.#shown.delete(cue);
      this.#sink.remove(flight.key);
    }
    this.#drawn = { fromMs: ms, untilMs };
  }

  #show(cue: Cue, version: Flight): void {
    const shown = this.#shown.get(cue);
    if (shown === undefined) {
      if (this.#hidden.has(cue) || this.#isDetached(version)) return;
      const flight = { ...version, key: this.#newKey() };
      if (!this.#sink.add(flight)) return;
      this.#shown.set(cue, { flight, version, visit: this.#visit });
      this.#onShown();
      return;
    }
    shown.visit = this.#visit;
    if (shown.version === version) return;
    shown.flight = { ...version, key: shown.flight.key };
    shown.version = version;
    this.#sink.update(shown.flight);
  }

  /** Takes a comment out of the replay, which leaves it on the stage. */
  detach(id: string): Flight | undefined {
    for (const [cue, { flight }] of this.#shown) {
      if (flight.comment.id !== id) continue;
      this.#shown.delete(cue);
      this.#detached = { cue, flight };
      return flight;
    }
    return undefined;
  }

  /** What was taken out is back where it belongs. */
  attach(flight: Flight): void {
    this.#sink.remove(flight.key);
    this.#detached = undefined;
    this.#stale();
  }

  /** Another plan, or another visit to its moment, makes another cue of the same comment. */
  #isDetached({ comment }: Flight): boolean {
    return comment.id === this.#detached?.flight.comment.id;
  }

  #stale(): void {
    this.#drawn = { fromMs: Infinity, untilMs: -Infinity };
  }

  /** On stage. */
  get flights(): Flight[] {
    return Array.from(this.#shown.values(), ({ flight }) => flight);
  }

  get isEmpty(): boolean {
    return this.#shown.size === 0;
  }

  /** When the next one comes or goes. */
  get nextMs(): number {
    return this.#drawn.untilMs;
  }

  /** What was left out on the way to `ms`. */
  omissionsUntil(ms: number): Omission[] {
    const fromMs = this.#countedMs ?? ms;
    this.#countedMs = ms >= fromMs + COUNT_MS || this.#countedMs === undefined ? ms : fromMs;
    return this.#countedMs > fromMs ? this.#score.omissionsBetween(fromMs, ms) : [];
  }

  othersAt(ms: number): Others {
    return this.#score.othersAt(ms);
  }

  /** Another moment, all of a sudden: what lies between was not left out; farther away, what the page cleared is back. */
  leap(byMs: number): void {
    if (Math.abs(byMs) > FAR_MS) this.#hidden = new WeakSet();
    this.#countedMs = undefined;
    this.#stale();
  }

  /** Takes off the screen what is on it, until the viewer goes elsewhere. */
  clear(): void {
    for (const [cue, { flight }] of this.#shown) {
      this.#hidden.add(cue);
      this.#sink.remove(flight.key);
    }
    this.#shown.clear();
    if (this.#detached !== undefined) this.#hidden.add(this.#detached.cue);
  }
}
