import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startGateway, type Gateway } from './harness.ts';
import { call } from './http.ts';

const RUNS = { numRuns: 100, seed: 20_260_702 };
let gateway: Gateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(async () => {
  expect(gateway.log.filter(({ level }) => level === 'error' || level === 'fatal')).toEqual([]);
  await gateway.stop();
});

/** Every request that the gateway says it takes, with its open parts filled in. */
async function operations(): Promise<readonly (readonly [method: string, path: string])[]> {
  const { json } = await call(gateway, 'GET', '/openapi.json');
  const { paths } = json as { paths: Record<string, Record<string, unknown>> };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => ['get', 'put', 'post', 'patch', 'delete'].includes(method))
      .map((method) => [method.toUpperCase(), path] as const),
  );
}

const NAMES = [
  'text',
  'kind',
  'seconds',
  'reason',
  'words',
  'slowModeMs',
  'locked',
  'guests',
  'pinned',
  '__proto__',
  'ref',
];
const value = fc.letrec<{ any: unknown }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom<unknown>(null, true, -1, 1e308, '', 'mute', 'x'.repeat(5000), '\u202e\u0000', '(a+)+$', [], {}),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.double({ noNaN: true }),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.oneof(fc.constantFrom(...NAMES), fc.string()), tie('any'), { maxKeys: 6 }),
  ),
})).any;
const body = fc.oneof(
  value.map((any) => JSON.stringify(any) ?? 'null'),
  fc.string({ maxLength: 200 }),
  fc.nat(4000).map((depth) => `{"text":${'['.repeat(depth)}`),
);
const part = fc.oneof(
  fc.constantFrom(
    'lobby',
    'c1',
    'u1',
    '__proto__',
    'constructor',
    '%2e%2e',
    '%00',
    '%ff',
    '%F0%9F%98%80',
    'x'.repeat(300),
  ),
  fc.string({ maxLength: 20 }).map((text) => encodeURIComponent(text) || '-'),
);
// Mostly a good one, or little else would be looked at.
const room = fc.oneof({ weight: 5, arbitrary: fc.constant('lobby') }, { weight: 1, arbitrary: part });
const query = fc.oneof(
  fc.constant(''),
  fc
    .dictionary(fc.constantFrom('after', 'before', 'limit', 'format', 'user', 'id'), fc.string({ maxLength: 30 }))
    .map((fields) => `?${new URLSearchParams(fields).toString()}`),
);

describe('Every address of the API (7)', () => {
  it('answers any path, query and body with its own answers, never with 500', { timeout: 60_000 }, async () => {
    const known = await operations();
    expect(known.length).toBeGreaterThan(5);
    for (const [method, path] of known) {
      const hostile = fc.asyncProperty(room, part, query, body, async (name, id, tail, text) => {
        const filled = path.replace('{room}', name).replace(/\{\w+\}/, id);
        const hasBody = method !== 'GET' && method !== 'DELETE';
        const answer = await call(gateway, method, `${filled}${tail}`, hasBody ? { body: text } : {});
        const type = answer.headers.get('content-type') ?? '';
        return answer.status < 500 && (answer.status < 400 || type.startsWith('application/problem+json'));
      });
      const tried = await fc.check(hostile, { ...RUNS, endOnFailure: true });
      expect(fc.defaultReportMessage(tried), `${method} ${path}`).toBeUndefined();
    }
  });

  it('still works afterwards', async () => {
    expect((await call(gateway, 'POST', '/v1/rooms/calm/comments', { body: { text: 'all is well' } })).status).toBe(
      201,
    );
    expect((await call(gateway, 'GET', '/v1/rooms/calm/comments')).json).toMatchObject({
      comments: [{ text: 'all is well' }],
    });
  });
});
