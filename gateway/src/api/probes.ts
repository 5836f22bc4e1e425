/** `/healthz`, `/readyz` and `/metrics`: what a load balancer and a scraper ask. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MetricsSource } from '../worker.ts';
import { json, problem, type ApiAnswer, type ApiRequest } from './exchange.ts';

export interface ProbeParts {
  readonly instanceId: string;
  /** Why the gateway should get no traffic, if so. */
  readonly notReady: () => string | undefined;
  /** What works, but not as well as it should. */
  readonly degraded: () => string | undefined;
  readonly metrics: MetricsSource;
  readonly metricsKey: string | undefined;
}

export function getHealth(): ApiAnswer {
  return json(200, { status: 'ok' });
}

export function getReadiness(parts: ProbeParts): ApiAnswer {
  const reason = parts.notReady();
  const instance = parts.instanceId;
  const degraded = parts.degraded();
  return reason === undefined
    ? json(200, { status: 'ready', instance, ...(degraded !== undefined && { degraded }) })
    : json(503, { status: 'not ready', instance, reason });
}

export async function getMetrics(parts: ProbeParts, request: ApiRequest): Promise<ApiAnswer> {
  const { metrics, metricsKey } = parts;
  if (metricsKey !== undefined && !isSame(request.authorization, `Bearer ${metricsKey}`)) {
    return problem('token_invalid', 'The metrics need their key.');
  }
  return { status: 200, headers: { 'content-type': metrics.contentType }, body: await metrics.text() };
}

function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}
