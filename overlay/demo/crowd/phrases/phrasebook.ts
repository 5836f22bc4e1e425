import type { MomentKind, SceneName } from '../../scene/timeline.ts';

/** What a whole crowd can be seized by. */
export const MOODS = ['laugh', 'awe', 'praise'] as const;
export type Mood = (typeof MOODS)[number];

/** Said once or many times in a row: `['哈', 4, 12]` is 哈哈哈哈 and up. */
export type Repeat = readonly [unit: string, fewest: number, most: number];

/**
 * What one language's viewers say. `{n}` becomes a number, `{place}` one of `places`.
 */
export interface Phrasebook {
  readonly language: string;
  /** How often this language speaks, against the others. */
  readonly weight: number;
  readonly chat: readonly string[];
  readonly scenes: Readonly<Record<SceneName, readonly string[]>>;
  readonly moments: Readonly<Partial<Record<MomentKind, readonly string[]>>>;
  /** What it joins in with when everybody laughs, marvels or cheers. */
  readonly repeats: Readonly<Record<Mood, readonly Repeat[]>>;
  readonly places: readonly string[];
}
