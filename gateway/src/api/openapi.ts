/** `/openapi.json`: the API described by the schemas that check it. */
import { z } from 'zod';
import type { Operation, OperationForm } from './operation.ts';
import { problemDetails } from './schemas.ts';

type Json = Readonly<Record<string, unknown>>;

const PROBLEM = {
  description: 'Something else: `code` says what.',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
} as const;

/** An OpenAPI 3.1 document of `operations`. */
export function openApiOf(operations: readonly Operation[]): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const { form } of operations) {
    const path = form.path.replaceAll(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[form.method.toLowerCase()] = describe(form);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Danmaku Live',
      version: '1',
      description: 'Live comments over video. Prose: protocol/PROTOCOL.md.',
    },
    paths,
    components: {
      schemas: { Problem: schemaOf(problemDetails, 'output') },
      securitySchemes: {
        credential: { type: 'http', scheme: 'bearer', description: 'A user token or a server key.' },
      },
    },
  };
}

function describe(form: OperationForm): Json {
  const answers = form.answers.map(({ status, meaning, content }) => {
    const types = Object.entries(content ?? {}).map(([type, schema]) => [type, { schema: schemaOf(schema, 'output') }]);
    return [String(status), { description: meaning, ...(content && { content: Object.fromEntries(types) as Json }) }];
  });
  return {
    operationId: form.permission.replaceAll(/ (\w)/g, (_, letter: string) => letter.toUpperCase()),
    summary: form.summary,
    // Without a credential the request is a guest's.
    security: [{}, { credential: [] }],
    parameters: parametersOf(form),
    ...(form.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(form.body, 'input') } } },
    }),
    responses: { ...Object.fromEntries(answers), default: PROBLEM },
  };
}

function parametersOf(form: OperationForm): readonly Json[] {
  const room = { name: 'room', in: 'path', required: true, schema: { type: 'string' } };
  const part = form.part && {
    name: form.part.name,
    in: 'path',
    required: true,
    schema: schemaOf(form.part.schema, 'input'),
  };
  const key = { name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', maxLength: 64 } };
  return [room, ...(part ? [part] : []), ...queryOf(form), ...(form.takesIdempotencyKey ? [key] : [])];
}

function queryOf(form: OperationForm): readonly Json[] {
  if (!form.query) return [];
  const { properties = {} } = schemaOf(form.query, 'output') as { properties?: Record<string, Json> };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>;
  return rest;
}
