import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joinPath } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Client, join, socketUrl, newRoom } from '../client.ts';
import { GatewayProcess, startGateway, type Gateway } from '../harness.ts';
import { call, expectProblem } from '../http.ts';
import { SECRET, enter, kept, moderate, tokenOf } from './people.ts';

const folder = mkdtempSync(joinPath(tmpdir(), 'danmaku-moderation-'));
const wordsFile = joinPath(folder, 'words.txt');
const stateFile = joinPath(folder, 'state.json');
const env = { JWT_SECRET: SECRET, POST_BURST: '50', WORDS_FILE: wordsFile, STATE_FILE: stateFile };

let gateway: Gateway;
beforeAll(async () => {
  writeFileSync(wordsFile, 'casino # everywhere\n');
  gateway = await startGateway(env);
});
afterAll(async () => {
  await gateway.stop();
  rmSync(folder, { recursive: true });
});

const putWords = (room: string, words: unknown) => moderate(gateway, room, 'PUT', '/words', { words });

describe('Blocked words (7.17)', () => {
  it('refuse a comment in whatever spelling, by socket and by HTTP, and it stays as typed otherwise', async () => {
    const room = newRoom();
    expect((await putWords(room, ['scam', '  spam* ', '骗子', 'scam'])).json).toEqual({
      words: ['scam', 'spam*', '骗子'],
    });
    const ann = await enter(gateway, room, 'ann');
    for (const [index, text] of ['a ｓｃａｍ!', 's.c.a.m', 'SPAMMERS', '大骗 子', 'c@sino'].entries()) {
      expect(await ann.post({ ref: `${index}`, text }), text).toMatchObject({ type: 'refused', code: 'blocked_word' });
    }
    const answer = await call(gateway, 'POST', `/v1/rooms/${room}/comments`, {
      bearer: tokenOf('ann'),
      body: { text: 'ѕсаm' },
    });
    expectProblem(answer, 422, 'blocked_word', 'text');
    expect(answer.text).not.toMatch(/scam|ѕсаm/);
    await ann.post({ ref: 'ok', text: 'ＳＣＡＭＰＩ for ｄｉｎｎｅｒ' });
    expect(await kept(gateway, room)).toEqual(['ＳＣＡＭＰＩ for ｄｉｎｎｅｒ']);
  });

  it('hold no longer when they are taken away, in no other room, and not for moderators', async () => {
    const [room, other] = [newRoom(), newRoom()];
    await putWords(room, ['scam']);
    const ann = await enter(gateway, room, 'ann');
    const mod = await enter(gateway, room, 'mod', 'moderator');
    expect(await mod.post({ ref: '1', text: 'no scam here' })).toMatchObject({ type: 'ack' });
    expect(await (await enter(gateway, other, 'ann')).post({ ref: '1', text: 'scam' })).toMatchObject({ type: 'ack' });
    await putWords(room, []);
    expect((await moderate(gateway, room, 'GET', '/words')).json).toEqual({ words: [] });
    expect(await ann.post({ ref: '1', text: 'scam' })).toMatchObject({ type: 'ack' });
  });

  it('are counted in the audit, not quoted', async () => {
    const room = newRoom();
    await putWords(room, ['one', 'two']);
    await putWords(room, ['two', 'three', 'four']);
    const { json, text } = await moderate(gateway, room, 'GET', '/audit');
    expect((json as { entries: { detail: unknown }[] }).entries.map(({ detail }) => detail)).toEqual([
      { words: 3, added: 2, removed: 1 },
      { words: 2, added: 2, removed: 0 },
    ]);
    expect(text).not.toContain('three');
  });

  it.each([['***'], ['a*'], [''], ['x'.repeat(65)], [7], 'scam', null])('%j is no list of words', async (words) => {
    const room = newRoom();
    expectProblem(await putWords(room, words), 400, 'invalid', 'words');
    expect((await moderate(gateway, room, 'GET', '/words')).json).toEqual({ words: [] });
  });
});

it('7.17: a list of which too many words share a part is refused, and what was there stays', async () => {
  const room = newRoom();
  await putWords(room, ['scam']);
  const letters = 'bcdfghkmnpr'.split('');
  const many = letters.flatMap((one) => letters.map((other) => `${one}${other}*xyz`));
  expectProblem(await putWords(room, many), 400, 'invalid', 'words');
  expect((await moderate(gateway, room, 'GET', '/words')).json).toEqual({ words: ['scam'] });
  expect((await putWords(room, many.slice(0, 100))).status).toBe(200);
});

describe('STATE_FILE', () => {
  it('keeps settings, words, sanctions by address too, and the audit over a restart', async () => {
    const room = newRoom();
    const ann = await enter(gateway, room, 'ann');
    await putWords(room, ['scam']);
    await moderate(gateway, room, 'PATCH', '/settings', { slowModeMs: 1000 });
    await moderate(gateway, room, 'PUT', '/sanctions/ann', { kind: 'ban', byAddress: true });
    await ann.closed;
    await gateway.stop();
    gateway = await startGateway(env);
    expect((await moderate(gateway, room, 'GET', '/words')).json).toEqual({ words: ['scam'] });
    const { json } = await moderate(gateway, room, 'GET', '/audit');
    expect((json as { entries: unknown[] }).entries).toHaveLength(3);
    const guest = new Client(socketUrl(gateway, room));
    expect((await guest.closed).code).toBe(4403);
    await moderate(gateway, room, 'DELETE', '/sanctions/ann');
    expect((await (await join(gateway, room)).welcome()).settings).toMatchObject({ slowModeMs: 1000 });
  });

  it('that can’t be read keeps a gateway from starting, with one sentence', async () => {
    const broken = joinPath(folder, 'broken.json');
    writeFileSync(broken, '{');
    const gone = new GatewayProcess({ PORT: '0', HOST: '127.0.0.1', STATE_FILE: broken });
    expect((await gone.exited).code).toBe(1);
    expect(gone.log.map(({ msg }) => msg).join()).toMatch(/STATE_FILE: .* move it away to begin afresh\./);
  });
});
