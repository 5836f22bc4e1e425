/** A benchmark: a name and a run. Each is a file of its own; `benches.ts` lists them. */
import type { BenchClient } from './bench-client.ts';
import type { Half } from './half.ts';

export interface BenchOptions {
  readonly quick: boolean;
  /** How often what goals are judged by is measured. */
  readonly repeat: number;
  /** Only what goals are judged by, where a benchmark measures more. */
  readonly onlyGoals: boolean;
  /** Passed on to benchmarks that know it. */
  readonly seconds: number | undefined;
}

export interface Surroundings extends BenchOptions {
  /** Where servers and where the client run; `undefined`: anywhere. */
  readonly serverCore: number | undefined;
  readonly clientCore: number | undefined;
  readonly say: (line: string) => void;
  /** The one client process, for whoever needs it. */
  readonly client: () => Promise<BenchClient>;
}

export interface Bench {
  readonly name: string;
  /** One line for `--help`. */
  readonly about: string;
  readonly run: (surroundings: Surroundings) => Promise<Half>;
}
