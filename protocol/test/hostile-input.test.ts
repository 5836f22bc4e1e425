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

function check<T>(arbitrary: fc.Arbitrary<T>, property: (input: T) => void): void {
  fc.assert(fc.property(arbitrary, property), FUZZ);
}

describe('Clean-up of any text', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('changes nothing that it has cleaned before (8.4)', () => {
    check(hostileText, (raw) => {
      const first = cleanText(raw);
      if (first.ok) expect(cleanText(first.text)).toEqual(first);
    });
  });

  it('keeps within 100 clusters and 400 code units (8.4)', () => {
    check(fc.tuple(hostileText, fc.integer({ min: 1, max: 100 })), ([raw, maxClusters]) => {
      const clean = cleanText(raw, maxClusters);
      if (!clean.ok) return;
      expect(clean.text.length).toBeLessThanOrEqual(LIMITS.textCodeUnits);
      expect(countClusters(clean.text)).toBeLessThanOrEqual(maxClusters);
      expect(countClusters(clean.text)).toBeGreaterThan(0);
    });
  });

  it('answers NFC, on one line, with single spaces and none at the ends (8.1)', () => {
    check(hostileText, (raw) => {
      const clean = cleanText(raw);
      if (!clean.ok) return;
      expect(clean.text).toBe(clean.text.normalize('NFC'));
      expect(clean.text).toBe(clean.text.trim());
      expect(clean.text).not.toMatch(/\s\s|[^\S ]/u);
    });
  });

  it('lets nothing through that hides, reverses or stacks (8.2, 8.3)', () => {
    check(hostileText, (raw) => {
      const clean = cleanText(raw);
      if (!clean.ok) return;
      expect(clean.text).not.toMatch(FORBIDDEN);
      expect(clean.text).not.toMatch(TOO_MANY_MARKS);
      expect(clean.text).not.toMatch(/[\u200c\u200d]{2}/u);
    });
  });
});

describe('Decoders of any input', { timeout: FUZZ_TIMEOUT_MS }, () => {
  it('answer a client message or a known code, and never throw (1.2, 3.1)', () => {
    check(hostileFrame, (raw) => {
      const decoded = decodeClientMessage(raw);
      if (decoded.ok) {
        expect(['auth', 'post', 'heartbeat']).toContain(decoded.message.type);
        expect(() => JSON.stringify(decoded.message)).not.toThrow();
        return;
      }
      const codes: readonly string[] = decoded.answer === 'error' ? ERROR_CODES : REFUSAL_CODES;
      expect(codes).toContain(decoded.code);
      expect(decoded.reason).toMatch(/^[A-Z].+\.$/);
    });
  });

  it('answer a server message or a reason, and never throw (4.9)', () => {
    check(hostileFrame, (raw) => {
      const decoded = decodeServerMessage(raw);
      if (decoded.ok) expect(JSON.parse(raw)).toHaveProperty('type', decoded.message.type);
      else expect(decoded.reason).not.toBe('');
    });
  });

  it('take a post only with every field of its form (1.3)', () => {
    check(hostileValue, (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
      const read = readPost(value as Record<string, unknown>);
      if (!read.ok) {
        expect(['text', 'mode', 'color', 'size', 'media']).toContain(read.field);
        return;
      }
      const { text, mode, color, size, media } = read.post;
      expect(typeof text).toBe('string');
      expect(mode === undefined || isMode(mode)).toBe(true);
      expect(color === undefined || isColor(color)).toBe(true);
      expect(size === undefined || isSize(size)).toBe(true);
      expect(media === undefined || (media >= 0 && media <= LIMITS.mediaSeconds)).toBe(true);
      expect(Object.keys(read.post).every((key) => ['text', 'mode', 'color', 'size', 'media'].includes(key))).toBe(
        true,
      );
    });
  });

  it('leave the prototype of all objects alone (1.2)', () => {
    check(hostileFrame, (raw) => {
      decodeClientMessage(raw);
      decodeServerMessage(raw);
      expect(Object.keys(Object.prototype)).toEqual([]);
    });
  });

  it('count a ref in code points, 1 to 64 (3.3)', () => {
    check(fc.oneof(hostileText, hostileValue), (value) => {
      const chars = typeof value === 'string' ? Array.from(value).length : 0;
      expect(isRef(value)).toBe(chars >= 1 && chars <= LIMITS.refChars);
    });
  });
});
