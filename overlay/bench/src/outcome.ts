/** What a benchmark hands over: the form that `npm run bench` reads, prints and draws. */
import { renameSync, writeFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';

export type Better = 'lower' | 'higher' | 'none';

export interface Figure {
  /** Words with dots; README quotes figures by it. */
  readonly id: string;
  readonly unit: string;
  readonly better: Better;
  /** One for each repetition, unrounded. */
  readonly values: readonly number[];
  readonly note?: string;
}

export type Cell = { readonly text: string } | { readonly figure: string };

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly ours: boolean; readonly cells: readonly Cell[] }[];
}

export interface Plot {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly xLabel: string;
  readonly xLog: boolean;
  readonly x: readonly number[];
  readonly series: readonly {
    readonly label: string;
    readonly ours: boolean;
    readonly values: readonly (number | null)[];
  }[];
}

export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly unit: string;
  readonly value: number;
  readonly limit: number;
  readonly better: 'lower' | 'higher';
  readonly met: boolean;
  readonly note?: string;
}

export interface Outcome {
  readonly schema: 1;
  readonly bench: 'overlay' | 'soak';
  readonly title: string;
  readonly startedAt: string;
  readonly seconds: number;
  readonly quick: boolean;
  readonly repeat: number;
  readonly machine: Machine;
  readonly versions: Readonly<Record<string, string>>;
  readonly notes: readonly string[];
  readonly figures: readonly Figure[];
  readonly tables: readonly Table[];
  readonly plots: readonly Plot[];
  readonly goals: readonly Goal[];
}

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly os: string;
  readonly node: string;
}

export function thisMachine(): Machine {
  const cores = cpus();
  return {
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryBytes: totalmem(),
    os: `${type()} ${release()} ${process.arch}`,
    node: process.version,
  };
}

/** A goal with its verdict. */
export function goal(from: Omit<Goal, 'met'>): Goal {
  return { ...from, met: from.better === 'lower' ? from.value <= from.limit : from.value >= from.limit };
}

/** Whole or not at all: whoever reads it while it is written finds the one before. */
export function writeOutcome(file: string, outcome: Outcome): void {
  writeFileSync(`${file}.tmp`, `${JSON.stringify(outcome, null, 1)}\n`);
  renameSync(`${file}.tmp`, file);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

/** The value that this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
