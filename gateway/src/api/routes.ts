/** The HTTP surface in one table: who answers which request. */
import { BrokerAway } from '../broker/broker.ts';
import { deleteComment, deleteCommentsOfUser, listComments, postComment, type CommentParts } from './comments.ts';
import { problem, type ApiAnswer, type ApiRequest } from './exchange.ts';
import { getHealth, getMetrics, getReadiness, type OperationParts } from './operations.ts';
import { getRoom, patchSettings } from './rooms.ts';

export type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';

export interface Route {
  readonly method: Method;
  /** `:name` leaves one part of the path open. */
  readonly path: string;
  readonly answer: (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>;
}

export function roomRoutes(parts: CommentParts): readonly Route[] {
  const comments = '/v1/rooms/:room/comments';
  const routes: readonly Route[] = [
    { method: 'POST', path: comments, answer: (request) => postComment(parts, request) },
    { method: 'GET', path: comments, answer: (request) => listComments(parts, request) },
    { method: 'DELETE', path: comments, answer: (request) => deleteCommentsOfUser(parts, request) },
    { method: 'DELETE', path: `${comments}/:id`, answer: (request) => deleteComment(parts, request) },
    { method: 'GET', path: '/v1/rooms/:room', answer: (request) => getRoom(parts, request) },
    { method: 'PATCH', path: '/v1/rooms/:room/settings', answer: (request) => patchSettings(parts, request) },
  ];
  return routes.map((route) => ({ ...route, answer: (request) => orOverloaded(route.answer(request)) }));
}

/** A broker that is away is nobody's mistake: the request may be sent again. */
async function orOverloaded(answer: ApiAnswer | Promise<ApiAnswer>): Promise<ApiAnswer> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof BrokerAway)) throw error;
    return problem('overloaded', 'The room can not be reached now; please try again.', { retryAfterMs: 1000 });
  }
}

export function operationRoutes(parts: OperationParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', answer: getHealth },
    { method: 'GET', path: '/readyz', answer: () => getReadiness(parts) },
    { method: 'GET', path: '/metrics', answer: (request) => getMetrics(parts, request) },
  ];
}
