import { decodeServerMessage } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import {
  ackFrame,
  commentsFrame,
  errorFrame,
  heartbeatFrame,
  refusedFrame,
  settingsFrame,
  welcomeFrame,
} from './frames.ts';
import { commentLine } from './room/log-line.ts';
import { defaultSettings } from './room/settings.ts';

const COMMENT = { id: 'c1', text: 'a"b\\', user: { id: 'u1', name: 'Ann' }, time: 7 };
const { json } = commentLine(COMMENT);
const decoded = (text: string) => decodeServerMessage(text);

describe('Frames are messages of the protocol (4)', () => {
  it('comments, with and without what was left out', () => {
    const message = { type: 'comments', offset: 'o', comments: [COMMENT, COMMENT] };
    expect(decoded(commentsFrame('o', [json, json], 0))).toEqual({ ok: true, message });
    expect(decoded(commentsFrame('o', [], 3))).toEqual({ ok: true, message: { ...message, comments: [], leftOut: 3 } });
  });

  it('welcome', () => {
    const welcome = {
      protocol: 1,
      session: 's',
      room: 'lobby',
      time: 1,
      heartbeatMs: 10_000,
      offset: 'o',
      recovered: true,
      viewers: 1,
      settings: defaultSettings('post'),
      you: { id: 'u', name: '"]}', role: 'guest', can: ['read'] },
    } as const;
    expect(decoded(welcomeFrame(welcome, [{ json }]))).toEqual({
      ok: true,
      message: { type: 'welcome', ...welcome, comments: [COMMENT] },
    });
    expect(decoded(welcomeFrame(welcome, []))).toMatchObject({ ok: true, message: { comments: [] } });
  });

  it('heartbeat', () => {
    expect(decoded(heartbeatFrame({ sent: -0.5, time: 2, viewers: 3 }))).toEqual({
      ok: true,
      message: { type: 'heartbeat', sent: -0.5, time: 2, viewers: 3 },
    });
  });

  it('ack, refused, error and settings', () => {
    const refusal = { code: 'slow_mode', message: 'Wait.', retryAfterMs: 7 } as const;
    const frames = [
      ackFrame('r"1', 'c1'),
      refusedFrame('r1', refusal),
      refusedFrame(undefined, { code: 'invalid', message: 'No.' }),
      errorFrame('unknown_type', 'What?'),
      settingsFrame(defaultSettings('read')),
    ];
    expect(frames.map((text) => decoded(text))).toEqual([
      { ok: true, message: { type: 'ack', ref: 'r"1', id: 'c1' } },
      { ok: true, message: { type: 'refused', ref: 'r1', ...refusal } },
      { ok: true, message: { type: 'refused', code: 'invalid', message: 'No.' } },
      { ok: true, message: { type: 'error', code: 'unknown_type', message: 'What?' } },
      { ok: true, message: { type: 'settings', settings: defaultSettings('read') } },
    ]);
  });
});
