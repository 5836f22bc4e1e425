/** Who makes an HTTP request, and whether they may do what they ask. */
import { isRoomName, type RoomSettings } from '@danmaku-live/protocol';
import type { Broker } from '../broker/broker.ts';
import type { Viewer } from '../gateway.ts';
import type { Identifier } from '../identity/identifier.ts';
import { can, type Identity, type Permission } from '../identity/identity.ts';
import type { Networks } from '../identity/networks.ts';
import type { LiveRooms } from '../live-rooms.ts';
import { sanctionRefusal } from '../room/comment-policy.ts';
import { Sanctions } from '../room/sanctions.ts';
import { settingsOf } from '../room/settings.ts';
import { problem, type ApiAnswer, type ApiRequest } from './exchange.ts';
import type { ReadRate } from './read-rate.ts';

export interface VisitParts {
  readonly broker: Broker;
  readonly rooms: LiveRooms<Viewer>;
  readonly identifier: Identifier;
  readonly networks: Networks;
  readonly defaultSettings: RoomSettings;
  readonly readRate: ReadRate;
}

/** Somebody who may do what they ask. */
export interface Visit {
  readonly room: string;
  readonly identity: Identity;
  /** What gateways call the network they come from. */
  readonly network: string;
}

/** What somebody is told to wait whose credential can't be checked now. */
const RETRY_MS = 1000;

export type Visited = { readonly ok: true; readonly visit: Visit } | { readonly ok: false; readonly answer: ApiAnswer };

/** Reads the room's name and the credential of `request`, and asks for `permission` in that room. */
export async function receive(parts: VisitParts, request: ApiRequest, permission: Permission): Promise<Visited> {
  const room = request.params[0] ?? '';
  if (!isRoomName(room)) {
    return no(
      problem('not_found', 'A room name has 1 to 64 letters, digits, dots, dashes or underscores.', { field: 'room' }),
    );
  }
  const nowMs = Date.now();
  const identity = await identityOf(parts.identifier, request, room, nowMs);
  if ('status' in identity) return no(identity);
  const network = parts.networks.keyOf(request.address);
  const retryAfterMs = identity.by === 'guest' && request.method === 'GET' ? parts.readRate.take(network, nowMs) : 0;
  if (retryAfterMs > 0) return no(problem('rate_limited', 'Too many requests of this network.', { retryAfterMs }));
  const { settings, sanctions } = await rulesOf(parts, room);
  if (!can(identity, permission, settings.guests)) {
    return no(
      identity.by === 'guest'
        ? problem('not_allowed', 'This needs a token or a server key that allows it.')
        : problem('not_allowed', 'Your role does not allow this.'),
    );
  }
  const sanction = sanctions.on(identity, network, nowMs);
  const refusal = sanction?.kind === 'ban' ? sanctionRefusal(sanction, nowMs) : undefined;
  if (!refusal) return { ok: true, visit: { room, identity, network } };
  const { code, message, ...wait } = refusal;
  return no(problem(code, message, wait));
}

/** What holds in a room: as this gateway knows it where it is open, else as the broker says. */
async function rulesOf(
  { rooms, broker, defaultSettings }: VisitParts,
  name: string,
): Promise<{ readonly settings: RoomSettings; readonly sanctions: Sanctions }> {
  const open = rooms.find(name);
  if (open) return { settings: open.settings, sanctions: open.moderation.sanctions };
  const state = await broker.state(name);
  return { settings: settingsOf(state, defaultSettings), sanctions: new Sanctions(state) };
}

async function identityOf(
  identifier: Identifier,
  request: ApiRequest,
  room: string,
  nowMs: number,
): Promise<Identity | ApiAnswer> {
  if (request.authorization === '') return identifier.guestOf(request.address);
  const credential = /^Bearer +(\S+)$/i.exec(request.authorization)?.[1];
  if (!credential) return problem('token_invalid', 'The Authorization header must be "Bearer" and a token or key.');
  const verdict = await identifier.identify(credential, room, nowMs);
  if (verdict.ok) return verdict.identity;
  return problem(verdict.code, verdict.message, verdict.code === 'overloaded' ? { retryAfterMs: RETRY_MS } : {});
}

function no(answer: ApiAnswer): Visited {
  return { ok: false, answer };
}
