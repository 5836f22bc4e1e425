/** Whose address a request really has: `X-Forwarded-For` is believed only as far as the proxies that wrote it are. */
import ipaddr from 'ipaddr.js';

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

export class ClientAddresses {
  readonly #trusted: readonly Network[];

  /** @param trusted networks (`10.0.0.0/8`) or single addresses of our own proxies. */
  constructor(trusted: readonly string[]) {
    this.#trusted = trusted.map(toNetwork);
  }

  /**
   * The address of the client: walking `X-Forwarded-For` from the right, the first hop that is not ours.
   *
   * @param peer the address at the other end of the socket.
   */
  resolve(peer: string, forwardedFor: string): string {
    let client = canonical(peer) ?? peer;
    const hops = forwardedFor === '' ? [] : forwardedFor.split(',').slice(-MAX_HOPS);
    while (hops.length > 0 && this.#isTrusted(client)) {
      const hop = canonical(hops.pop()?.trim() ?? '');
      if (hop === undefined) break;
      client = hop;
    }
    return client;
  }

  #isTrusted(address: string): boolean {
    if (!ipaddr.isValid(address)) return false;
    const parsed = ipaddr.process(address);
    return this.#trusted.some(([network, bits]) => network.kind() === parsed.kind() && parsed.match(network, bits));
  }
}

/** More hops than any honest chain of proxies has. */
const MAX_HOPS = 32;

function toNetwork(text: string): Network {
  if (text.includes('/')) return ipaddr.parseCIDR(text);
  const address = ipaddr.process(text);
  return [address, address.kind() === 'ipv4' ? 32 : 128];
}

/** One spelling per address; IPv4 inside IPv6 is IPv4. A port is dropped, and octal or short forms are no address. */
function canonical(text: string): string | undefined {
  const bare = text.replace(/^\[([^\]]*)\](:\d+)?$/, '$1').replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
  const isAddress = ipaddr.IPv6.isValid(bare) || ipaddr.IPv4.isValidFourPartDecimal(bare);
  return isAddress ? ipaddr.process(bare).toString() : undefined;
}
