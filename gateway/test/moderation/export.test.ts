import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type Gateway } from '../harness.ts';
import { call, expectProblem } from '../http.ts';

let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
  for (let index = 0; index < 3; index += 1) {
    const body = { text: `line ${index} <&>"{\\b1}`, media: 100 + index, mode: 'top', color: '#ff8000' };
    await call(gateway, 'POST', '/v1/rooms/lobby/comments', { body });
  }
});
afterAll(() => gateway.stop());

const get = (query: string) => call(gateway, 'GET', `/v1/rooms/lobby/comments?${query}`, { bearer: null });

it('7.12: xml is the bilibili comment file', async () => {
  const answer = await get('format=xml');
  expect(answer.headers.get('content-type')).toBe('application/xml; charset=utf-8');
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="lobby.xml"');
  expect(answer.text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<i>.*<chatid>lobby<\/chatid>/);
  const rows = [...answer.text.matchAll(/<d p="([^"]*)">([^<]*)<\/d>/g)];
  expect(rows.map(([, p = '']) => p.split(',').slice(0, 4).join())).toEqual([
    '100.00000,5,25,16744448',
    '101.00000,5,25,16744448',
    '102.00000,5,25,16744448',
  ]);
  expect(rows[0]?.[2]).toBe('line 0 &lt;&amp;&gt;&quot;{\\b1}');
});

it('7.12: ass is a subtitle file whose texts are no commands', async () => {
  const answer = await get('format=ass');
  expect(answer.headers.get('content-type')).toBe('text/x-ssa; charset=utf-8');
  expect(answer.text).toMatch(/^\[Script Info\]\n/);
  const events = answer.text.split('\n').filter((line) => line.startsWith('Dialogue: '));
  expect(events).toHaveLength(3);
  expect(events[0]).toBe(
    'Dialogue: 0,0:01:40.00,0:01:45.00,Danmaku,,0,0,0,,{\\an8\\pos(960,0)\\c&H0080FF&}line 0 <&>"｛＼b1｝',
  );
});

it('7.12: ndjson is a comment a line, as the JSON page has them', async () => {
  const answer = await get('format=ndjson');
  expect(answer.headers.get('content-type')).toBe('application/x-ndjson; charset=utf-8');
  const { json } = await get('');
  const { comments, offset } = json as { comments: unknown[]; offset: string };
  expect(
    answer.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual(comments);
  expect(answer.headers.get('danmaku-offset')).toBe(offset);
});

it('7.12: files have pages too, and all there is without a limit', async () => {
  const first = await get('format=ndjson&limit=2&after=000000000-00000000');
  expect(first.text.trimEnd().split('\n')).toHaveLength(2);
  const rest = await get(`format=ndjson&after=${first.headers.get('danmaku-offset')}`);
  expect(rest.text).toContain('line 2');
  expect(rest.text).not.toContain('line 1');
  expectProblem(await get('format=xml&start=noon'), 400, 'invalid', 'start');
  expect((await get('format=xml&limit=5000')).status).toBe(200);
});
