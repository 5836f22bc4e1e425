/**
 * Flights that start later and are settled already: what is placed before them keeps out of their way.
 * The two-number rule looks back only; recordings, whose future is known, need this too.
 */
import type { Need } from './lane-table.ts';
import type { Motion } from './motion.ts';
import { xAt } from './motion.ts';

interface Course {
  readonly motion: Motion;
  readonly width: number;
}

export class Later {
  readonly #rows: Course[][];
  readonly #width: number;
  readonly #gap: number;
  #isSorted = true;

  constructor(rows: number, width: number, gap: number) {
    this.#rows = Array.from({ length: rows }, () => []);
    this.#width = width;
    this.#gap = gap;
  }

  add(row: number, rows: number, motion: Motion, width: number): void {
    for (let r = row; r < row + rows; r += 1) this.#rows[r]?.push({ motion, width });
    this.#isSorted = false;
  }

  /** Whether `need`, started at `startMs` in `row`, would come nearer than the gap to any of them. */
  touches(row: number, need: Need, startMs: number): boolean {
    this.#sort();
    const course = { motion: motionOf(need, startMs, this.#width), width: need.width };
    for (const later of this.#rows[row] ?? []) {
      if (later.motion.fromMs >= course.motion.untilMs) return false;
      if (areNear(course, later, this.#gap)) return true;
    }
    return false;
  }

  /** When the first of them starts in this row. */
  firstMs(row: number): number {
    this.#sort();
    return this.#rows[row]?.[0]?.motion.fromMs ?? Infinity;
  }

  #sort(): void {
    if (this.#isSorted) return;
    for (const courses of this.#rows) courses.sort((a, b) => a.motion.fromMs - b.motion.fromMs);
    this.#isSorted = true;
  }
}

function motionOf({ heading, width, velocity, standMs }: Need, fromMs: number, stageWidth: number): Motion {
  if (heading === 'still') return { x: (stageWidth - width) / 2, y: 0, velocity: 0, fromMs, untilMs: fromMs + standMs };
  const untilMs = fromMs + (stageWidth + width) / velocity;
  return heading === 'left'
    ? { x: stageWidth, y: 0, velocity: -velocity, fromMs, untilMs }
    : { x: -width, y: 0, velocity, fromMs, untilMs };
}

/** Both move evenly: whoever is clear of the other, on the same side, at both ends of their common time is so all along. */
function areNear(a: Course, b: Course, gap: number): boolean {
  const fromMs = Math.max(a.motion.fromMs, b.motion.fromMs);
  const untilMs = Math.min(a.motion.untilMs, b.motion.untilMs);
  if (fromMs >= untilMs) return false;
  const apart = (left: Course, right: Course, ms: number): boolean =>
    xAt(left.motion, ms) + left.width + gap <= xAt(right.motion, ms);
  return !((apart(a, b, fromMs) && apart(a, b, untilMs)) || (apart(b, a, fromMs) && apart(b, a, untilMs)));
}
