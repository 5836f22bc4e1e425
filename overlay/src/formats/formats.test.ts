import { MODES, SIZES, type DanmakuComment } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fromBilibiliXml,
  fromDandanplay,
  fromDplayer,
  fromJson,
  fromNiconico,
  toAss,
  toBilibiliXml,
  toDplayer,
  toNdjson,
} from './index.ts';

const anyComment: fc.Arbitrary<DanmakuComment> = fc.record(
  {
    id: fc.stringMatching(/^[a-z0-9_-]{1,20}$/),
    text: fc.stringMatching(/^[a-z<>&"'\u4e00-\u4eff😀]{1,30}$/u),
    user: fc.record({ id: fc.stringMatching(/^[a-z0-9]{1,20}$/), name: fc.constant('') }),
    time: fc.integer({ min: 0, max: 2_000_000_000 }).map((seconds) => seconds * 1000),
    media: fc.integer({ min: 0, max: 10_000_000 }).map((ms) => ms / 1000),
    mode: fc.constantFrom('reverse' as const, 'top' as const, 'bottom' as const),
    color: fc.constantFrom('#ff0000', '#00ffaa', '#000000'),
    size: fc.constantFrom('small' as const, 'large' as const),
  },
  { requiredKeys: ['id', 'text', 'user', 'time', 'media'] },
);
const anyComments = fc.uniqueArray(anyComment, { selector: ({ id }) => id, maxLength: 30 });
const byTime = (comments: readonly DanmakuComment[]) => comments.toSorted((a, b) => Number(a.media) - Number(b.media));

describe('the bilibili comment file', () => {
  it('has types that scroll, stand and come from the other side; others are skipped and counted', () => {
    const rows = [1, 4, 5, 6, 7, 8, 9, 42].map(
      (type) => `<d p="${type},${type},25,255,1700000000,0,ab12,id${type}">x</d>`,
    );
    const { comments, skipped, problem } = fromBilibiliXml(`<?xml version="1.0"?><i>${rows.join('')}</i>`);
    expect(comments.map(({ id, mode = 'scroll' }) => [id, mode])).toEqual([
      ['id1', 'scroll'],
      ['id4', 'bottom'],
      ['id5', 'top'],
      ['id6', 'reverse'],
    ]);
    expect(comments[0]).toEqual({
      id: 'id1',
      text: 'x',
      user: { id: 'ab12', name: '' },
      time: 1_700_000_000_000,
      media: 1,
      color: '#0000ff',
    });
    expect(skipped).toEqual({ unsupported: 3, invalid: 1 });
    expect(problem).toBeUndefined();
  });

  it('is read back as it was written', () => {
    fc.assert(
      fc.property(anyComments, (given) => {
        const { comments, skipped, problem } = fromBilibiliXml(toBilibiliXml(given));
        expect(comments).toEqual(byTime(given));
        expect({ skipped, problem }).toEqual({ skipped: {}, problem: undefined });
      }),
    );
  });

  it('is read up to where it breaks off', () => {
    const whole = '<i><d p="1,1,25,0,0,0,u,a">one</d><d p="2,1,25,0,0,0,u,b">two</d></i>';
    for (let length = 40; length < whole.length - 1; length += 1) {
      const { comments, problem } = fromBilibiliXml(whole.slice(0, length));
      expect(comments.length).toBe(
        length >= whole.indexOf('</d><d') + 4 ? (length >= whole.indexOf('</i>') ? 2 : 1) : 0,
      );
      expect(problem).toBe('The file breaks off.');
    }
  });

  it('loses of a damaged file what is damaged, and says so', () => {
    const quote =
      '<i><d p="1,1,25,0,0,0,u,a>one</d><d p="2,1,25,0,0,0,u,b">two</d><d p="3,1,25,0,0,0,u,c">1 < 2</d></i>';
    const { comments, problem } = fromBilibiliXml(quote);
    expect(comments.map(({ text }) => text)).toEqual(['two', '1 < 2']);
    expect(problem).toBe('The file is damaged; the rest of it was read.');
    expect(fromBilibiliXml('<i><d p="1,1">one</d></d></i></i>').problem).toBe(problem);
  });

  it('expands no entity but the five of XML and numbers, and fetches nothing', () => {
    const bomb =
      '<!DOCTYPE i [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>' +
      '<i><d p="1,1,25,0,0,0,u,a">&b;&x;&lt;&#x4f60;&#22909;&amp;amp;</d></i>';
    expect(fromBilibiliXml(bomb).comments.map(({ text }) => text)).toEqual(['&b;&x;<你好&amp;']);
  });

  it('may have comments, sections of plain text, quotes of either kind and angles in them', () => {
    const odd = `<i><!-- <d p="0,1">no</d> --><d user='x>y' p='3,5,18,0,0,0,u,a' ><![CDATA[1 < 2]]> &gt; 0</d ><d p="4,1"/></i>`;
    const { comments, skipped } = fromBilibiliXml(odd);
    expect(comments.map(({ text, mode, size }) => [text, mode, size])).toEqual([['1 < 2 > 0', 'top', 'small']]);
    expect(skipped).toEqual({ empty: 1 });
  });

  it.each([
    ['no time', 'NaN,1,25,0,0,0,u,a', 'no_time'],
    ['a time that is never', '1e999,1,25,0,0,0,u,a', 'no_time'],
    ['a time before the start', '-1,1,25,0,0,0,u,a', 'no_time'],
    ['no type', '1', 'invalid'],
    ['a type that is none', '1,__proto__,25,0,0,0,u,a', 'invalid'],
  ])('skips what has %s', (_, p, reason) => {
    expect(fromBilibiliXml(`<i><d p="${p}">x</d></i>`)).toEqual({ comments: [], skipped: { [reason]: 1 } });
  });

  it('says so when it is no such file', () => {
    expect(fromBilibiliXml('<html><body>404</body></html>').problem).toBe('The file is not a bilibili comment file.');
  });

  it.each([
    ['open tags', '<d p="1,1,25,0,0,0,u,a">x'],
    ['declarations', '<!a>'],
    ['quotes', '<d p="'],
    ['angles', '<'],
    ['closing tags', '</d>'],
    ['ends of tags', '<d >'],
    ['attributes', '<d a=b c="d" e'],
    ['entities', '&#x;&#99999999;&lt'],
  ])('takes time in proportion to its length, though it be nothing but %s', (_, part) => {
    // Square time would take minutes here, and fail by the clock of the test runner.
    const { comments } = fromBilibiliXml(`<i>${part.repeat(Math.ceil(3_000_000 / part.length))}`);
    expect(comments.every(({ text }) => text === 'x')).toBe(true);
  });
});

describe('niconico’s comments', () => {
  it('are read from threads, with the looks that their commands ask for', () => {
    const comments = [
      {
        id: 'a',
        vposMs: 1500,
        body: '8888',
        commands: ['184', 'ue', 'red', 'big'],
        userId: 'u1',
        postedAt: '2024-01-01T00:00:00Z',
      },
      { id: 'b', vposMs: 2000, body: 'x', commands: ['#12AB34', 'shita', 'small'] },
      { id: 'c', vposMs: 2000, body: '/nico code', commands: [] },
      { id: 'd', body: 'no time', commands: [] },
      7,
    ];
    const source = {
      meta: { status: 200 },
      data: {
        threads: [
          { fork: 'main', comments },
          { fork: 'easy', comments: [] },
        ],
      },
    };
    const { comments: found, skipped } = fromNiconico(JSON.stringify(source));
    expect(found).toEqual([
      {
        id: 'a',
        text: '8888',
        user: { id: 'u1', name: '' },
        time: Date.parse('2024-01-01T00:00:00Z'),
        media: 1.5,
        mode: 'top',
        size: 'large',
        color: '#ff0000',
      },
      {
        id: 'b',
        text: 'x',
        user: { id: '', name: '' },
        time: 0,
        media: 2,
        mode: 'bottom',
        size: 'small',
        color: '#12ab34',
      },
    ]);
    expect(skipped).toEqual({ unsupported: 1, no_time: 1, invalid: 1 });
    expect(fromNiconico(source).comments).toEqual(found);
  });

  it('are read from packets of the older form', () => {
    const packets = [
      { ping: { content: 'rs:0' } },
      { thread: { resultcode: 0 } },
      { chat: { content: 'w', vpos: 250, mail: 'naka cyan', date: 1_700_000_000 } },
      { chat: { deleted: 1, vpos: 3 } },
    ];
    expect(fromNiconico(JSON.stringify(packets))).toMatchObject({
      comments: [{ text: 'w', media: 2.5, color: '#00ffff', time: 1_700_000_000_000 }],
      skipped: { unsupported: 1 },
    });
  });
});

describe('the lists of DPlayer and dandanplay', () => {
  it('are read with their modes and colours', () => {
    expect(
      fromDplayer({
        code: 0,
        data: [[1, 0, 16_777_215, 'ann', 'a'], [2, 'top', '#ff0000', 'bo', 'b'], [3, 7, 0, 'c', 'c'], 4],
      }),
    ).toMatchObject({
      comments: [
        { text: 'a', media: 1, user: { id: 'ann' } },
        { text: 'b', mode: 'top', color: '#ff0000' },
      ],
      skipped: { unsupported: 1, invalid: 1 },
    });
    expect(
      fromDandanplay('{"count":2,"comments":[{"cid":7,"p":"1.5,6,255,u","m":"hi"},{"p":"x,1,0,u","m":"no"}]}'),
    ).toMatchObject({
      comments: [{ id: '7', text: 'hi', media: 1.5, mode: 'reverse', color: '#0000ff' }],
      skipped: { no_time: 1 },
    });
  });

  it('is written so that DPlayer’s own form reads back, but for what it does not know', () => {
    const plain = anyComments.map((list) => list.filter(({ mode }) => mode !== 'reverse'));
    fc.assert(
      fc.property(plain, (given) => {
        const back = fromDplayer(toDplayer(given)).comments;
        const look = ({ text, media, mode, color }: DanmakuComment) => ({ text, media, mode, color });
        expect(back.map(look)).toEqual(given.map(look));
      }),
    );
  });
});

describe('this project’s own form', () => {
  it('is read back as it was written, as lines, as a list and as an answer of the gateway', () => {
    fc.assert(
      fc.property(anyComments, (given) => {
        fc.pre(given.length > 0);
        for (const source of [
          toNdjson(given),
          JSON.stringify(given),
          JSON.stringify({ offset: '1', comments: given }),
        ]) {
          expect(fromJson(source)).toEqual({ comments: given, skipped: {} });
        }
      }),
    );
  });

  it('has positions counted from the start where its comments carry moments', () => {
    const log = [
      {
        id: 'a',
        text: 'a',
        user: { id: 'u', name: 'U', role: 'owner' },
        time: 1_764_000_005_000,
        media: 1_764_000_000.25,
        count: 3,
      },
      { id: 'b', text: 'b', user: { id: 'u', name: 'U' }, time: 1_764_000_009_000 },
    ];
    expect(fromJson(log).comments).toMatchObject([{ media: 0, count: 3, user: { role: 'owner' } }, { media: 8.75 }]);
    expect(fromJson(log, 1_763_999_990).comments.map(({ media }) => media)).toEqual([10.25, 19]);
    expect(fromJson(log, 1_764_000_001)).toMatchObject({ comments: [{ id: 'b' }], skipped: { no_time: 1 } });
  });

  it('is read up to where it breaks off, as a list and as lines', () => {
    const list = '[{"id":"a","text":"one","media":1},{"id":"b","text":"t]{\\"wo","media":2},{"id":"c","te';
    expect(fromJson(list)).toMatchObject({
      comments: [{ id: 'a' }, { id: 'b', text: 't]{"wo' }],
      problem: 'The file breaks off.',
    });
    expect(fromJson(`{"offset":"1","comments":${list}`).comments).toHaveLength(2);
    expect(fromJson('{"text":"one","media":1}\n{"text":"tw')).toMatchObject({
      comments: [{ text: 'one' }],
      skipped: { invalid: 1 },
    });
  });
});

describe('subtitles', () => {
  it('hold one line for each comment, and no command of a comment’s own', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.constantFrom(...MODES), fc.constantFrom(...SIZES))), (given) => {
        const { comments } = fromJson(given.map(([text, mode, size], i) => ({ text, mode, size, media: i / 3 })));
        const lines = toAss(comments, { title: 'a\n[Events]' })
          .split('\n')
          .filter((line) => line.startsWith('Dialogue: '));
        expect(lines).toHaveLength(comments.length);
        for (const line of lines) {
          expect(line).toMatch(
            /^Dialogue: 0,\d+:\d\d:\d\d\.\d\d,\d+:\d\d:\d\d\.\d\d,Danmaku,,0,0,0,,\{[^{}]*\}[^{}\\]*$/,
          );
        }
      }),
    );
  });
});
