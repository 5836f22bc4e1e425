/**
 * Who the reader says to be: the page's token, or the guest token of an earlier visit to the same gateway, so that
 * a guest stays the same guest. Storage that is missing or forbidden only means a new guest each time.
 */
import type { You } from '@danmaku-live/protocol';

/** A user's token, or how to get a fresh one: asked at every connection and shortly before the last one ends. */
export type TokenSource = string | (() => string | Promise<string>);

/** A token is renewed this long before it ends… */
const RENEW_BEFORE_MS = 30_000;
/** …but never more often than this. */
const RENEW_AT_MOST_MS = 5000;
const LONGEST_TIMER_MS = 2 ** 31 - 1;

export interface Identity {
  /** The token to say on a new line; `undefined`: none, the gateway makes a guest. Rejects when the page's function does. */
  token(): Promise<string | undefined>;
  /** The gateway's answer: a guest's token is kept for the next visit. */
  remember(you: You): void;
  /** The gateway refused the token: a guest's is forgotten. */
  forget(): void;
  /** Milliseconds until a token that ends has to be asked for anew; `undefined`: never. */
  renewInMs(token: string, gatewayNowMs: number): number | undefined;
}

/** @param gateway host of the gateway: guests of several gateways are kept apart. */
export function createIdentity(source: TokenSource | undefined, gateway: string): Identity {
  const key = `danmaku-live:guest:${gateway}`;
  return {
    async token() {
      if (typeof source === 'function') return source();
      return source ?? (stored((storage) => storage.getItem(key)) || undefined);
    },
    remember(you) {
      const { token } = you;
      if (source === undefined && token !== undefined) stored((storage) => storage.setItem(key, token));
    },
    forget() {
      if (source === undefined) stored((storage) => storage.removeItem(key));
    },
    renewInMs(token, gatewayNowMs) {
      if (typeof source !== 'function') return undefined;
      const endsMs = tokenEndMs(token);
      if (endsMs === undefined) return undefined;
      return Math.min(Math.max(endsMs - gatewayNowMs - RENEW_BEFORE_MS, RENEW_AT_MOST_MS), LONGEST_TIMER_MS);
    },
  };
}

/** When a JSON Web Token ends by its own `exp`, in milliseconds since 1970; `undefined` when it does not say. */
function tokenEndMs(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/')));
    const { exp } = claims as { exp?: unknown };
    return typeof exp === 'number' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}

function stored<T>(use: (storage: Storage) => T): T | undefined {
  try {
    return use(localStorage);
  } catch {
    return undefined;
  }
}
