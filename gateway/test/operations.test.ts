import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { join } from './client.ts';
import { SERVER_KEY, startGateway, type Gateway } from './harness.ts';
import { call, metric } from './http.ts';

const METRICS_KEY = 'metrics-key-of-the-tests';
let open: Gateway;
let guarded: Gateway;
beforeAll(async () => {
  [open, guarded] = await Promise.all([
    startGateway({ INSTANCE_ID: 'gateway-7' }),
    startGateway({ METRICS_KEY, INTERNAL_PORT: '0' }),
  ]);
});
afterAll(async () => {
  await Promise.all([open.stop(), guarded.stop()]);
});

describe('Health (7.9)', () => {
  it('is told to anyone', async () => {
    expect(await call(open, 'GET', '/healthz', { bearer: null })).toMatchObject({
      status: 200,
      json: { status: 'ok' },
    });
  });

  it('and readiness, with the name of the instance', async () => {
    expect(await call(open, 'GET', '/readyz', { bearer: null })).toMatchObject({
      status: 200,
      json: { status: 'ready', instance: 'gateway-7' },
    });
  });
});

describe('Metrics (7.9)', () => {
  it('are told to anyone where there is no key', async () => {
    const answer = await call(open, 'GET', '/metrics', { bearer: null });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toContain('text/plain');
    expect(answer.text).toContain('instance_id="gateway-7"');
  });

  it.each([null, 'wrong', `${METRICS_KEY}x`, SERVER_KEY, ''])('are told to nobody with the key %j', async (bearer) => {
    expect(await call(guarded, 'GET', '/metrics', { bearer })).toMatchObject({
      status: 401,
      json: { code: 'token_invalid' },
    });
  });

  it('are told to who has the key', async () => {
    expect((await call(guarded, 'GET', '/metrics', { bearer: METRICS_KEY })).status).toBe(200);
  });

  it('are text that Prometheus reads: each name once described, each sample a number', async () => {
    const { text } = await call(open, 'GET', '/metrics');
    const types = text.split('\n').flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? []);
    expect(new Set(types).size).toBe(types.length);
    for (const line of text.split('\n').filter((row) => row !== '' && !row.startsWith('#'))) {
      expect(line).toMatch(/^[a-z_:][a-zA-Z0-9_:]*(\{[^{}]*\})? (-?[\d.e+-]+|[+-]Inf|NaN)$/);
    }
    expect(types.filter((name) => name.startsWith('danmaku_') && name.endsWith('_total')).length).toBeGreaterThan(10);
  });

  it('tell the longest turn of the event loop, and how much of the processor one took', async () => {
    for (const name of ['danmaku_turn_max_seconds', 'danmaku_turn_processor_max_seconds']) {
      await vi.waitFor(async () => expect(await metric(open, name)).toBeGreaterThan(0));
    }
  });

  it('keep the ledger: accepted = flushed + merged + left out + recalled', async () => {
    const totals = async () => ({
      accepted: await metric(open, 'danmaku_comments_accepted_total'),
      flushed: await metric(open, 'danmaku_comments_flushed_total'),
      merged: await metric(open, 'danmaku_comments_merged_total'),
      leftOut: await metric(open, 'danmaku_comments_left_out_total'),
      recalled: await metric(open, 'danmaku_comments_recalled_total'),
    });
    await call(open, 'PATCH', '/v1/rooms/ledger/settings', { body: { duplicates: 'merge' } });
    const [viewer, server] = await Promise.all([join(open, 'ledger'), join(open, 'ledger', { bearer: SERVER_KEY })]);
    const before = await totals();
    const posts = Array.from({ length: 600 }, (_, index) => server.post({ ref: `${index}`, text: `t${index % 400}` }));
    await Promise.all(posts);
    await call(open, 'DELETE', '/v1/rooms/ledger/comments?user=server-1');
    await viewer.take('recall');
    const after = await totals();
    const grown = (name: keyof typeof after) => after[name] - before[name];
    expect(grown('accepted')).toBe(600);
    expect(grown('flushed') + grown('merged') + grown('leftOut') + grown('recalled')).toBe(600);
    expect(Math.min(grown('flushed'), grown('leftOut'))).toBeGreaterThan(0);
    expect(await metric(open, 'danmaku_rooms')).toBeGreaterThanOrEqual(1);
  });
});

describe('The internal port', () => {
  const internal = () => ({ port: guarded.internalPort });

  it('tells health, readiness and metrics, and asks for the same key', async () => {
    const statuses = [];
    for (const path of ['/healthz', '/readyz', '/metrics']) statuses.push((await call(internal(), 'GET', path)).status);
    expect(statuses).toEqual([200, 200, 401]);
    expect((await call(internal(), 'GET', '/metrics', { bearer: METRICS_KEY })).status).toBe(200);
  });

  it('tells nothing else', async () => {
    for (const path of ['/', '/v1/rooms/lobby', '/v1/rooms/lobby/comments', '/v1/rooms/lobby/ws', '/overlay.js']) {
      expect((await call(internal(), 'GET', path)).status).toBe(404);
    }
  });
});
