/** Who somebody is taken for, and what each role may do: the one table of rights. */
import type { GuestRight, Right, Role, You } from '@danmaku-live/protocol';

export interface Identity {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  /** How it was shown: a server's key is not limited in what it posts. */
  readonly by: 'guest' | 'token' | 'key';
  /** A guest's signed identity, to be kept by the client. */
  readonly token?: string;
  /** When its token ends, in milliseconds since 1970; absent for keys. */
  readonly expiresMs?: number;
}

/** What `role` may do in a room. A guest's rights are the room's to give. */
export function rightsOf(role: Role, guests: GuestRight): readonly Right[] {
  switch (role) {
    case 'guest':
      return guests === 'post' ? ['read', 'post'] : guests === 'read' ? ['read'] : [];
    case 'member':
    case 'paid':
      return ['read', 'post'];
    case 'moderator':
    case 'owner':
      return ['read', 'post', 'moderate'];
  }
}

export function can(identity: Identity, right: Right, guests: GuestRight): boolean {
  return rightsOf(identity.role, guests).includes(right);
}

/** The identity as its owner is told. */
export function youOf(identity: Identity, guests: GuestRight): You {
  const { id, name, role, token } = identity;
  return { id, name, role, can: rightsOf(role, guests), ...(token !== undefined && { token }) };
}
