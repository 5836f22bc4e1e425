import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commentLine, type LogLine } from '../room/log-line.ts';
import { decodeEntry, decodeLine, encodeLine, withoutRecalled } from './redis-entry.ts';

const comment = (id: string, userId: string, text = 'text') =>
  commentLine({ id, text, user: { id: userId, name: 'name' }, time: 1_764_000_000_000 });

describe('A line in Redis', () => {
  it('carries any comment unchanged, on one line, whatever its user and text are', () => {
    const anything = fc.string({ unit: 'binary', maxLength: 40 });
    const property = fc.property(anything, anything, (userId, text) => {
      const line = comment('id', userId, text);
      const encoded = encodeLine(line);
      const decoded = decodeLine(encoded);
      return (
        !encoded.includes('\n') &&
        decoded?.kind === 'comment' &&
        decoded.id === line.id &&
        decoded.userId === line.userId &&
        decoded.timeMs === line.timeMs &&
        decoded.json === line.json
      );
    });
    expect(fc.check(property, { seed: 1, numRuns: 500 })).toMatchObject({ failed: false });
  });

  it('keeps the reserve of those who have one', () => {
    const line = commentLine({ id: 'i', text: 't', user: { id: 'u', name: 'n', role: 'owner' }, time: 5 });
    expect(decodeLine(encodeLine(line))).toMatchObject({ reserved: true, timeMs: 5 });
  });

  it('carries what moderators say', () => {
    const lines: LogLine[] = [
      { kind: 'recall', timeMs: 5, what: { user: 'a b' } },
      { kind: 'state', timeMs: 6, change: { field: null, other: 'x\ny' } },
    ];
    for (const line of lines) {
      expect(encodeLine(line)).not.toContain('\n');
      expect(decodeLine(encodeLine(line))).toEqual(line);
    }
  });

  it('is a hole where a newer gateway wrote something else', () => {
    expect(decodeLine('z 1 something new')).toBeUndefined();
    expect(decodeLine('')).toBeUndefined();
  });

  it.each([
    'x 1 {',
    'x 1 null',
    'x 1 {"kind":"poll","timeMs":1}',
    'x 1 {"kind":"recall","timeMs":1}',
    'x 1 {"kind":"recall","timeMs":1,"what":{"user":7}}',
    'x 1 {"kind":"recall","timeMs":1,"what":{"ids":[{}]}}',
    'x 1 {"kind":"recall","what":{"user":"u"}}',
    'x 1 {"kind":"settings","timeMs":1,"settings":{"locked":false}}',
    'x 1 {"kind":"state","timeMs":1,"change":{"field":{}}}',
    'x 1 {"kind":"comment","timeMs":1,"json":"{}"}',
    'c 1 %zz - k u {}',
    'c 1 id - k %zz {}',
    'c ! id - k u {}',
    'c 1 id - k u',
    'c 1 id - k u },{',
  ])('is a hole where it can not be read: %s', (text) => {
    expect(decodeLine(text)).toBeUndefined();
  });

  it('is read or a hole, whatever it holds', () => {
    const text = fc.tuple(fc.constantFrom('x ', 'c '), fc.string({ unit: 'binary', maxLength: 60 }));
    const property = fc.property(text, ([kind, rest]) => {
      const kinds = [undefined, 'comment', 'recall', 'settings', 'state'];
      return kinds.includes(decodeLine(kind + rest)?.kind);
    });
    expect(fc.check(property, { seed: 1, numRuns: 1000 })).toMatchObject({ failed: false });
  });
});

describe('A published entry', () => {
  const texts = [encodeLine(comment('a', 'u')), encodeLine(comment('b', 'u'))];

  it('says where its last line stands, and holds the others before it', () => {
    const entry = decodeEntry(`1 1764000000000 7 2\n${texts.join('\n')}`);
    expect(entry).toEqual({ last: { epochMs: 1_764_000_000_000, seq: 7 }, texts });
  });

  it.each([
    ['of another version', '2 1764000000000 7 2\na\nb'],
    ['with lines missing', '1 1764000000000 7 2\na'],
    ['without lines', '1 1764000000000 7 2'],
    ['that is empty', ''],
  ])('%s is not read', (_what, payload) => {
    expect(decodeEntry(payload)).toBeUndefined();
  });
});

describe('A snapshot', () => {
  it('leaves out what later lines recalled, and nothing else', () => {
    const lines: LogLine[] = [
      comment('1', 'ann'),
      comment('2', 'bob'),
      { kind: 'recall', timeMs: 1, what: { user: 'ann' } },
      comment('3', 'ann'),
      { kind: 'recall', timeMs: 1, what: { ids: ['2'] } },
    ];
    const placed = lines.map((line, index) => ({ seq: index + 1, line }));
    const kept = withoutRecalled(placed).map(({ seq, line }) => [seq, line.kind === 'comment' ? line.id : line.kind]);
    expect(kept).toEqual([
      [3, 'recall'],
      [4, '3'],
      [5, 'recall'],
    ]);
  });
});
