/** Reads the command line against the table of options. Every problem is found, none stops the search for others. */
import { isOptionName, optionSpec, type OptionName } from './options.ts';

export class Flags {
  readonly positionals: readonly string[];
  readonly problems: string[] = [];
  readonly #given = new Map<OptionName, string[]>();

  constructor(argv: readonly string[]) {
    const positionals: string[] = [];
    for (let index = 0; index < argv.length; index += 1) {
      const word = argv[index] ?? '';
      if (!word.startsWith('--')) {
        positionals.push(word);
        continue;
      }
      const equals = word.indexOf('=');
      const name = word.slice(2, equals < 0 ? undefined : equals);
      const next = argv[index + 1];
      // A flag is never a value, so a forgotten value doesn't swallow the flag after it.
      const follows = equals < 0 && next !== undefined && !next.startsWith('--') && takesValue(name);
      if (follows) index += 1;
      this.#take(name, equals < 0 ? (follows ? next : undefined) : word.slice(equals + 1));
    }
    this.positionals = positionals;
    for (const [name, values] of this.#given) this.#check(name, values);
  }

  has(name: OptionName): boolean {
    return this.#given.has(name);
  }

  /** The value given last, or the default; `undefined` where there is neither. */
  text(name: OptionName): string | undefined {
    return this.#given.get(name)?.at(-1) ?? optionSpec(name).fallback;
  }

  texts(name: OptionName): readonly string[] {
    const { fallback } = optionSpec(name);
    return this.#given.get(name) ?? (fallback === undefined ? [] : [fallback]);
  }

  /** The number given last, or the default, or `otherwise` where the option has none or what was given is no number. */
  number(name: OptionName, otherwise = 1): number {
    const given = Number(this.#given.get(name)?.at(-1) ?? NaN);
    return Number.isFinite(given) ? given : Number(optionSpec(name).fallback ?? otherwise);
  }

  #take(name: string, value: string | undefined): void {
    if (!isOptionName(name)) {
      this.problems.push(`--${name} is not known`);
      return;
    }
    const { value: placeholder, repeats } = optionSpec(name);
    if (placeholder === undefined) {
      if (value !== undefined) this.problems.push(`--${name} takes no value`);
      this.#given.set(name, []);
    } else if (value === undefined || value === '') {
      this.problems.push(`--${name} needs a value: --${name} ${placeholder}`);
    } else {
      const values = this.#given.get(name);
      if (values && !repeats) this.problems.push(`--${name} is given twice`);
      if (values) values.push(value);
      else this.#given.set(name, [value]);
    }
  }

  #check(name: OptionName, values: readonly string[]): void {
    const { number, choices } = optionSpec(name);
    for (const value of values) {
      if (choices && !choices.includes(value)) {
        this.problems.push(`--${name} must be one of ${choices.join(', ')}, not "${value}"`);
      }
      if (!number) continue;
      const parsed = Number(value);
      const whole = number.integer && !Number.isInteger(parsed) ? 'a whole number ' : '';
      if (!(parsed >= number.min && parsed <= number.max) || whole !== '') {
        const what = whole === '' ? (number.integer ? 'a whole number ' : 'a number ') : whole;
        this.problems.push(`--${name} must be ${what}from ${number.min} to ${number.max}, not "${value}"`);
      }
    }
  }
}

/** An unknown flag takes what follows it along: one problem, not two. */
function takesValue(name: string): boolean {
  return !isOptionName(name) || optionSpec(name).value !== undefined;
}
