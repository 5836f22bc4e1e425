import { describe, expect, it } from 'vitest';
import { LIMITS, decodeClientMessage, decodeServerMessage, isRef, readPost } from './index.ts';

const comment = { id: 'c1', text: 'hi', user: { id: 'u1', name: 'Ann' }, time: 1_764_000_000_000 };
const errorOf = (raw: string) => {
  const decoded = decodeClientMessage(raw);
  return decoded.ok ? 'ok' : `${decoded.answer} ${decoded.code}`;
};

describe('A frame that is no message is an error (3.1)', () => {
  it.each([
    '',
    ' ',
    '{',
    'null',
    'true',
    '7',
    '"post"',
    '[]',
    '[{"type":"post"}]',
    '{"type":"post"}{',
    '\u0000',
    '\ufeff{}',
  ])('%j is invalid', (raw) => {
    expect(errorOf(raw)).toBe('error invalid');
  });

  it.each([{}, { type: 7 }, { type: null }, { type: ['post'] }, { type: { toString: 'post' } }])(
    'a type that is no string is invalid: %j',
    (value) => {
      expect(errorOf(JSON.stringify(value))).toBe('error invalid');
    },
  );

  it.each(['Post', 'welcome', '__proto__', 'constructor', 'toString', ''])('the type %j is unknown', (type) => {
    expect(errorOf(JSON.stringify({ type, ref: 'r', text: 'x' }))).toBe('error unknown_type');
  });

  it('takes depth, size and doubled keys for what they are', () => {
    expect(errorOf('['.repeat(100_000))).toBe('error invalid');
    expect(errorOf(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`)).toBe('error invalid');
    expect(decodeClientMessage('{"type":"auth","type":"post","ref":"1","ref":"2","text":"a","text":"b"}')).toEqual({
      ok: true,
      message: { type: 'post', ref: '2', text: 'b' },
    });
  });
});

describe('Only own fields count (1.2)', () => {
  it('reads nothing through __proto__', () => {
    expect(errorOf('{"__proto__":{"type":"post","ref":"1","text":"x"}}')).toBe('error invalid');
    expect(errorOf('{"type":"post","__proto__":{"ref":"1","text":"x"}}')).toBe('refused invalid');
    expect({}).not.toHaveProperty('ref');
  });

  it('ignores unknown fields', () => {
    const raw = '{"type":"post","ref":"1","text":"x","__proto__":{"size":"large"},"admin":true,"toJSON":1}';
    expect(decodeClientMessage(raw)).toEqual({ ok: true, message: { type: 'post', ref: '1', text: 'x' } });
  });

  it('takes null in an optional field as absence', () => {
    const raw = '{"type":"post","ref":"1","text":"x","mode":null,"color":null,"size":null,"media":null}';
    expect(decodeClientMessage(raw)).toEqual({ ok: true, message: { type: 'post', ref: '1', text: 'x' } });
    expect(decodeClientMessage('{"type":"heartbeat","sent":1,"offset":null}')).toEqual({
      ok: true,
      message: { type: 'heartbeat', sent: 1 },
    });
  });
});

describe('A post (3.3)', () => {
  it('carries all its fields', () => {
    const fields = { ref: 'é', text: ' x ', mode: 'top', color: '#AbCdEf', size: 'large', media: 12.345 };
    expect(decodeClientMessage(JSON.stringify({ type: 'post', ...fields }))).toEqual({
      ok: true,
      message: { type: 'post', ...fields },
    });
  });

  it.each([
    ['text', [undefined, null, 7, {}, [], true]],
    ['mode', ['SCROLL', '', 0, ['top'], 'rolling', '__proto__']],
    ['color', ['#fff', 'red', '#gggggg', '#ffffff;', 0xffffff, '#ffffff\n', ['#ffffff']]],
    ['size', ['huge', 18, '', {}]],
    ['media', ['1', -1, 1e12, {}, true]],
  ] as const)('with a wrong %s is refused, and says so', (field, values) => {
    for (const value of values) expect(readPost({ text: 'x', [field]: value })).toMatchObject({ ok: false, field });
  });

  it.each(['1e999', '-1e999', '-0.001'])('with the media %s is refused', (number) => {
    expect(errorOf(`{"type":"post","ref":"1","text":"x","media":${number}}`)).toBe('refused invalid');
  });

  it('keeps three decimals of media (1.3)', () => {
    expect(readPost({ text: 'x', media: 12.345678 })).toEqual({ ok: true, post: { text: 'x', media: 12.346 } });
    expect(readPost({ text: 'x', media: LIMITS.mediaSeconds })).toMatchObject({ ok: true });
  });

  it('without a usable ref is refused without one', () => {
    for (const ref of [undefined, null, 7, '', 'x'.repeat(65), ['r'], {}]) {
      const decoded = decodeClientMessage(JSON.stringify({ type: 'post', ref, text: 'x' }));
      expect(decoded).toMatchObject({ ok: false, answer: 'refused', code: 'invalid' });
      expect(decoded).not.toHaveProperty('ref');
    }
  });

  it('with a usable ref is refused with it', () => {
    expect(decodeClientMessage('{"type":"post","ref":"r1","text":7}')).toMatchObject({ ref: 'r1', code: 'invalid' });
  });

  it('has a ref of 1 to 64 code points', () => {
    expect([isRef('x'.repeat(64)), isRef('😀'.repeat(64)), isRef('😀'.repeat(65))]).toEqual([true, true, false]);
  });
});

describe('A heartbeat (3.7)', () => {
  it('echoes any finite number', () => {
    for (const sent of [0, -1, 1.5, 1e300]) {
      expect(decodeClientMessage(JSON.stringify({ type: 'heartbeat', sent }))).toEqual({
        ok: true,
        message: { type: 'heartbeat', sent },
      });
    }
  });

  it.each(['"1"', 'null', '{}', '1e999', '-1e999', 'true'])('with sent %s is invalid', (sent) => {
    expect(errorOf(`{"type":"heartbeat","sent":${sent}}`)).toBe('error invalid');
  });

  it.each([7, {}, 'x'.repeat(65), []])('with an offset that can be none is invalid', (offset) => {
    expect(errorOf(JSON.stringify({ type: 'heartbeat', sent: 1, offset }))).toBe('error invalid');
  });
});

describe('An auth (3.2)', () => {
  it('carries a token of a bearable length', () => {
    expect(decodeClientMessage('{"type":"auth","token":"a.b.c"}')).toEqual({
      ok: true,
      message: { type: 'auth', token: 'a.b.c' },
    });
  });

  it.each([undefined, 7, '', 'x'.repeat(LIMITS.tokenChars + 1), {}])('without a token is refused', (token) => {
    expect(errorOf(JSON.stringify({ type: 'auth', token }))).toBe('refused token_invalid');
  });
});

describe('What a client reads from a gateway (4)', () => {
  it.each([
    { type: 'comments', offset: 'o', comments: [comment], leftOut: 3 },
    { type: 'ack', ref: '1', id: 'c1' },
    { type: 'refused', code: 'muted', message: 'You are muted.' },
    { type: 'recall', ids: ['c1'] },
    { type: 'recall', user: 'u1' },
    { type: 'drain', withinMs: 5000 },
    { type: 'error', code: 'invalid', message: 'No.' },
    { type: 'heartbeat', sent: 1, time: 2, viewers: 3 },
  ])('$type', (message) => {
    expect(decodeServerMessage(JSON.stringify(message))).toEqual({ ok: true, message });
  });

  it('keeps the good comments of a frame beside bad ones', () => {
    const bad = [
      null,
      7,
      [],
      { ...comment, id: 7 },
      { ...comment, user: null },
      { ...comment, user: { id: 'u1' } },
      { ...comment, color: 'red' },
      { ...comment, time: 'now' },
      { ...comment, count: 0 },
      { ...comment, count: '9' },
      { ...comment, media: '1' },
    ];
    const styled = { ...comment, id: 'c2', mode: 'top', color: '#ff0000', size: 'large', media: 3.5, count: 12 };
    const raw = JSON.stringify({ type: 'comments', offset: 'o', comments: [...bad, comment, styled] });
    expect(decodeServerMessage(raw)).toMatchObject({ ok: true, message: { comments: [comment, styled] } });
  });

  it.each([
    '{}',
    '[]',
    'null',
    '{"type":"__proto__"}',
    '{"type":"hasOwnProperty"}',
    '{"type":"comments","offset":1,"comments":[]}',
    '{"type":"comments","offset":"o","comments":{"length":1}}',
    '{"type":"ack","ref":"1"}',
    '{"type":"drain","withinMs":1e999}',
    '{"type":"settings","settings":[]}',
    '{"type":"recall"}',
    '{"type":"recall","ids":"c1"}',
    '{"type":"recall","ids":[1]}',
    '{"type":"recall","user":{}}',
  ])('%s is answered by a reason', (raw) => {
    expect(decodeServerMessage(raw)).toMatchObject({ ok: false });
  });
});
