import { MODES } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromBilibiliXml, fromDandanplay, fromDplayer, fromJson, fromNiconico } from './index.ts';

const READERS = { fromBilibiliXml, fromDandanplay, fromDplayer, fromJson, fromNiconico } as const;
const names = Object.keys(READERS) as (keyof typeof READERS)[];
const read = (name: keyof typeof READERS, source: unknown) => READERS[name](source as string);

describe('every reader', () => {
  const whole: Readonly<Record<keyof typeof READERS, string>> = {
    fromBilibiliXml:
      '<?xml version="1.0"?><i><d p="1,1,25,16777215,0,0,u,a">one</d><d p="2,5,18,255,0,0,u,b">two &amp; &#33;</d></i>',
    fromDandanplay: '{"count":2,"comments":[{"cid":1,"p":"1,1,255,u","m":"one"},{"cid":2,"p":"2,4,255,u","m":"two"}]}',
    fromDplayer: '{"code":0,"data":[[1,0,255,"u","one"],[2,"top","#ff0000","u","two"]]}',
    fromJson: '[{"id":"a","text":"one","media":1},{"id":"b","text":"two","media":2,"user":{"id":"u","name":"U"}}]',
    fromNiconico:
      '{"data":{"threads":[{"comments":[{"body":"one","vposMs":1,"commands":["ue"]},{"content":"two","vpos":2,"mail":"red"}]}]}}',
  };
  const checkResult = (name: keyof typeof READERS, source: unknown): void => {
    const { comments, skipped } = read(name, source);
    expect(Array.isArray(comments)).toBe(true);
    for (const { text, media, color, mode } of comments) {
      expect(text.length).toBeGreaterThan(0);
      expect(text).not.toMatch(/[\p{Cc}\u2028\u202e]/u);
      expect(Number.isFinite(media) && Number(media) >= 0).toBe(true);
      expect(color ?? '#000000').toMatch(/^#[0-9a-f]{6}$/);
      expect(MODES).toContain(mode ?? 'scroll');
    }
    for (const count of Object.values(skipped)) expect(count).toBeGreaterThan(0);
  };

  it.each(names)('%s never throws, whatever it is given', (name) => {
    const anything = fc.oneof(fc.anything(), fc.string(), fc.json(), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(anything, (source) => checkResult(name, source)),
      { numRuns: 500 },
    );
  });

  it.each(names)('%s never throws for a file that is cut, doubled, shuffled or spoilt anywhere', (name) => {
    const file = whole[name];
    const spoilt = fc
      .array(
        fc.tuple(
          fc.nat(file.length),
          fc.nat(20),
          fc.oneof(
            fc.string({ unit: 'binary', maxLength: 5 }),
            fc.constantFrom('"', '<', '>', '\0', ']]>', '&#0;', '-1', 'null', '1e400', '\ud800', '{', '['),
          ),
        ),
        { minLength: 1, maxLength: 6 },
      )
      .map((edits) => edits.reduce((text, [at, cut, put]) => text.slice(0, at) + put + text.slice(at + cut), file));
    fc.assert(
      fc.property(spoilt, (source) => checkResult(name, source)),
      { numRuns: 1_000 },
    );
    expect(read(name, file).comments).toHaveLength(2);
  });

  it.each(names)('%s says what is wrong with a file that is none of its own', (name) => {
    for (const source of ['', 'nonsense', undefined, null, 7, {}, '{"a":', '<'.repeat(1000)]) {
      expect(read(name, source)).toMatchObject({
        comments: [],
        problem: expect.stringMatching(/^The file .*\.$/) as unknown,
      });
    }
  });
});
