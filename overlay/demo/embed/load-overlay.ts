/** Gets the overlay's script, however long the gateway is away: nobody reloads a page in a stage programme at night. */
import { BACKOFF, backoffDelayMs } from '@danmaku-live/protocol';

export async function loadOverlay(report: (message: string) => void): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      // A browser remembers that an address failed: another try needs another address.
      await import(/* @vite-ignore */ `/overlay.js${attempt > 0 ? `?try=${attempt}` : ''}`);
      return;
    } catch {
      report('The overlay could not be loaded; trying again.');
      const waitMs = BACKOFF.baseMs + backoffDelayMs(attempt, Math.random());
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}
