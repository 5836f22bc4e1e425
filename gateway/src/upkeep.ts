/** What a gateway does by the clock: looks at every session about once a second, and paces its flushes by its load. */
import { performance } from 'node:perf_hooks';
import type { Gateway, Viewer } from './gateway.ts';
import type { LiveRooms } from './live-rooms.ts';
import { lookMs, nextFlushMs, type FlushPaceLimits } from './room/flush-pace.ts';

const STEP_MS = 100;
/** A round over all sessions takes this many steps, so that no step is long. */
const STEPS_PER_ROUND = 10;

export class Upkeep {
  readonly #gateway: Gateway;
  readonly #rooms: LiveRooms<Viewer>;
  readonly #paceLimits: FlushPaceLimits;
  #timer: NodeJS.Timeout | undefined;
  #load = performance.eventLoopUtilization();
  #lookedMs = performance.now();
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
    this.#pace(performance.now());
    this.#checkSome(Math.ceil(this.#gateway.sessions.size / STEPS_PER_ROUND));
  }

  #pace(nowMs: number): void {
    const { paceMs } = this.#rooms;
    // A timer may be a fraction of a millisecond early.
    if (nowMs - this.#lookedMs < lookMs(paceMs) - 1) return;
    const load = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(load, this.#load);
    [this.#load, this.#lookedMs] = [load, nowMs];
    this.#rooms.paceMs = nextFlushMs(paceMs, utilization, this.#paceLimits);
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
