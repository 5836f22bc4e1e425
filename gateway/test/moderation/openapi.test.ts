import { afterAll, beforeAll, expect, it } from 'vitest';
import { startGateway, type Gateway } from '../harness.ts';
import { call } from '../http.ts';

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly schema: Record<string, unknown>;
}
interface Described {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { properties: Record<string, unknown> } }>;
  };
  readonly responses: Record<string, { readonly content?: Record<string, unknown> }>;
}
interface Document {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Described>>;
}

let gateway: Gateway;
let document: Document;
beforeAll(async () => {
  gateway = await startGateway();
  document = (await call(gateway, 'GET', '/openapi.json', { bearer: null })).json as Document;
});
afterAll(() => gateway.stop());

it('7.20: /openapi.json describes every request of the API', () => {
  expect(document.openapi).toBe('3.1.0');
  const requests = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace('/v1/rooms/{room}', '…')}`),
  );
  expect(requests.sort()).toEqual([
    'DELETE …/comments',
    'DELETE …/comments/{id}',
    'DELETE …/sanctions/{user}',
    'GET …',
    'GET …/audit',
    'GET …/comments',
    'GET …/held',
    'GET …/sanctions',
    'GET …/words',
    'PATCH …/settings',
    'POST …/comments',
    'POST …/held/{id}',
    'PUT …/sanctions/{user}',
    'PUT …/words',
  ]);
  const ids = Object.values(document.paths).flatMap((methods) =>
    Object.values(methods).map(({ operationId }) => operationId),
  );
  expect(new Set(ids).size).toBe(ids.length);
});

it('7.20: each names its parameters, its body and its answers, problems among them', () => {
  const comments = document.paths['/v1/rooms/{room}/comments'];
  expect(comments?.['get']?.parameters.map(({ name, in: where }) => `${where} ${name}`)).toEqual([
    'path room',
    'query after',
    'query before',
    'query limit',
    'query format',
    'query start',
  ]);
  expect(comments?.['get']?.parameters[4]?.schema).toMatchObject({
    enum: ['json', 'xml', 'ass', 'ndjson'],
    default: 'json',
  });
  expect(comments?.['post']?.parameters.map(({ name }) => name)).toEqual(['room', 'Idempotency-Key']);
  const fields = comments?.['post']?.requestBody?.content['application/json']?.schema.properties;
  expect(Object.keys(fields ?? {})).toEqual(['text', 'mode', 'color', 'size', 'media', 'ref']);
  for (const methods of Object.values(document.paths)) {
    for (const { responses } of Object.values(methods)) {
      expect(Object.keys(responses)).toContain('default');
      expect(responses['default']?.content).toHaveProperty(['application/problem+json']);
    }
  }
});

it('7.20: what it calls a good path is served, whatever it answers', async () => {
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods)) {
      const at = path.replace('{room}', 'lobby').replace('{id}', 'c1').replace('{user}', 'ann');
      const body = method === 'get' || method === 'delete' ? {} : { body: {} };
      const { status, json } = await call(gateway, method.toUpperCase(), at, body);
      // A path that nobody serves is at no field's fault.
      const isServed = status !== 404 || (json as { field?: string }).field === 'id';
      expect(isServed && [200, 204, 400, 404].includes(status), `${method} ${at}: ${status}`).toBe(true);
    }
  }
});
