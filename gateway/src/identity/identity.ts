/** Who somebody is taken for, and what each role may do: the one table of rights. */
import { RIGHTS, type GuestRight, type Right, type Role, type You } from '@danmaku-live/protocol';

export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** How it was shown: a server's key is not limited in what it posts. */
  readonly by: 'guest' | 'token' | 'key';
  /** When its token ends, in milliseconds since 1970; absent for keys, and for the guest of an address. */
  readonly expiresMs?: number;
}

/** A role, or a server that showed a key. */
export type Standing = Role | 'server';

/** `read` and `post`: where the room's `guests` setting grants that. */
type Cell = boolean | 'read' | 'post';
type Row = Readonly<Record<Standing, Cell>>;

const ANYBODY: Row = { guest: true, member: true, paid: true, moderator: true, owner: true, server: true };
const READERS: Row = { ...ANYBODY, guest: 'read' };
const POSTERS: Row = { ...ANYBODY, guest: 'post' };
const MODERATORS: Row = { ...ANYBODY, guest: false, member: false, paid: false };
const OWNERS: Row = { ...MODERATORS, moderator: false };
const SERVERS: Row = { ...OWNERS, owner: false };

/** Who may do what: every message, every request, and what the rules of a room do not hold for. */
export const PERMISSIONS = {
  read: READERS,
  post: POSTERS,
  moderate: MODERATORS,

  'message auth': ANYBODY,
  'message heartbeat': READERS,
  'message post': POSTERS,
  'see held comments': MODERATORS,

  'post a comment': POSTERS,
  'list comments': READERS,
  'recall a comment': MODERATORS,
  'recall comments': MODERATORS,
  'see the room': READERS,
  'change settings': MODERATORS,
  'list words': MODERATORS,
  'replace words': MODERATORS,
  'list sanctions': MODERATORS,
  'sanction a user': MODERATORS,
  'lift a sanction': MODERATORS,
  'list held comments': MODERATORS,
  'publish a held comment': MODERATORS,
  'see the audit': MODERATORS,

  /** Slow mode, lock, blocked words, duplicates and holding do not apply. */
  'ignore the rules of the room': MODERATORS,
  /** Sanctions of moderators do not apply; only owners and servers sanction moderators, and nobody them. */
  'sanction moderators': OWNERS,
  'post without limit': SERVERS,
} as const satisfies Readonly<Record<string, Row>>;

export type Permission = keyof typeof PERMISSIONS;

/** Whether `standing` has `permission` in a room with this `guests` setting. */
export function may(standing: Standing, permission: Permission, guests: GuestRight): boolean {
  const cell: Cell = PERMISSIONS[permission][standing];
  if (typeof cell === 'boolean') return cell;
  return cell === 'post' ? guests === 'post' : guests !== 'none';
}

/** What `role` may do in a room. A guest's rights are the room's to give. */
export function rightsOf(role: Role, guests: GuestRight): readonly Right[] {
  return RIGHTS.filter((right) => may(role, right, guests));
}

function standingOf(identity: Identity): Standing {
  return identity.by === 'key' ? 'server' : identity.role;
}

export function can(identity: Identity, permission: Permission, guests: GuestRight): boolean {
  return may(standingOf(identity), permission, guests);
}

/** The identity as its owner is told, with the `token` it is to keep, if there is one. */
export function youOf(identity: Identity, guests: GuestRight, token?: string): You {
  const { id, name, role } = identity;
  return { id, name, role, can: rightsOf(role, guests), ...(token !== undefined && { token }) };
}
