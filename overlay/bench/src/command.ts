/** The command line: which benchmark, how long, how often, and where its result goes. */
import { parseArgs } from 'node:util';

export const USAGE =
  'node overlay/bench/main.mjs [overlay|soak] [--json FILE] [--quick] [--repeat N] [--seconds N] [--systems A,B] [--rates N,N]\n' +
  '\n' +
  '  overlay     our overlay against its peers (the default); --seconds: how long heap and textures are followed\n' +
  '  soak        our overlay for 10 minutes at 100 comments/s; --seconds: for as long as that\n' +
  '  --quick     fewer peers, one rate, short stretches: under two minutes\n' +
  '  --systems   only these, by the names of their files in overlay/bench/page/systems';

export interface Command {
  readonly bench: 'overlay' | 'soak';
  readonly json: string | undefined;
  readonly isQuick: boolean;
  readonly repeat: number;
  readonly seconds: number | undefined;
  readonly systems: readonly string[] | undefined;
  readonly rates: readonly number[] | undefined;
}

export function readCommand(args: readonly string[]): { ok: true; command: Command } | { ok: false; reason: string } {
  const no = (reason: string): { ok: false; reason: string } => ({ ok: false, reason });
  let parsed;
  try {
    parsed = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'string' },
        quick: { type: 'boolean' },
        repeat: { type: 'string' },
        seconds: { type: 'string' },
        systems: { type: 'string' },
        rates: { type: 'string' },
      },
    });
  } catch (error) {
    return no(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [bench = 'overlay', ...more] = positionals;
  if (more.length > 0 || (bench !== 'overlay' && bench !== 'soak')) {
    return no(`There is no benchmark called "${positionals.join(' ')}".`);
  }
  const repeat = countOf(values.repeat ?? '1', 1, 20);
  if (repeat === undefined) return no('--repeat takes a whole number from 1 to 20.');
  const seconds = values.seconds === undefined ? undefined : countOf(values.seconds, 5, 86_400);
  if (values.seconds !== undefined && seconds === undefined)
    return no('--seconds takes a whole number from 5 to 86400.');
  const rates = values.rates?.split(',').map((text) => countOf(text, 1, 500));
  if (rates?.includes(undefined)) return no('--rates takes whole numbers from 1 to 500.');
  return {
    ok: true,
    command: {
      bench,
      json: values.json,
      isQuick: values.quick ?? false,
      repeat,
      seconds,
      systems: values.systems?.split(','),
      rates: rates as number[] | undefined,
    },
  };
}

function countOf(text: string, least: number, most: number): number | undefined {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}
