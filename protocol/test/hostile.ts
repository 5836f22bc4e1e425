/** Seeded arbitraries of what a hostile or careless client may send. */
import fc from 'fast-check';

/** `FUZZ_RUNS=120000 npx vitest run protocol/test` tries a million inputs over all properties; `FUZZ_SEED` other ones. */
export const FUZZ = {
  numRuns: Number(process.env['FUZZ_RUNS'] ?? 3000),
  seed: Number(process.env['FUZZ_SEED'] ?? 20_260_701),
};
export const FUZZ_TIMEOUT_MS = 30_000 + FUZZ.numRuns;

const codePoints = (from: number, to: number) =>
  fc.integer({ min: from, max: to }).map((code) => String.fromCodePoint(code));

const ONE = [
  codePoints(0, 0x2ff),
  codePoints(0x300, 0x36f),
  codePoints(0x590, 0x70f),
  codePoints(0x900, 0xfff),
  codePoints(0x1100, 0x11ff),
  codePoints(0x1d00, 0x2fff),
  codePoints(0x3000, 0x31ff),
  codePoints(0xac00, 0xd7ff),
  codePoints(0xe000, 0xffff),
  codePoints(0x1_0000, 0x1_ffff),
  codePoints(0xe_0000, 0xe_01ff),
  codePoints(0, 0x10_ffff),
  fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit)),
  fc.constantFrom('\u200c', '\u200d', '\ufe0f', '\u20e3', '\u034f', '\u115f', '\u3164', '\u2800', '\u0301', '\u0489'),
  fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u2028', '\u3000', '\u200b', '\ufeff', '\u202e', '\u2066', '\u00ad'),
  fc.constantFrom('👨‍👩‍👧‍👦', '🇯🇵', '🏴\u{e0067}\u{e0062}\u{e007f}', '🏴', '\u{e0041}', '\u{e007f}', '1️⃣', '👩🏽‍🚀'),
  fc.constantFrom('a', 'é', '前', '각', 'ᄀ', 'ᅡ', 'ᆨ', 'ที่', 'क्षि', 'می‌خواهم', 'ཧཱུྃ', '\u09c7', '\u09be', '\ufdfa'),
];

/** Text made of everything that ever broke a text renderer, from nothing to beyond what a comment may weigh. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.oneof(...ONE), { maxLength: 40 }).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(fc.oneof(...ONE), fc.nat(4000)).map(([part, times]) => part.repeat(times)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 500 }) },
);

const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'then', 'length', ''];
const FIELDS = ['type', 'ref', 'text', 'mode', 'color', 'size', 'media', 'sent', 'offset', 'token', 'comments', 'user'];
const TYPES = ['post', 'auth', 'heartbeat', 'welcome', 'comments', 'ack', 'refused', 'recall', 'settings', 'you'];

const scalar = fc.oneof(
  hostileText,
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constantFrom(null, 'post', 'scroll', '#ffffff', 'medium', 1e308, -0, 'ref-1'),
);

/** Any JSON value, with the field names of the protocol and those that JavaScript objects inherit. */
export const hostileValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.array(fc.tuple(fc.constantFrom(...FIELDS, ...HOSTILE_KEYS), tie('value')), { maxLength: 6 }).map(ownFields),
  ),
})).value;

/** An object whose keys are its own whatever they are called, as `JSON.parse` makes them. */
function ownFields(entries: readonly (readonly [string, unknown])[]): unknown {
  const lines = entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value) ?? 'null'}`);
  return JSON.parse(`{${lines.join(',')}}`) as unknown;
}

const message = fc
  .tuple(fc.constantFrom(...TYPES, ...HOSTILE_KEYS), fc.array(fc.tuple(fc.constantFrom(...FIELDS), hostileValue)))
  .map(([type, fields]) => JSON.stringify(ownFields([['type', type], ...fields])));

const NUMBERS = ['1e999', '-1e999', 'NaN', 'Infinity', '-0', '0x10', '01', '1.', '.5', '9'.repeat(400), '1E+2'];

/** What a frame may hold: messages, broken messages, JSON that is none, depth, and bytes of no meaning. */
export const hostileFrame: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: message },
  { weight: 2, arbitrary: hostileValue.map((value) => JSON.stringify(value) ?? 'undefined') },
  { weight: 2, arbitrary: fc.tuple(message, fc.nat(), hostileText).map(([text, at, junk]) => splice(text, at, junk)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map((bytes) => new TextDecoder().decode(bytes)) },
  { weight: 1, arbitrary: fc.nat(4096).map((depth) => '{"type":'.repeat(depth)) },
  {
    weight: 1,
    arbitrary: fc.nat(2000).map((depth) => `{"type":"post","text":${'['.repeat(depth)}${']'.repeat(depth)}}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('sent', 'media', 'ref', 'offset', 'type'), fc.constantFrom(...NUMBERS))
      .map(([field, number]) => `{"type":"heartbeat","sent":1,"${field}":${number}}`),
  },
);

function splice(text: string, at: number, junk: string): string {
  const cut = at % (text.length + 1);
  return at % 2 === 0 ? text.slice(0, cut) + junk : text.slice(0, cut) + junk + text.slice(cut);
}
