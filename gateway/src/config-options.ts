/** Every setting of the gateway once: its name, its default, what it means and how its text is read. */
import { createPublicKey } from 'node:crypto';
import { GUEST_RIGHTS } from '@danmaku-live/protocol';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export interface Option<T> {
  /** As `--help` shows it; for `undefined` defaults. */
  readonly defaultText: string;
  readonly meaning: string;
  /** Reads the text of the environment or a flag; an empty text counts as unset. */
  readonly schema: z.ZodType<T, string | undefined>;
}

const list = z
  .string()
  .default('')
  .transform((text) => text.split(',').flatMap((part) => part.trim() || []));

function wholeNumber(min: number, max: number) {
  const message = `must be a whole number from ${min} to ${max}`;
  return z
    .string()
    .regex(/^\d{1,12}$/, message)
    .transform(Number)
    .refine((value) => value >= min && value <= max, message);
}

const whole = (fallback: number, min: number, max: number) => wholeNumber(min, max).prefault(String(fallback));

function option<T>(defaultText: string, meaning: string, schema: z.ZodType<T, string | undefined>): Option<T> {
  return { defaultText, meaning, schema };
}

function oneOf<const T extends readonly [string, ...string[]]>(values: T, fallback: T[number]) {
  return z.enum(values, `must be one of ${values.join(', ')}`).default(fallback as never) as unknown as z.ZodType<
    T[number],
    string | undefined
  >;
}

const secret = (minChars: number) => z.string().min(minChars, `must have at least ${minChars} characters`).optional();

const file = z.string().min(1).optional();

const redisUrls = list.refine(
  (urls) => urls.every((url) => /^rediss?:\/\//.test(url) && URL.canParse(url)),
  'must be redis:// or rediss:// addresses, separated by commas',
);

const ORIGIN = /^(\*|[a-z][a-z0-9+.-]*:\/\/(\*\.)?(\[[0-9a-f:]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*)(:\d{1,5})?)$/i;
const origins = (fallback: string) =>
  z
    .string()
    .default(fallback)
    .transform((text) => text.split(',').flatMap((part) => part.trim().toLowerCase() || []))
    .refine((values) => values.every((value) => ORIGIN.test(value)), 'must be *, https://site or https://*.site');

/** Without the old short spellings: `10.0.0` would silently be one address. */
function isAddress(text = ''): boolean {
  return ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text);
}

const networks = list.refine(
  (values) =>
    values.every((value) => isAddress(value) || (ipaddr.isValidCIDR(value) && isAddress(value.split('/')[0]))),
  'must be networks like 10.0.0.0/8 or addresses',
);

const workers = z
  .string()
  .regex(/^(auto|[1-9]\d{0,2})$/, 'must be a number of processes or auto')
  .default('1')
  .transform((text) => (text === 'auto' ? ('auto' as const) : Number(text)));

function isPublicKey(text: string): boolean {
  try {
    return /^-----BEGIN (RSA )?PUBLIC KEY-----/.test(text.trim()) && createPublicKey(text).type === 'public';
  } catch {
    return false;
  }
}

export const OPTIONS = {
  PORT: option('8080', 'Where to listen; 0 picks a free port and logs it.', whole(8080, 0, 65_535)),
  HOST: option('0.0.0.0', 'Address to listen on.', z.string().default('0.0.0.0')),
  REDIS_URL: option(
    'unset',
    'Unset: embedded broker, one instance. redis://, rediss://, or a comma-separated list: Redis Cluster.',
    redisUrls,
  ),
  INSTANCE_ID: option(
    'random',
    'Appears in logs, metrics and /readyz.',
    z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,64}$/, 'must be 1 to 64 letters, digits, dots, dashes or underscores')
      .optional(),
  ),
  JWT_SECRET: option('unset', 'Verifies user tokens signed with HS256.', secret(32)),
  JWT_PUBLIC_KEY: option(
    'unset',
    'Verifies user tokens signed with RS256, ES256 or EdDSA: a PEM text (\\n for line ends).',
    z
      .string()
      .transform((text) => text.replaceAll('\\n', '\n'))
      .refine(isPublicKey, 'must be a PEM public key')
      .optional(),
  ),
  JWKS_URL: option(
    'unset',
    'Verifies user tokens with the key set at this address.',
    z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ),
  API_KEYS: option(
    'unset',
    'Comma-separated keys of trusted servers (Authorization: Bearer); they may do all that an owner may.',
    list.refine((keys) => keys.every((key) => key.length >= 16), 'must be keys of at least 16 characters'),
  ),
  GUESTS: option('post', 'What a viewer without a token may do: post, read or none.', oneOf(GUEST_RIGHTS, 'post')),
  ALLOWED_ORIGINS: option('*', 'Browser origins that may connect: exact, or https://*.example.com.', origins('*')),
  TRUSTED_PROXIES: option('unset', 'Networks whose X-Forwarded-For is believed, comma-separated.', networks),
  HISTORY_SIZE: option('1000', 'Comments a room keeps for late joiners, resume and export.', whole(1000, 0, 100_000)),
  HISTORY_SECONDS: option('3600', 'How long a room keeps them.', whole(3600, 1, 2_592_000)),
  ROOM_BUDGET: option(
    '100',
    'Ordinary comments a second that a viewer of one room is sent; owner, moderator and paid ones have 20 more.',
    whole(100, 1, 100_000),
  ),
  POST_PER_SECOND: option(
    '1',
    'Comments a second of one user; moderators and owners ten times as much.',
    whole(1, 1, 10_000),
  ),
  POST_BURST: option('5', 'Comments one user may post at once.', whole(5, 1, 100_000)),
  FLUSH_MS: option(
    '50',
    'Shortest time between two frames to a busy room; widened under load, up to 400.',
    whole(50, 5, 400),
  ),
  DRAIN_SECONDS: option('20', 'How long a stopping gateway spreads its goodbyes.', whole(20, 0, 3600)),
  LOG_LEVEL: option(
    'info',
    'fatal, error, warn, info, debug or silent; JSON lines on stdout.',
    oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'silent'], 'info'),
  ),
  WORKERS: option('1', 'Processes sharing the port, auto is one per core; more than one needs REDIS_URL.', workers),
  MAX_CONNECTIONS: option(
    '0',
    'Connections held at once, 0 is no cap; beyond it 503 with Retry-After.',
    whole(0, 0, 10_000_000),
  ),
  MAX_PER_ADDRESS: option(
    '0',
    'Connections of one address, 0 is no cap; beyond it close code 4529.',
    whole(0, 0, 10_000_000),
  ),
  ACCEPT_PER_SECOND: option(
    '1000',
    'New connections a second; beyond it 503 with Retry-After.',
    whole(1000, 1, 1_000_000),
  ),
  MAX_PER_USER: option('0', 'Connections of one user, 0 is no cap; beyond it close code 4529.', whole(0, 0, 10_000)),
  ADDRESS_POSTS_PER_SECOND: option(
    '0',
    'Comments a second of all users of one address (IPv6: one /64), 0 is no limit.',
    whole(0, 0, 100_000),
  ),
  ROOM_POSTS_PER_SECOND: option('0', 'Comments a second that a room takes, 0 is no limit.', whole(0, 0, 100_000)),
  WORDS_FILE: option('unset', 'A file of words blocked in every room, one a line; # begins a remark.', file),
  STATE_FILE: option(
    'unset',
    'A file in which settings, words, sanctions and audit outlive a gateway without Redis.',
    file,
  ),
  HOOK_URL: option(
    'unset',
    'The service of the site that is asked about each comment, by a signed POST.',
    z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).optional(),
  ),
  HOOK_SECRET: option('unset', 'Signs what is sent to HOOK_URL.', secret(16)),
  HOOK_FAIL: option(
    'open',
    'What happens to a comment when HOOK_URL gives no answer: open lets it through, closed refuses it.',
    oneOf(['open', 'closed'], 'open'),
  ),
  HOOK_TIMEOUT_MS: option('500', 'How long HOOK_URL may take.', whole(500, 10, 10_000)),
  HOOK_CONCURRENCY: option('64', 'Comments about which HOOK_URL is asked at once.', whole(64, 1, 10_000)),
  HOOK_ALLOW_PRIVATE: option('0', '1: HOOK_URL may lie in a private network.', oneOf(['0', '1'], '0')),
  INTERNAL_PORT: option(
    'unset',
    'A second port for health, readiness and metrics only.',
    wholeNumber(0, 65_535).optional(),
  ),
  EMOTE_ORIGINS: option(
    'unset',
    'Where the pages /embed and /builder may fetch emotes: exact, or https://*.example.com; the overlay in your own pages asks nobody.',
    origins(''),
  ),
  METRICS_KEY: option('unset', 'A key for /metrics (Authorization: Bearer).', secret(8)),
  DEMO: option('0 (1 in npm start)', 'Serve the demo page at /.', oneOf(['0', '1'], '0')),
} satisfies Record<string, Option<unknown>>;

export type OptionName = keyof typeof OPTIONS;
