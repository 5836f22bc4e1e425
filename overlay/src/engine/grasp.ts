/** The comment that the reader holds: out of the traffic while it is held, and back again afterwards. */
import type { Flight } from '../lanes/flight.ts';
import { grip, ungrip } from '../lanes/grip.ts';
import type { Layout } from '../lanes/layout.ts';
import type { Sink, Traffic } from '../lanes/traffic.ts';
import type { Replay } from './replay.ts';

interface Surroundings {
  readonly replay: Replay | undefined;
  readonly layout: Layout;
  readonly stageMs: number;
}

export class Grasp {
  readonly #sink: Sink;
  readonly #traffic: Traffic;
  readonly #now: () => Surroundings;
  #held: { readonly flight: Flight; readonly leftMs: number; readonly from: Replay | undefined } | undefined;

  constructor(sink: Sink, traffic: Traffic, now: () => Surroundings) {
    this.#sink = sink;
    this.#traffic = traffic;
    this.#now = now;
  }

  get flight(): Flight | undefined {
    return this.#held?.flight;
  }

  /** Holds the comment of this id still, and lets go of the one held before. Answers whether it is flying. */
  hold(id: string | undefined): boolean {
    this.#letGo();
    if (id === undefined) return false;
    const { replay, stageMs } = this.#now();
    const replayed = replay?.detach(id);
    const flight = replayed ?? this.#traffic.detach(id);
    if (flight === undefined) return false;
    this.#held = { flight, leftMs: grip(flight, stageMs), from: replayed && replay };
    this.#sink.update(flight);
    return true;
  }

  #letGo(): void {
    if (this.#held === undefined) return;
    const { flight, leftMs, from } = this.#held;
    this.#held = undefined;
    const { layout, stageMs } = this.#now();
    // In a recording it is where its moment has it.
    if (from !== undefined) return from.attach(flight);
    ungrip(flight, layout, stageMs, leftMs);
    this.#traffic.attach(flight);
  }

  /** Does what concerns every flight, the held one among them. */
  whole(act: () => void): void {
    const id = this.#held?.flight.comment.id;
    if (id === undefined) return act();
    this.#letGo();
    act();
    this.hold(id);
  }
}
