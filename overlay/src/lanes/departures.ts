/**
 * Who leaves when: flights by short stretches of stage time, so that a tick looks only at those whose end is near,
 * however many fly.
 */
import type { Motion } from './motion.ts';

interface Ending {
  readonly motion: Motion;
}

/** About three frames: whoever is about to leave is looked at so many times. */
const STRETCH_MS = 50;

export class Departures<T extends Ending> {
  readonly #stretches = new Map<number, Set<T>>();
  readonly #stretchOf = new Map<T, number>();
  /** None leaves in a stretch before this one. */
  #first = Infinity;

  /** To be told again when its end is another. */
  note(flight: T): void {
    this.forget(flight);
    const stretch = stretchAt(flight.motion.untilMs);
    const others = this.#stretches.get(stretch);
    if (others === undefined) this.#stretches.set(stretch, new Set([flight]));
    else others.add(flight);
    this.#stretchOf.set(flight, stretch);
    if (stretch < this.#first) this.#first = stretch;
  }

  forget(flight: T): void {
    const stretch = this.#stretchOf.get(flight);
    if (stretch === undefined) return;
    this.#stretchOf.delete(flight);
    const others = this.#stretches.get(stretch);
    others?.delete(flight);
    if (others?.size === 0) this.#stretches.delete(stretch);
  }

  /** Calls `leave` for those whose end is at `stageMs` or before; it must forget them, they are not named again. */
  visit(stageMs: number, leave: (flight: T) => void): void {
    const last = stretchAt(stageMs);
    if (last < this.#first) return;
    // After a leap there may be more stretches on the way than flights.
    if (last - this.#first > this.#stretches.size) {
      for (const [stretch, flights] of this.#stretches) if (stretch <= last) endUntil(stageMs, flights, leave);
    } else {
      for (let stretch = this.#first; stretch <= last; stretch += 1) {
        const flights = this.#stretches.get(stretch);
        if (flights !== undefined) endUntil(stageMs, flights, leave);
      }
    }
    this.#first = last;
  }
}

function endUntil<T extends Ending>(stageMs: number, flights: Set<T>, leave: (flight: T) => void): void {
  for (const flight of flights) if (flight.motion.untilMs <= stageMs) leave(flight);
}

function stretchAt(stageMs: number): number {
  return Math.floor(stageMs / STRETCH_MS);
}
