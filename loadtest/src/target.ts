/** Where connections go: a gateway's address, resolved once for all viewers. */

export interface Target {
  /** As the operator gave it, without a trailing slash. */
  readonly url: string;
  readonly secure: boolean;
  readonly hostname: string;
  /** With the port where it isn't the scheme's own: the `Host` header. */
  readonly host: string;
  readonly port: number;
  /** Before `/v1`; empty or like `/live`. */
  readonly path: string;
  /** One or more addresses of the host, dealt out in turn. */
  readonly addresses: readonly string[];
}

/** Of an address's outgoing ports: others on the machine connect, too. */
const PORTS_USED = 0.99;
const MAX_LOOPBACK_ADDRESSES = 250;

/**
 * @param addresses what the host name resolves to.
 * @param ports one address of this machine has for connections to one port.
 */
export function target(url: string, addresses: readonly string[], sockets: number, ports: number): Target {
  const { protocol, hostname, host, port, pathname } = new URL(url);
  const secure = protocol === 'https:' || protocol === 'wss:';
  return {
    url,
    secure,
    hostname,
    host,
    port: port === '' ? (secure ? 443 : 80) : Number(port),
    path: pathname.replace(/\/+$/, ''),
    addresses: addresses.every(isLoopback) ? spreadLoopback(addresses, sockets, ports) : addresses,
  };
}

/**
 * More loopback addresses where one has too few ports: 127.0.0.1, 127.0.0.2 … all reach a gateway that listens on
 * every address. (Choosing the source address instead makes connecting seven times slower.)
 */
function spreadLoopback(addresses: readonly string[], sockets: number, ports: number): readonly string[] {
  const wanted = Math.min(MAX_LOOPBACK_ADDRESSES, Math.ceil(sockets / (ports * PORTS_USED)));
  if (wanted <= 1) return addresses.slice(0, 1);
  return Array.from({ length: wanted }, (_, index) => `127.0.0.${index + 1}`);
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}
