/**
 * One request of the API: what it asks for, who may ask, and how it is answered. Its schemas check the input and
 * describe it in `/openapi.json`; there is no second account of either.
 */
import { parseObject } from '@danmaku-live/protocol';
import type { z } from 'zod';
import { BrokerAway } from '../broker/broker.ts';
import type { Permission } from '../identity/identity.ts';
import { problem, type ApiAnswer, type ApiRequest } from './exchange.ts';
import { receive, type Visit, type VisitParts } from './visitor.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: Method;
  /** `:name` leaves one part of the path open. */
  readonly path: string;
  readonly answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

/** What an answer holds, by its content type; none: it has no body. */
export interface AnswerForm {
  readonly status: number;
  readonly meaning: string;
  readonly content?: Readonly<Record<string, z.ZodType>>;
}

export interface OperationForm {
  readonly method: Method;
  readonly path: string;
  readonly permission: Permission;
  readonly summary: string;
  /** Further open parts of the path, after the room. */
  readonly part?: { readonly name: string; readonly schema: z.ZodType<string> };
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly takesIdempotencyKey?: true;
  readonly answers: readonly AnswerForm[];
}

export interface Operation {
  readonly form: OperationForm;
  readonly route: Route;
}

export interface Asked<Query, Body> {
  readonly visit: Visit;
  readonly request: ApiRequest;
  /** The part of the path after the room's; empty when the path has none. */
  readonly part: string;
  readonly query: Query;
  readonly body: Body;
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** An operation whose `answer` is only asked when the asker may and the input is right. */
export function operation<const Form extends OperationForm>(
  parts: VisitParts,
  form: Form,
  answer: (asked: Asked<Output<Form['query']>, Output<Form['body']>>) => Promise<ApiAnswer>,
): Operation {
  const respond = async (request: ApiRequest): Promise<ApiAnswer> => {
    const visited = await receive(parts, request, form.permission);
    if (!visited.ok) return visited.answer;
    const part = check(form.part?.schema, request.params[1] ?? '', form.part?.name ?? '');
    if (!part.ok) return part.answer;
    const query = check(form.query, Object.fromEntries(request.query), 'query');
    if (!query.ok) return query.answer;
    const fields = form.body && parseObject(request.body);
    if (form.body && !fields) return problem('invalid', 'The body must be one JSON object.', { field: 'body' });
    const body = check(form.body, fields, 'body');
    if (!body.ok) return body.answer;
    return answer({
      visit: visited.visit,
      request,
      part: (part.value as string | undefined) ?? '',
      query: query.value as Output<Form['query']>,
      body: body.value as Output<Form['body']>,
    });
  };
  const route = {
    method: form.method,
    path: form.path,
    answer: (request: ApiRequest) => orOverloaded(respond(request)),
  };
  return { form, route };
}

type Checked = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly answer: ApiAnswer };

function check(schema: z.ZodType | undefined, value: unknown, name: string): Checked {
  if (!schema) return { ok: true, value: undefined };
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const issue = read.error.issues[0];
  const path = issue?.path[0] ?? (issue?.code === 'unrecognized_keys' ? issue.keys[0] : undefined);
  const field = String(path ?? name);
  return { ok: false, answer: problem('invalid', `The field "${field}": ${issue?.message ?? 'is wrong'}.`, { field }) };
}

/** A broker that is away is nobody's mistake: the request may be sent again. */
async function orOverloaded(answer: Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BrokerAway)) throw error;
    return problem('overloaded', 'The room can not be reached now; please try again.', { retryAfterMs: 1000 });
  }
}
