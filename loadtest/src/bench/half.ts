/**
 * What one benchmark hands over, whoever measured it: figures with the raw value of every repetition, tables and plots
 * that point at them, goals with their numbers. The same JSON comes from benchmarks that run as processes of their
 * own, so it is checked when it is read.
 */

export type Better = 'lower' | 'higher' | 'none';

export interface Figure {
  /** Words with dots, stable: a README may quote it. */
  readonly id: string;
  /** Empty for a bare number, `x` for a ratio. */
  readonly unit: string;
  readonly better: Better;
  /** One per repetition, as measured. */
  readonly values: readonly number[];
  readonly note?: string;
}

export type Cell = { readonly text: string } | { readonly figure: string };

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly ours?: boolean; readonly cells: readonly Cell[] }[];
}

export interface Plot {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly xLabel: string;
  readonly xLog?: boolean;
  /** Rising. */
  readonly x: readonly number[];
  /** As many values as `x`; `null` where there is none. */
  readonly series: readonly {
    readonly label: string;
    readonly ours?: boolean;
    readonly values: readonly (number | null)[];
  }[];
}

export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly unit: string;
  readonly value: number;
  /** How far the repetitions behind `value` lie apart, where there are some. */
  readonly lowest?: number;
  readonly highest?: number;
  readonly limit: number;
  readonly better: Exclude<Better, 'none'>;
  readonly met: boolean;
  readonly note?: string;
}

export interface Half {
  readonly schema: 1;
  readonly bench: string;
  readonly title: string;
  /** ISO 8601. */
  readonly startedAt: string;
  /** How long all of it took. */
  readonly seconds: number;
  readonly quick: boolean;
  readonly repeat: number;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryBytes: number;
    readonly os: string;
    readonly node: string;
  };
  /** Of everything that took part. */
  readonly versions: Readonly<Record<string, string>>;
  /** How it was measured, what was left out and why; a sentence each. */
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  readonly goals: readonly Goal[];
}

/** The middle value, and how far the others lie around it. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** All zero where there is no value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { median, lowest: sorted[0] ?? 0, highest: sorted.at(-1) ?? 0 };
}
