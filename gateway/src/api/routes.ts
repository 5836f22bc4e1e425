/** The HTTP surface in one table: who answers which request. */
import { commentOperations, type CommentParts } from './comments.ts';
import { json } from './exchange.ts';
import { heldOperations, type HeldParts } from './held.ts';
import { moderationOperations } from './moderation.ts';
import { openApiOf } from './openapi.ts';
import type { Operation, Route } from './operation.ts';
import { getHealth, getMetrics, getReadiness, type ProbeParts } from './probes.ts';
import { recallOperations } from './recalls.ts';
import { roomOperations } from './rooms.ts';
import { sanctionOperations } from './sanctions.ts';

export type RoomApiParts = CommentParts & HeldParts;

/** Everything the API does in rooms. */
function apiOperations(parts: RoomApiParts): readonly Operation[] {
  return [
    ...commentOperations(parts),
    ...recallOperations(parts),
    ...roomOperations(parts),
    ...moderationOperations(parts),
    ...heldOperations(parts),
    ...sanctionOperations(parts),
  ];
}

export function roomRoutes(parts: RoomApiParts): readonly Route[] {
  const operations = apiOperations(parts);
  const openApi = json(200, openApiOf(operations));
  return [...operations.map(({ route }) => route), { method: 'GET', path: '/openapi.json', answer: () => openApi }];
}

/** What a load balancer and a scraper ask. */
export function probeRoutes(parts: ProbeParts): readonly Route[] {
  return [
    { method: 'GET', path: '/healthz', answer: getHealth },
    { method: 'GET', path: '/readyz', answer: () => getReadiness(parts) },
    { method: 'GET', path: '/metrics', answer: (request) => getMetrics(parts, request) },
  ];
}
