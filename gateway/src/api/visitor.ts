/** Who makes an HTTP request, and whether they may do what they ask. */
import { isRoomName, type Right, type RoomSettings } from '@danmaku-live/protocol';
import type { Broker, RoomSnapshot } from '../broker/broker.ts';
import type { Identifier } from '../identity/identifier.ts';
import { can, type Identity } from '../identity/identity.ts';
import { settingsOf } from '../room/settings.ts';
import { problem, type ApiAnswer, type ApiRequest } from './exchange.ts';

export interface ApiParts {
  readonly broker: Broker;
  readonly identifier: Identifier;
  readonly defaultSettings: RoomSettings;
}

export type Visit =
  | {
      readonly ok: true;
      readonly room: string;
      readonly identity: Identity;
      readonly settings: RoomSettings;
      readonly snapshot: RoomSnapshot;
    }
  | { readonly ok: false; readonly answer: ApiAnswer };

/** Reads the room's name and the credential of `request`, and asks for `right` in that room. */
export async function visit(parts: ApiParts, request: ApiRequest, right: Right): Promise<Visit> {
  const room = request.params[0] ?? '';
  if (!isRoomName(room)) {
    return no(
      problem('not_found', 'A room name has 1 to 64 letters, digits, dots, dashes or underscores.', { field: 'room' }),
    );
  }
  const identity = await identityOf(parts.identifier, request, room);
  if ('status' in identity) return no(identity);
  const snapshot = await parts.broker.read(room);
  const settings = settingsOf(snapshot.state, parts.defaultSettings);
  if (can(identity, right, settings.guests)) return { ok: true, room, identity, settings, snapshot };
  return no(
    identity.by === 'guest'
      ? problem('not_allowed', 'This needs a token or a server key that allows it.')
      : problem('not_allowed', 'Your role does not allow this.'),
  );
}

async function identityOf(identifier: Identifier, request: ApiRequest, room: string): Promise<Identity | ApiAnswer> {
  if (request.authorization === '') return identifier.guestOf(request.address);
  const credential = /^Bearer +(\S+)$/i.exec(request.authorization)?.[1];
  if (!credential) return problem('token_invalid', 'The Authorization header must be "Bearer" and a token or key.');
  const verdict = await identifier.identify(credential, room, Date.now());
  return verdict.ok ? verdict.identity : problem(verdict.code, verdict.message);
}

function no(answer: ApiAnswer): Visit {
  return { ok: false, answer };
}
