/** The hook as the operator set it up. */
import type { Counters } from '../counters.ts';
import type { BucketRate } from '../room/token-bucket.ts';
import { Hook } from './hook.ts';
import { SiteService } from './site-service.ts';

export interface HookSettings {
  readonly HOOK_URL: string | undefined;
  readonly HOOK_SECRET: string | undefined;
  readonly HOOK_FAIL: string;
  readonly HOOK_TIMEOUT_MS: number;
  readonly HOOK_CONCURRENCY: number;
  readonly HOOK_ALLOW_PRIVATE: string;
}

export interface HookSurroundings {
  readonly userRate: BucketRate;
  readonly counters: Counters;
  readonly onTrouble: (reason: string) => void;
}

/**
 * @returns `undefined` when there is none.
 * @throws a sentence for the operator when the address may not be asked.
 */
export function startHook(settings: HookSettings, surroundings: HookSurroundings): Hook | undefined {
  const { HOOK_URL: url, HOOK_SECRET: secret } = settings;
  if (url === undefined || secret === undefined) return undefined;
  const service = new SiteService({
    url: new URL(url),
    secret,
    timeoutMs: settings.HOOK_TIMEOUT_MS,
    maxConnections: settings.HOOK_CONCURRENCY,
    allowPrivate: settings.HOOK_ALLOW_PRIVATE === '1',
  });
  return new Hook({
    ask: (question, nowMs) => service.ask(question, nowMs),
    failOpen: settings.HOOK_FAIL === 'open',
    maxAtOnce: settings.HOOK_CONCURRENCY,
    ...surroundings,
  });
}
