/**
 * The network a viewer comes from, as far as one household can be told by its address: an IPv4 address, or the /64 of
 * an IPv6 one. What is kept or shared of it is a keyed hash, never the address.
 */
import { createHmac, randomBytes } from 'node:crypto';
import ipaddr from 'ipaddr.js';

/** Of a network's key: 16 characters. */
const KEY_BYTES = 12;
const IPV6_PREFIX = 64;

/** One spelling for all addresses of the network of `address`. */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return `${ipaddr.IPv6.networkAddressFromCIDR(`${parsed.toString()}/${IPV6_PREFIX}`).toString()}/${IPV6_PREFIX}`;
}

export class Networks {
  /** Until the deployment's own is known. */
  #secret: Buffer = randomBytes(32);

  /** @param secret the one that all gateways of the deployment share. */
  use(secret: Buffer): void {
    this.#secret = secret;
  }

  /** What gateways call the network of `address` among themselves. */
  keyOf(address: string): string {
    const digest = createHmac('sha256', this.#secret).update(networkOf(address)).digest();
    return digest.toString('base64url', 0, KEY_BYTES);
  }
}
