import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ERROR_CODES,
  LIMITS,
  REFUSAL_CODES,
  cleanText,
  countClusters,
  decodeClientMessage,
  decodeServerMessage,
  isColor,
  isMode,
  isRef,
  isSize,
  readPost,
} from '@danmaku-live/protocol';
import { FUZZ, FUZZ_TIMEOUT_MS, hostileFrame, hostileText, hostileValue } from './hostile.ts';

const FORBIDDEN =
  /[\p{Cc}\p{Surrogate}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/u;
const TOO_MANY_MARKS = /(?:\p{M}[\u200c\u200d]?){4}/u;
const JOINERS_IN_A_ROW = /[\u200c\u200d]{2}/u;
const NOT_ONE_SPACE = /\s\s|[^\S ]|^\s|\s$/u;
const POST_FIELDS = new Set(['text', 'mode', 'color', 'size', 'media']);
const CLIENT_TYPES = new Set(['auth', 'post', 'heartbeat']);
const CODES = { error: new Set<string>(ERROR_CODES), refused: new Set<string>(REFUSAL_CODES) };

/** Where `holds` fails, told by its smallest counterexample; `undefined` when it holds for all inputs tried. */
function counterexample<T>(arbitrary: fc.Arbitrary<T>, holds: (input: T) => boolean): string | undefined {
  const tried = fc.check(fc.property(arbitrary, holds), FUZZ);
  return fc.defaultReportMessage(tried);
}

describe('Clean-up of any text', { timeout: FUZZ_TIMEOUT_MS }, () => {
  const ifCleaned = (holds: (text: string) => boolean) => (raw: string) => {
    const clean = cleanText(raw);
    return !clean.ok || holds(clean.text);
  };

  it('changes nothing that it has cleaned before (8.4)', () => {
    const isStable = ifCleaned((text) => {
      const again = cleanText(text);
      return again.ok && again.text === text;
    });
    expect(counterexample(hostileText, isStable)).toBeUndefined();
  });

  it('keeps within the clusters of the room and 400 code units (8.4)', () => {
    const isWithin = ([raw, maxClusters]: readonly [string, number]) => {
      const clean = cleanText(raw, maxClusters);
      if (!clean.ok) return true;
      const clusters = countClusters(clean.text);
      return clean.text.length <= LIMITS.textCodeUnits && clusters > 0 && clusters <= maxClusters;
    };
    const limit = fc.integer({ min: 1, max: LIMITS.textClusters });
    expect(counterexample(fc.tuple(hostileText, limit), isWithin)).toBeUndefined();
  });

  it('answers NFC, on one line, with single spaces and none at the ends (8.1)', () => {
    const isTidy = ifCleaned((text) => text === text.normalize('NFC') && !NOT_ONE_SPACE.test(text));
    expect(counterexample(hostileText, isTidy)).toBeUndefined();
  });

  it('lets nothing through that hides, reverses or stacks (8.2, 8.3)', () => {
    const isHarmless = ifCleaned(
      (text) => !FORBIDDEN.test(text) && !TOO_MANY_MARKS.test(text) && !JOINERS_IN_A_ROW.test(text),
    );
    expect(counterexample(hostileText, isHarmless)).toBeUndefined();
  });
});

describe('Decoders of any input', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('answer a client message or a known code, and never throw (1.2, 3.1)', () => {
    const isAnswer = (raw: string) => {
      const decoded = decodeClientMessage(raw);
      if (decoded.ok) return CLIENT_TYPES.has(decoded.message.type);
      return CODES[decoded.answer].has(decoded.code) && /^[A-Z].+\.$/.test(decoded.reason);
    };
    expect(counterexample(hostileFrame, isAnswer)).toBeUndefined();
  });

  it('answer a server message or a reason, and never throw (4.9)', () => {
    const isAnswer = (raw: string) => {
      const decoded = decodeServerMessage(raw);
      if (!decoded.ok) return decoded.reason !== '';
      return (JSON.parse(raw) as { type: unknown }).type === decoded.message.type;
    };
    expect(counterexample(hostileFrame, isAnswer)).toBeUndefined();
  });

  it('take a post only with every field in its form (1.3)', () => {
    const isFormed = (value: unknown) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return true;
      const read = readPost(value as Record<string, unknown>);
      if (!read.ok) return POST_FIELDS.has(read.field);
      const { text, mode, color, size, media } = read.post;
      return (
        typeof text === 'string' &&
        (mode === undefined || isMode(mode)) &&
        (color === undefined || isColor(color)) &&
        (size === undefined || isSize(size)) &&
        (media === undefined || (media >= 0 && media <= LIMITS.mediaSeconds)) &&
        Object.keys(read.post).every((key) => POST_FIELDS.has(key))
      );
    };
    expect(counterexample(hostileValue, isFormed)).toBeUndefined();
  });

  it('leave the prototype of all objects alone (1.2)', () => {
    const before = Object.getOwnPropertyNames(Object.prototype);
    const isUntouched = (raw: string) => {
      decodeClientMessage(raw);
      decodeServerMessage(raw);
      return Object.keys(Object.prototype).length === 0;
    };
    expect(counterexample(hostileFrame, isUntouched)).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  });

  it('count a ref in code points, 1 to 64 (3.3)', () => {
    const isCounted = (value: unknown) => {
      const chars = typeof value === 'string' ? Array.from(value).length : 0;
      return isRef(value) === (chars >= 1 && chars <= LIMITS.refChars);
    };
    expect(counterexample(fc.oneof(hostileText, hostileValue), isCounted)).toBeUndefined();
  });
});
