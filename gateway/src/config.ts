/** The gateway's configuration: read once, from environment and flags, with every problem in one answer. */
import { parseArgs } from 'node:util';
import { OPTIONS, type OptionName } from './config-options.ts';

type Read<Name extends OptionName> = ReturnType<(typeof OPTIONS)[Name]['schema']['parse']>;

export type Config = { readonly [Name in OptionName]: Read<Name> };

export type ParsedConfig =
  | { readonly kind: 'config'; readonly config: Config }
  | { readonly kind: 'help'; readonly text: string }
  | { readonly kind: 'problems'; readonly problems: readonly string[] };

const NAMES = Object.keys(OPTIONS) as OptionName[];

/**
 * Reads the configuration; a flag (`--flush-ms 100`) overrides the variable of the same name.
 * Values never appear in problems: some are secrets.
 */
export function parseConfig(env: Readonly<Record<string, string | undefined>>, argv: readonly string[]): ParsedConfig {
  const flags = readFlags(argv);
  if (flags.help) return { kind: 'help', text: helpText() };
  const problems = [...flags.problems];
  const values: Partial<Record<OptionName, unknown>> = {};
  for (const name of NAMES) {
    const text = flags.values[flagOf(name)] ?? env[name];
    const read = OPTIONS[name].schema.safeParse(text === '' ? undefined : text);
    if (read.success) values[name] = read.data;
    else problems.push(`${name}: ${read.error.issues.map((issue) => issue.message).join('; ')}`);
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  const config = values as Config;
  const together = crossCheck(config);
  return together.length > 0 ? { kind: 'problems', problems: together } : { kind: 'config', config };
}

function crossCheck(config: Config): string[] {
  const problems: string[] = [];
  if (config.WORKERS !== 1 && config.REDIS_URL.length === 0) {
    problems.push('WORKERS: more than one process needs REDIS_URL, or their viewers would not see each other');
  }
  if (config.INTERNAL_PORT !== undefined && config.INTERNAL_PORT > 0 && config.INTERNAL_PORT === config.PORT) {
    problems.push('INTERNAL_PORT: must differ from PORT');
  }
  if (config.STATE_FILE !== undefined && config.REDIS_URL.length > 0) {
    problems.push('STATE_FILE: is for a gateway without Redis; Redis keeps the state of rooms itself');
  }
  if (config.HOOK_URL !== undefined && config.HOOK_SECRET === undefined) {
    problems.push('HOOK_SECRET: is needed with HOOK_URL, so that the service knows who asks');
  }
  return problems;
}

interface Flags {
  readonly help: boolean;
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly problems: readonly string[];
}

function readFlags(argv: readonly string[]): Flags {
  const options = Object.fromEntries(NAMES.map((name) => [flagOf(name), { type: 'string' as const }]));
  const parsed = parseArgs({
    args: [...argv],
    options: { ...options, help: { type: 'boolean', short: 'h' } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const known = new Set([...Object.keys(options), 'help', 'h']);
  const problems: string[] = [];
  const values: Record<string, string> = {};
  let unknownAt = Number.NaN;
  for (const token of parsed.tokens) {
    // What follows an unknown flag was meant for it. Not the text itself is told: it may be the second half of a secret.
    if (token.kind === 'positional' && token.index !== unknownAt + 1) {
      problems.push(`argument ${token.index + 1}: is not an option; see --help`);
    }
    if (token.kind !== 'option' || token.name === 'help') continue;
    if (!known.has(token.name)) {
      problems.push(`--${token.name}: is not an option; see --help`);
      unknownAt = token.index;
    } else if (token.value === undefined) problems.push(`--${token.name}: needs a value`);
    else values[token.name] = token.value;
  }
  return { help: parsed.values['help'] === true, values, problems };
}

function flagOf(name: string): string {
  return name.toLowerCase().replaceAll('_', '-');
}

function helpText(): string {
  const rows = NAMES.map((name) => [name, OPTIONS[name].defaultText, OPTIONS[name].meaning] as const);
  const wide = (column: 0 | 1) => Math.max(...rows.map((row) => row[column].length));
  const lines = rows.map((row) => `  ${row[0].padEnd(wide(0))}  ${row[1].padEnd(wide(1))}  ${row[2]}`);
  return [
    'Danmaku Live gateway. Settings are environment variables; a flag of the same name overrides (--port 9000).',
    '',
    `  ${'name'.padEnd(wide(0))}  ${'default'.padEnd(wide(1))}  meaning`,
    ...lines,
    '',
  ].join('\n');
}
