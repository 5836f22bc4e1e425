/** Every flag once: its unit, default, range and meaning. Help, parsing and checks read this table. */

export interface NumberRange {
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
}

export interface OptionSpec {
  /** What stands for the value in the help; absent: the flag has none. */
  readonly value?: string;
  /** As it would be typed. Absent: off, or worked out from the others. */
  readonly fallback?: string;
  readonly number?: NumberRange;
  readonly choices?: readonly string[];
  readonly repeats?: boolean;
  readonly meaning: string;
}

const count = (max: number): NumberRange => ({ min: 1, max, integer: true });
const real = (min: number, max: number): NumberRange => ({ min, max, integer: false });
const DAY_SECONDS = 86_400;

export const OPTIONS = {
  url: {
    value: 'URL',
    fallback: 'http://127.0.0.1:8080',
    repeats: true,
    meaning: 'a gateway; repeat it, and connections are dealt out in turn',
  },
  scenario: {
    value: 'NAME',
    fallback: 'steady',
    choices: ['steady', 'spike', 'storm', 'slow', 'zipf', 'soak'],
    meaning:
      'steady; spike: more comments for a while; storm: all connections break at once; slow: some viewers stop reading; zipf: few large rooms, many small; soak: an hour',
  },
  rooms: { value: 'N', number: count(100_000), meaning: 'default 1; zipf: 1000 or as many as there are viewers' },
  viewers: { value: 'N', fallback: '1000', number: count(10_000_000), meaning: 'in all rooms together' },
  rate: {
    value: 'N',
    fallback: '100',
    number: real(0, 1_000_000),
    meaning: 'comments per second in all rooms together',
  },
  seconds: { value: 'N', number: real(1, DAY_SECONDS), meaning: 'measured time; default 30, soak 3600' },
  warmup: { value: 'SECONDS', fallback: '2', number: real(0, 600), meaning: 'posting before the measured time' },
  json: { value: 'FILE', meaning: 'write the result' },
  html: { value: 'FILE', meaning: 'write the report: one file, to be opened in a browser' },
  'fail-if': {
    value: '"FIGURE > N"',
    repeats: true,
    meaning: 'fail when it is true; a figure is a path in the result, like latency.p99 or connections.dropped',
  },
  compare: {
    value: 'A.json B.json',
    repeats: true,
    meaning: 'print two results side by side (with --html: plot them) and test nothing',
  },
  'connect-rate': {
    value: 'N',
    fallback: '800',
    number: real(1, 100_000),
    meaning: 'new connections per second; gateways accept 1000 (ACCEPT_PER_SECOND)',
  },
  workers: { value: 'N', number: count(64), meaning: 'threads; default: one per 4000 connections, as cores allow' },
  subprotocol: {
    value: 'NAME',
    fallback: 'danmaku.v1.json',
    choices: ['danmaku.v1.json', 'danmaku.v1.deflate'],
    meaning: 'what viewers ask for',
  },
  'jwt-secret': { value: 'SECRET', meaning: 'everybody signs in with a token made from it; or LOADTEST_JWT_SECRET' },
  role: {
    value: 'ROLE',
    fallback: 'member',
    choices: ['member', 'paid', 'moderator', 'owner'],
    meaning: 'of the publishers among them',
  },
  'api-key': { value: 'KEY', meaning: 'publishers are trusted servers, without a post limit; or LOADTEST_API_KEY' },
  'post-per-second': {
    value: 'N',
    number: real(0.001, 100_000),
    meaning: 'what the gateway lets one publisher post; default 1, moderator and owner 10',
  },
  'room-prefix': { value: 'TEXT', meaning: 'rooms are PREFIX0, PREFIX1 …; default: load-RUN-' },
  'slow-share': { value: 'N', fallback: '0.05', number: real(0.001, 1), meaning: 'scenario slow: share of viewers' },
  'spike-factor': { value: 'N', fallback: '10', number: real(1, 1000), meaning: 'scenario spike: times the rate' },
  'metrics-url': {
    value: 'URL',
    repeats: true,
    meaning: "where gateways' metrics are, if not at URL/metrics; one per gateway",
  },
  'metrics-key': { value: 'KEY', meaning: 'for /metrics where METRICS_KEY is set; or LOADTEST_METRICS_KEY' },
  progress: {
    value: 'HOW',
    fallback: 'auto',
    choices: ['auto', 'bars', 'lines', 'none'],
    meaning: 'bars on a terminal, else a line a second',
  },
  insecure: { meaning: 'viewers accept any TLS certificate' },
  gateways: {
    value: 'N',
    number: count(10_000),
    meaning: 'plan only: check this many gateways instead of working the number out',
  },
  help: { meaning: 'print this' },
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof OPTIONS;

export function optionSpec(name: OptionName): OptionSpec {
  return OPTIONS[name];
}

export function isOptionName(name: string): name is OptionName {
  return Object.hasOwn(OPTIONS, name);
}

/** The text of `--help`. */
export function helpText(): string {
  const rows = (Object.keys(OPTIONS) as OptionName[]).map((name) => {
    const { value, fallback, choices, meaning } = optionSpec(name);
    const left = `  --${name}${value === undefined ? '' : ` ${value}`}`;
    const known = name === 'scenario' ? '' : choices === undefined ? '' : ` (${choices.join(', ')})`;
    return [left, `${meaning}${known}${fallback === undefined ? '' : `; default ${fallback}`}`] as const;
  });
  const width = 28;
  const table = rows.map(([left, right]) => {
    const lines = wrap(right, 88);
    const first =
      left.length < width ? `${left.padEnd(width)}${lines[0] ?? ''}` : `${left}\n${' '.repeat(width)}${lines[0] ?? ''}`;
    return [first, ...lines.slice(1).map((line) => ' '.repeat(width) + line)].join('\n');
  });
  return `Proves what a deployment can hold.

  npm run loadtest -- --url http://127.0.0.1:8080 --viewers 1000 --rate 100 --seconds 30
  npm run loadtest -- plan --viewers 50000 --rooms 20 --rate 400
  npm run loadtest -- --compare before.json after.json --html compare.html

Exit code 0: every comment is accounted for and no threshold was crossed; 1: not; 2: the flags are wrong or it can't start.

${table.join('\n')}
`;
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
