/** Who is muted, banned or shadow-banned in a room, for how long and by whom. Time is an argument. */
import { parseObject } from '@danmaku-live/protocol';
import { can, type Identity } from '../identity/identity.ts';

export const SANCTION_KINDS = ['mute', 'ban', 'shadow'] as const;
export type SanctionKind = (typeof SANCTION_KINDS)[number];

export interface Actor {
  readonly id: string;
  readonly name: string;
  readonly role: Identity['role'];
}

export interface Sanction {
  readonly kind: SanctionKind;
  readonly user: string;
  /** Where the user was seen: a key of the network, never an address. Absent: it holds for the user alone. */
  readonly network?: string;
  /** Networks where this user is seen shall be sanctioned too. */
  readonly byAddress?: true;
  readonly sinceMs: number;
  /** Absent: until it is lifted. */
  readonly untilMs?: number;
  readonly reason?: string;
  readonly by: Actor;
  /** Set by an owner or a server: it holds for moderators too. */
  readonly isFirm?: true;
}

/** Sanctions a room keeps; older ones that have ended make way. */
export const MAX_SANCTIONS = 5000;
const PREFIX = 'sanction ';
/** The harder one counts where a user and an address are sanctioned differently. */
const HARDNESS: Readonly<Record<SanctionKind, number>> = { ban: 3, shadow: 2, mute: 1 };

/** The field of a room's state that holds this sanction. */
export function sanctionField(sanction: Pick<Sanction, 'user' | 'network'>): string {
  return sanction.network === undefined ? `${PREFIX}user ${sanction.user}` : `${PREFIX}network ${sanction.network}`;
}

/** Whether this field of a room's state holds a sanction. */
export function isSanctionField(field: string): boolean {
  return field.startsWith(PREFIX);
}

export class Sanctions {
  readonly #byField = new Map<string, Sanction>();

  constructor(state: Iterable<readonly [field: string, text: string]> = []) {
    for (const [field, text] of state) this.set(field, text);
  }

  /** Takes a field of the room's state over, if it is one of ours. @returns the sanction that it holds now. */
  set(field: string, text: string | null): Sanction | undefined {
    if (!isSanctionField(field)) return undefined;
    const sanction = text === null ? undefined : readSanction(text);
    if (sanction) this.#byField.set(field, sanction);
    else this.#byField.delete(field);
    return sanction;
  }

  /** Those that have ended included. */
  all(): readonly Sanction[] {
    return [...this.#byField.values()];
  }

  /** What holds now, the newest first. */
  active(nowMs: number): readonly Sanction[] {
    return [...this.#byField.values()].filter((one) => isActive(one, nowMs)).sort((a, b) => b.sinceMs - a.sinceMs);
  }

  /** The sanction on the user itself, if one holds. */
  ofUser(user: string, nowMs: number): Sanction | undefined {
    if (this.#byField.size === 0) return undefined;
    const sanction = this.#byField.get(sanctionField({ user }));
    return sanction && isActive(sanction, nowMs) ? sanction : undefined;
  }

  /** The hardest sanction that holds for somebody who comes from `network`. */
  on(identity: Identity, network: string, nowMs: number): Sanction | undefined {
    if (this.#byField.size === 0) return undefined;
    const ofNetwork = this.#byField.get(sanctionField({ user: '', network }));
    const found = [this.#byField.get(sanctionField({ user: identity.id })), ofNetwork].filter(
      (one): one is Sanction => one !== undefined && isActive(one, nowMs) && holdsFor(one, identity),
    );
    return found.sort((a, b) => HARDNESS[b.kind] - HARDNESS[a.kind])[0];
  }

  /** Fields of sanctions on `user`, those on its networks included. */
  fieldsOf(user: string): readonly string[] {
    return this.#fields((one) => one.user === user);
  }

  /** Fields of sanctions that have ended. */
  endedFields(nowMs: number): readonly string[] {
    return this.#fields((one) => !isActive(one, nowMs));
  }

  get size(): number {
    return this.#byField.size;
  }

  #fields(is: (sanction: Sanction) => boolean): readonly string[] {
    return [...this.#byField].flatMap(([field, one]) => (is(one) ? [field] : []));
  }
}

/** @returns `undefined` for one that this version can't act on. */
function readSanction(text: string): Sanction | undefined {
  const fields = parseObject(text);
  const isOurs = SANCTION_KINDS.some((kind) => kind === fields?.['kind']) && typeof fields?.['user'] === 'string';
  return isOurs ? (fields as unknown as Sanction) : undefined;
}

function isActive({ untilMs }: Sanction, nowMs: number): boolean {
  return untilMs === undefined || untilMs > nowMs;
}

/** Moderators are sanctioned by owners and servers only, and those by nobody. */
function holdsFor(sanction: Sanction, identity: Identity): boolean {
  if (can(identity, 'sanction moderators', 'none')) return false;
  return sanction.isFirm === true || !can(identity, 'moderate', 'none');
}
