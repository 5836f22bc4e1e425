/**
 * What happens in the picture, and when. Time is the wall clock, so every window shows the same moment,
 * and a crowd in one window cheers for fireworks that all the others see.
 */

export const SCENES = ['night', 'day'] as const;
export type SceneName = (typeof SCENES)[number];

export type MomentKind =
  'train' | 'fireworks' | 'heart' | 'finale' | 'lanterns' | 'meteor' | 'dolphins' | 'balloons' | 'petals' | 'gulls';

export interface Moment {
  readonly kind: MomentKind;
  /** From the start of the cycle. */
  readonly startMs: number;
  readonly durationMs: number;
}

/** A moment that is going on. */
export interface RunningMoment extends Moment {
  readonly elapsedMs: number;
}

/** Every scene repeats after this long. */
export const CYCLE_MS = 96_000;

const MOMENTS: Readonly<Record<SceneName, readonly Moment[]>> = {
  night: [
    { kind: 'train', startMs: 2000, durationMs: 14_000 },
    { kind: 'fireworks', startMs: 15_000, durationMs: 15_000 },
    { kind: 'heart', startMs: 27_000, durationMs: 4700 },
    { kind: 'lanterns', startMs: 33_000, durationMs: 34_000 },
    { kind: 'meteor', startMs: 44_000, durationMs: 1400 },
    { kind: 'train', startMs: 54_000, durationMs: 14_000 },
    { kind: 'finale', startMs: 70_000, durationMs: 20_000 },
  ],
  day: [
    { kind: 'gulls', startMs: 1000, durationMs: 16_000 },
    { kind: 'dolphins', startMs: 14_000, durationMs: 7000 },
    { kind: 'train', startMs: 24_000, durationMs: 14_000 },
    { kind: 'balloons', startMs: 34_000, durationMs: 46_000 },
    { kind: 'petals', startMs: 46_000, durationMs: 12_000 },
    { kind: 'dolphins', startMs: 62_000, durationMs: 7000 },
    { kind: 'train', startMs: 78_000, durationMs: 14_000 },
  ],
};

/** The moments of `scene` that are going on at `timeMs` (any clock; it is taken modulo the cycle). */
export function momentsAt(scene: SceneName, timeMs: number): RunningMoment[] {
  const cycleTimeMs = timeMs % CYCLE_MS;
  return MOMENTS[scene]
    .map((moment) => ({ ...moment, elapsedMs: cycleTimeMs - moment.startMs }))
    .filter(({ elapsedMs, durationMs }) => elapsedMs >= 0 && elapsedMs < durationMs);
}

/** The next moment of `kind` in `scene`, and how long until it starts. */
export function nextMoment(scene: SceneName, timeMs: number): { readonly kind: MomentKind; readonly inMs: number } {
  const cycleTimeMs = timeMs % CYCLE_MS;
  const waits = MOMENTS[scene].map(({ kind, startMs }) => ({
    kind,
    inMs: (startMs - cycleTimeMs + CYCLE_MS) % CYCLE_MS,
  }));
  return waits.reduce((first, other) => (other.inMs < first.inMs ? other : first));
}
