/** Which addresses a request of ours may go to: none inside a private network, however the name leads there. */
import { lookup as lookupAll } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether `address` belongs to the public internet; an IPv4 address inside an IPv6 one is judged as what it is. */
export function isPublicAddress(address: string): boolean {
  return ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast';
}

/** Whether `url` names an address, and one that is not public; names are only known when they are looked up. */
export function namesPrivateAddress(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) && !isPublicAddress(host);
}

/**
 * Looks a name up and fails when any of its addresses is not public. The connection goes to what was looked up here:
 * there is no second look-up that could be told otherwise.
 */
export const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookupAll(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? [];
    if (error) done(error, '', 0);
    else if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
      done(new Error('the name leads into a private network'), '', 0);
    } else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};
