/** Parts of a browser that the connection needs, for tests of it in Node. */
import { WebSocket } from 'ws';
import { vi } from 'vitest';

/** A browser tells of an error by the close event alone; `ws` throws when nobody hears its error event. */
export class BrowserLikeWebSocket extends WebSocket {
  constructor(url: string, protocols: string[]) {
    super(url, protocols);
    this.on('error', () => undefined);
  }
}

/** Puts a storage in place, as a browser has it, and answers what is in it. */
export function stubStorage(): Map<string, string> {
  const items = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
  return items;
}

/** Waits until `check` no longer throws, however busy the machine is. */
export function until<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 15_000, interval: 10 });
}
