/** One key for the guests of all gateways. */
import type { Broker } from './broker/broker.ts';
import type { GuestTokens } from './identity/guest-tokens.ts';

/** How long the first guests wait for the key that all gateways share. */
const SECRET_MS = 1000;

/** Guests of one gateway are to be the same guests on every other: waits a moment for the key they share. */
export function shareGuests(broker: Broker, guests: GuestTokens): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, broker.trouble() === undefined ? SECRET_MS : 0).unref();
    broker.secret('guest', (key) => {
      guests.useKey(key);
      resolve();
    });
  });
}
