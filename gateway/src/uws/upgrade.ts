/** The upgrade: everything that can be decided about a connection before it opens. */
import type { HttpRequest, HttpResponse, us_socket_context_t } from 'uWebSockets.js';
import { CLOSE, SUBPROTOCOLS, isRoomName, type Subprotocol } from '@danmaku-live/protocol';
import type { Admission } from '../admission.ts';
import { problem } from '../api/exchange.ts';
import type { Counters } from '../counters.ts';
import type { ClientAddresses } from '../identity/client-address.ts';
import type { Identifier } from '../identity/identifier.ts';
import { networkOf } from '../identity/networks.ts';
import type { Origins } from '../identity/origins.ts';
import { ownOffset } from '../room/offset.ts';
import { write } from './http.ts';
import type { SocketData } from './line.ts';
import { snapshot } from './request.ts';

export interface UpgradeOptions {
  readonly admission: Admission;
  readonly origins: Origins;
  readonly addresses: ClientAddresses;
  readonly identifier: Identifier;
  readonly counters: Counters;
}

interface Handshake {
  readonly key: string;
  readonly protocols: string;
  readonly extensions: string;
  readonly context: us_socket_context_t;
}

/**
 * Refuses with an HTTP status what other clients may try again, accepts what only a close code can explain to a
 * browser, and opens the rest.
 *
 * @param room `undefined` for a path that is no room's.
 */
export function upgrade(
  res: HttpResponse,
  req: HttpRequest,
  context: us_socket_context_t,
  room: string | undefined,
  options: UpgradeOptions,
): void {
  const request = snapshot(res, req);
  const handshake = {
    key: req.getHeader('sec-websocket-key'),
    protocols: req.getHeader('sec-websocket-protocol'),
    extensions: req.getHeader('sec-websocket-extensions'),
    context,
  };
  const after = new URLSearchParams(request.query).get('after');
  const { admission, origins, addresses, counters } = options;
  if (!origins.allows(request.origin)) {
    counters.refusedUpgrades.origin += 1;
    write(res, problem('not_allowed', 'This origin may not connect to this gateway.'), {});
    return;
  }
  // One household counts as one, however many addresses it has: in IPv6 that is more than there are caps for.
  const address = networkOf(addresses.resolve(request.peer, request.forwardedFor));
  const admitted = admission.admit(address, performance.now());
  if (admitted.kind === 'refused') {
    counters.refusedUpgrades[admitted.why] += 1;
    const retryAfterMs = admitted.retryAfterSeconds * 1000;
    write(res, problem('overloaded', 'This gateway takes no more connections now.', { retryAfterMs }), {});
    return;
  }
  const encoding = chooseSubprotocol(handshake.protocols);
  const refusal = refusalOf(room, encoding, admitted.kind === 'address_full');
  const data: SocketData = {
    room: room ?? '',
    address,
    encoding: encoding ?? SUBPROTOCOLS[0],
    after: after === null ? undefined : ownOffset(after),
    identity: undefined,
    refusal,
    line: undefined,
    viewer: undefined,
  };
  if (refusal || request.authorization === '') open(res, handshake, data);
  else void openAs(res, handshake, data, request.authorization, options);
}

/** The first subprotocol of the client's that we know; the first of ours when it offers none. */
function chooseSubprotocol(offered: string): Subprotocol | undefined {
  if (offered.trim() === '') return SUBPROTOCOLS[0];
  const names = offered.split(',').map((name) => name.trim());
  return names.flatMap((name) => SUBPROTOCOLS.find((known) => known === name) ?? [])[0];
}

function refusalOf(room: string | undefined, encoding: Subprotocol | undefined, full: boolean): SocketData['refusal'] {
  if (!isRoomName(room)) return { code: CLOSE.noSuchEndpoint, reason: 'no such endpoint or room name' };
  if (!encoding) return { code: CLOSE.versionGone, reason: 'none of the offered subprotocols is known' };
  return full ? { code: CLOSE.tooManyConnections, reason: 'too many connections of this address' } : undefined;
}

async function openAs(
  res: HttpResponse,
  handshake: Handshake,
  data: SocketData,
  authorization: string,
  { admission, identifier }: UpgradeOptions,
): Promise<void> {
  let gone = false;
  res.onAborted(() => {
    gone = true;
  });
  const credential = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
  const identified = await identifier.identify(credential, data.room, Date.now());
  if (gone) {
    admission.closed(data.address);
    return;
  }
  const isPassing = !identified.ok && identified.code === 'overloaded';
  const refusal = isPassing
    ? { code: CLOSE.overloaded, reason: 'the credential can not be checked now' }
    : { code: CLOSE.notAuthenticated, reason: 'the credential is not valid' };
  const seen = identified.ok ? { ...data, identity: identified.identity } : { ...data, refusal };
  res.cork(() => open(res, handshake, seen));
}

function open(res: HttpResponse, handshake: Handshake, data: SocketData): void {
  const { key, protocols, extensions, context } = handshake;
  // A client that offered nothing must not be answered with a subprotocol; one that offered only unknown ones hears
  // its own first, or its browser would hide the close code that says why.
  const chosen = chooseSubprotocol(protocols) ?? protocols.split(',')[0]?.trim() ?? '';
  res.upgrade(data, key, protocols.trim() === '' ? '' : chosen, extensions, context);
}
