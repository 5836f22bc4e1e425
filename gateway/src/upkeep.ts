/** What a gateway does by the clock: looks at every session about once a second, and paces its flushes by its load. */
import { performance } from 'node:perf_hooks';
import type { Gateway, Viewer } from './gateway.ts';
import type { LiveRooms } from './live-rooms.ts';
import { nextFlushMs, type FlushPaceLimits } from './room/flush-pace.ts';

const STEP_MS = 100;
/** A round over all sessions takes this many steps, so that no step is long. */
const STEPS_PER_ROUND = 10;

export class Upkeep {
  readonly #gateway: Gateway;
  readonly #rooms: LiveRooms<Viewer>;
  readonly #paceLimits: FlushPaceLimits;
  #timer: NodeJS.Timeout | undefined;
  #load = performance.eventLoopUtilization();
  /** Where the round over the sessions goes on; a Set may change under its iterator. */
  #round: Iterator<Viewer> | undefined;

  constructor(gateway: Gateway, rooms: LiveRooms<Viewer>, paceLimits: FlushPaceLimits) {
    this.#gateway = gateway;
    this.#rooms = rooms;
    this.#paceLimits = paceLimits;
  }

  start(): void {
    this.#timer = setInterval(() => this.#step(), STEP_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #step(): void {
    const load = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(load, this.#load);
    this.#load = load;
    this.#rooms.paceMs = nextFlushMs(this.#rooms.paceMs, utilization, this.#paceLimits);
    this.#checkSome(Math.ceil(this.#gateway.sessions.size / STEPS_PER_ROUND));
  }

  #checkSome(count: number): void {
    const nowMs = Date.now();
    for (let checked = 0; checked < count; checked += 1) {
      this.#round ??= this.#gateway.sessions.values();
      const next = this.#round.next();
      if (next.done) this.#round = undefined;
      else this.#gateway.check(next.value, nowMs);
    }
  }
}
