/**
 * How long turns of the event loop take: by the clock, and of that by the processor. Where the first is long and the second
 * is not, it was the machine that held this process up, and not its work.
 */

import { performance } from 'node:perf_hooks';

/** A look at the clocks costs some microseconds; turns that are longer than this stand out by far. */
const LOOK_MS = 20;

/** Processor time of a process in microseconds, since any moment. */
export interface ProcessorTime {
  readonly user: number;
  readonly system: number;
}

export class Turns {
  readonly #processor: () => ProcessorTime;
  readonly #active: () => number;
  #activeMs: number;
  #processorMs: number;
  #longestMs = 0;
  #hardestMs = 0;

  private constructor(processor: () => ProcessorTime, active: () => number) {
    this.#processor = processor;
    this.#active = active;
    this.#activeMs = active();
    this.#processorMs = millisecondsOf(processor());
  }

  /**
   * Looks at the clocks from now on; keeps no process alive.
   *
   * @param active milliseconds that the event loop was not idle, since any moment.
   */
  static watch(
    processor: () => ProcessorTime,
    active: () => number = () => performance.eventLoopUtilization().active,
  ): Turns {
    const turns = new Turns(processor, active);
    setInterval(() => turns.#look(), LOOK_MS).unref();
    return turns;
  }

  /** The longest turn by the clock since this was asked last, in milliseconds; at most 20 too long. */
  takeLongestMs(): number {
    const longestMs = this.#longestMs;
    this.#longestMs = 0;
    return longestMs;
  }

  /** The processor time of the turn that took most of it since this was asked last, in milliseconds; at most 20 too long. */
  takeHardestMs(): number {
    const hardestMs = this.#hardestMs;
    this.#hardestMs = 0;
    return hardestMs;
  }

  /** Timers come between turns: whatever passed since the last look is one turn, and what was short around it. */
  #look(): void {
    const activeMs = this.#active();
    const processorMs = millisecondsOf(this.#processor());
    this.#longestMs = Math.max(this.#longestMs, activeMs - this.#activeMs);
    this.#hardestMs = Math.max(this.#hardestMs, processorMs - this.#processorMs);
    this.#activeMs = activeMs;
    this.#processorMs = processorMs;
  }
}

function millisecondsOf({ user, system }: ProcessorTime): number {
  return (user + system) / 1000;
}
