/**
 * What stands in every measured page beside the system: the stream, a count of frames, and questions that are asked
 * only while nothing is timed. All systems, the empty page included, carry the same rig.
 */
import { streamOf } from './stream.ts';
import type { Box, StartSystem, System } from './systems/system.ts';

/** As often as a gateway sends. */
const FLUSH_MS = 50;
/** A frame that comes later than this after the one before is a long one. */
const LONG_FRAME_MS = 50;
const SEED = 20_251_122;
/** What comes when less than this is left of a look is not counted: systems let comments wait for room so long. */
export const LAST_LOOK_MS = 2_300;

export interface FrameCount {
  readonly atMs: number;
  readonly frames: number;
  readonly longFrames: number;
}

export interface Look {
  /** Animation frames from a comment's arrival to the first that shows it, one for each comment that was shown. */
  readonly ticks: readonly number[];
  /** The boxes on screen at a few moments. */
  readonly moments: readonly (readonly Box[])[];
  /** Of the comments that came early enough to be seen, how many came, and how many were. */
  readonly came: number;
  readonly seen: number;
}

export class Rig {
  readonly #system: System;
  readonly #stage: HTMLElement;
  readonly #next = streamOf(SEED);
  #frames = 0;
  #longFrames = 0;
  #lastFrameMs = 0;
  #timer: ReturnType<typeof setInterval> | undefined;
  #arrivals: Map<string, number> | undefined;

  private constructor(system: System, stage: HTMLElement) {
    this.#system = system;
    this.#stage = stage;
    const count = (frameMs: number): void => {
      this.#frames += 1;
      if (this.#lastFrameMs > 0 && frameMs - this.#lastFrameMs > LONG_FRAME_MS) this.#longFrames += 1;
      this.#lastFrameMs = frameMs;
      requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    system.onArrival?.((id) => this.#arrivals?.set(id, this.#frames));
  }

  static async start(start: StartSystem): Promise<Rig> {
    const stage = document.getElementById('stage');
    if (stage === null) throw new Error('the page has no stage');
    return new Rig(await start(stage), stage);
  }

  /** The stream runs from now on. Open loop: who falls behind gets all that was due. */
  feed(perSecond: number): void {
    const startMs = performance.now();
    let sent = 0;
    this.#timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startMs) / 1000) * perSecond) - sent;
      if (due <= 0) return;
      sent += due;
      this.#emit(due);
    }, FLUSH_MS);
  }

  #emit(count: number): void {
    const comments = Array.from({ length: count }, this.#next);
    for (const { id } of comments) this.#arrivals?.set(id, this.#frames);
    this.#system.emit(comments);
  }

  /** No more comments; what flies flies on. */
  stop(): void {
    clearInterval(this.#timer);
  }

  count(): FrameCount {
    return {
      atMs: performance.now(),
      frames: this.#frames,
      longFrames: this.#longFrames,
    };
  }

  /** Comments on screen now. */
  async onScreen(): Promise<number> {
    return (await this.#seen()).length;
  }

  textureBytes(): number | null {
    return this.#system.textureBytes?.() ?? null;
  }

  kind(): string {
    return this.#system.kind?.() ?? '';
  }

  /**
   * Looks at every frame for this long.
   *
   * @param lengthMs more than {@link LAST_LOOK_MS}.
   * @param perSecond comments that come one by one while it looks; 0: the stream that runs is looked at.
   */
  async look(lengthMs: number, perSecond: number): Promise<Look> {
    const arrivals = (this.#arrivals = new Map<string, number>());
    const first = new Map<string, number>();
    const moments: Box[][] = [];
    const startMs = performance.now();
    const lastChanceMs = lengthMs - LAST_LOOK_MS;
    const looks: Promise<void>[] = [];
    let lastCounted = 0;
    let alone = 0;
    let asked = 0;
    for (let atMs = 0; atMs < lengthMs; atMs = performance.now() - startMs) {
      const due = Math.floor((Math.min(atMs, lastChanceMs) / 1000) * perSecond) - alone;
      for (let i = 0; i < due; i += 1) this.#emit(1);
      alone += Math.max(0, due);
      await frameDone();
      const frame = this.#frames;
      const isMoment = atMs >= (asked * lengthMs) / 4;
      if (isMoment) asked += 1;
      looks.push(
        this.#seen().then((boxes) => {
          for (const { id } of boxes) if (!first.has(id)) first.set(id, frame);
          if (isMoment) moments.push(boxes);
        }),
      );
      if (atMs <= lastChanceMs) lastCounted = arrivals.size;
    }
    await Promise.all(looks);
    this.#arrivals = undefined;
    const counted = [...arrivals].slice(0, lastCounted);
    const ticks = counted.flatMap(([id, tick]) => {
      const seen = first.get(id);
      return seen === undefined ? [] : [seen - tick];
    });
    return { ticks, moments, came: counted.length, seen: ticks.length };
  }

  /** What is drawn, and not outside the stage. */
  async #seen(): Promise<Box[]> {
    const [right, bottom] = [this.#stage.clientWidth, this.#stage.clientHeight];
    const boxes = this.#system.boxes();
    const undrawn = new Set(await this.#system.undrawn?.());
    return boxes.filter((box) => {
      if (undrawn.has(box.id)) return false;
      return box.x < right && box.x + box.width > 0 && box.y < bottom && box.y + box.height > 0;
    });
  }
}

/** After everybody's callbacks of the next frame. */
function frameDone(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener('message', () => {
      port1.close();
      resolve();
    });
    port1.start();
    requestAnimationFrame(() => port2.postMessage(undefined));
  });
}
