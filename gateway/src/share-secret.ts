/** What all gateways of a deployment must agree on before the first viewer comes. */
import type { Broker } from './broker/broker.ts';

/** How long the first viewers wait for it. */
const SECRET_MS = 1000;

/**
 * Asks for a secret that all gateways share: guests of one are the same guests on every other, and a network that was
 * banned on one is the same network on every other.
 *
 * @param use told of it, also when it comes late or is another one later.
 * @returns resolves when it has been told, or a moment later without it; at once where the broker is in trouble.
 */
export function shareSecret(
  broker: Pick<Broker, 'secret' | 'trouble'>,
  name: string,
  use: (secret: Buffer) => void,
): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, broker.trouble() === undefined ? SECRET_MS : 0).unref();
    broker.secret(name, (secret) => {
      use(secret);
      resolve();
    });
  });
}
