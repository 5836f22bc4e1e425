import type { MomentKind, SceneName } from '../../scene/timeline.ts';

/**
 * What one language's viewers say. `{n}` becomes a number, `{place}` one of `places`.
 * A repeat is a unit and how often it may be said in a row: `哈` × 3–9.
 */
export interface Phrasebook {
  readonly language: string;
  /** How often this language speaks, against the others. */
  readonly weight: number;
  readonly chat: readonly string[];
  readonly scenes: Readonly<Record<SceneName, readonly string[]>>;
  readonly moments: Readonly<Partial<Record<MomentKind, readonly string[]>>>;
  readonly repeats: readonly (readonly [unit: string, fewest: number, most: number])[];
  readonly places: readonly string[];
}
