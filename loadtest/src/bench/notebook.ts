/** Where a benchmark writes down what it measures, value by value, and makes a half of the report of it. */
import { cpus } from 'node:os';
import { describeMachine } from '../machine.ts';
import { spreadOf, type Better, type Figure, type Goal, type Half, type Plot, type Table } from './half.ts';

export interface Title {
  readonly bench: string;
  readonly title: string;
  readonly quick: boolean;
  readonly repeat: number;
}

export class Notebook {
  readonly notes: string[] = [];
  readonly tables: Table[] = [];
  readonly plots: Plot[] = [];
  readonly goals: Goal[] = [];
  readonly versions: Record<string, string> = {};
  readonly #title: Title;
  readonly #figures = new Map<string, Figure & { readonly values: number[] }>();
  readonly #startedAt = new Date();
  readonly #startedMs = performance.now();

  constructor(title: Title) {
    this.#title = title;
  }

  /** One more value of a figure. What is no number was not measured, and is not written down. */
  write(id: string, value: number, unit: string, better: Better, note?: string): void {
    if (!Number.isFinite(value)) return;
    const known = this.#figures.get(id);
    if (known) known.values.push(value);
    else this.#figures.set(id, { id, unit, better, values: [value], ...(note !== undefined && { note }) });
  }

  /** The most that was ever seen. */
  writeIfMore(id: string, value: number, unit: string): void {
    const known = this.#figures.get(id);
    if (known) known.values[0] = Math.max(known.values[0] ?? 0, value);
    else this.write(id, value, unit, 'higher');
  }

  has(id: string): boolean {
    return this.#figures.has(id);
  }

  figure(id: string): Figure | undefined {
    return this.#figures.get(id);
  }

  /** The middle value; `undefined` where nothing was measured. */
  median(id: string): number | undefined {
    const figure = this.#figures.get(id);
    return figure && spreadOf(figure.values).median;
  }

  /** At which rates anybody was measured with so many viewers, rising. */
  rates(viewers: number): readonly number[] {
    const found = [...this.#figures.keys()].flatMap((id) => {
      const [bench, count, , rate, what] = id.split('.');
      return bench === 'fanout' && Number(count) === viewers && what === 'cpu' ? Number(rate) : [];
    });
    return [...new Set(found)].sort((a, b) => a - b);
  }

  /** Whether the goal is met follows from its figure. Without the figure there is nothing to judge. */
  goal(figure: string, text: string, better: Goal['better'], limit: number, note?: string): void {
    const { unit = '', values = [] } = this.#figures.get(figure) ?? {};
    if (values.length === 0) {
      this.notes.push(`Not judged here: ${text}.`);
      return;
    }
    const { median: value, lowest, highest } = spreadOf(values);
    const met = better === 'lower' ? value <= limit : value >= limit;
    this.goals.push({
      id: `${figure}.goal`,
      text,
      unit,
      value,
      ...(values.length > 1 && { lowest, highest }),
      limit,
      better,
      met,
      ...(note !== undefined && { note }),
    });
  }

  /** A figure that is one median over another, of this run. */
  ratio(id: string, over: string, under: string, better: Better): void {
    const [above, below] = [this.median(over), this.median(under)];
    if (above !== undefined && below !== undefined && below > 0) this.write(id, above / below, 'x', better);
  }

  half(): Half {
    const { cpu, memoryBytes, system, node } = describeMachine();
    const { notes, tables, plots, goals, versions } = this;
    return {
      schema: 1,
      ...this.#title,
      startedAt: this.#startedAt.toISOString(),
      seconds: (performance.now() - this.#startedMs) / 1000,
      // Of the machine: this process may have been put on one of them.
      machine: { cpu, cores: cpus().length, memoryBytes, os: `${system} ${process.arch}`, node },
      versions: { node, ...versions },
      notes,
      figures: [...this.#figures.values()],
      // A row of which nothing was measured says nothing, and neither does a table without rows.
      tables: tables
        .map((table) => ({ ...table, rows: table.rows.filter(({ cells }) => this.#says(cells)) }))
        .filter(({ rows }) => rows.length > 0),
      plots,
      goals,
    };
  }

  #says(cells: Table['rows'][number]['cells']): boolean {
    return cells.some((cell) => 'figure' in cell && this.has(cell.figure));
  }
}
