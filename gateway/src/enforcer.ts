/**
 * Makes what moderators lay down felt by those who are here: sends the banned away, extends a sanction to the networks
 * its user is seen at, and shows moderators what is held.
 */
import { CLOSE } from '@danmaku-live/protocol';
import { BrokerAway, type Broker } from './broker/broker.ts';
import type { Line } from './fanout.ts';
import { frame } from './frames.ts';
import { can, type Identity } from './identity/identity.ts';
import type { HeldComment } from './room/held-comments.ts';
import type { ModerationNews } from './room/moderation.ts';
import type { Room } from './room/room.ts';
import { sanctionField, type Sanction } from './room/sanctions.ts';
import { SeenNetworks } from './room/seen-networks.ts';
import type { Session } from './room/session.ts';

type Viewer = Session<Line>;

export interface EnforcerOptions {
  readonly broker: Pick<Broker, 'control'>;
  readonly onError: (error: unknown) => void;
}

/** Users whose networks are remembered: a few megabytes. */
const MAX_SEEN_USERS = 20_000;
/** Fields that one user's sanction may fill: whoever has thousands of networks is not stopped by their number. */
const MAX_FIELDS = 17;
/** While the broker is away for a moment. */
const RETRY_MS = 500;
const TRIES = 4;

export class Enforcer {
  readonly #options: EnforcerOptions;
  readonly #seen = new SeenNetworks(MAX_SEEN_USERS);
  readonly #moderators = new Map<string, Set<Viewer>>();

  constructor(options: EnforcerOptions) {
    this.#options = options;
  }

  /** What holds for somebody who comes from `network`. Their coming is remembered. */
  judge(room: Room<Viewer>, identity: Identity, network: string, nowMs: number): Sanction | undefined {
    this.#seen.add(identity.id, network);
    const { sanctions } = room.moderation;
    const own = sanctions.ofUser(identity.id, nowMs);
    if (own?.byAddress) this.#extend(room, own);
    return sanctions.on(identity, network, nowMs);
  }

  /** Sends `viewer` away when it is banned. @returns whether it may stay. */
  admits(room: Room<Viewer>, viewer: Viewer, nowMs: number): boolean {
    if (this.judge(room, viewer.identity, viewer.network, nowMs)?.kind !== 'ban') return true;
    viewer.line.close(CLOSE.notAllowed, 'you are banned from this room');
    return false;
  }

  /** `viewer` was welcomed, or is somebody else now. */
  identified(room: Room<Viewer>, viewer: Viewer): void {
    this.left(viewer);
    if (!can(viewer.identity, 'see held comments', room.settings.guests)) return;
    const moderators = this.#moderators.get(room.name) ?? new Set();
    this.#moderators.set(room.name, moderators.add(viewer));
    for (const held of room.moderation.held.values()) viewer.line.send(heldFrame(held));
  }

  left(viewer: Viewer): void {
    const moderators = this.#moderators.get(viewer.room);
    if (moderators?.delete(viewer) && moderators.size === 0) this.#moderators.delete(viewer.room);
  }

  /** What moderators changed takes hold of those who are here already. */
  news(room: Room<Viewer>, news: ModerationNews, nowMs: number): void {
    for (const held of news.held) {
      for (const moderator of this.#moderators.get(room.name) ?? []) moderator.line.send(heldFrame(held));
    }
    for (const sanction of news.sanctions) if (sanction.byAddress) this.#extend(room, sanction);
    const bans = news.sanctions.filter(({ kind }) => kind === 'ban');
    if (bans.length === 0) return;
    const users = new Set(bans.map(({ user }) => user));
    const networks = new Set(bans.map(({ network }) => network));
    for (const viewer of room.viewers) {
      if (users.has(viewer.identity.id) || networks.has(viewer.network)) this.admits(room, viewer, nowMs);
    }
  }

  #extend(room: Room<Viewer>, sanction: Sanction, tries = TRIES): void {
    const { byAddress: _, ...rest } = sanction;
    const known = room.moderation.sanctions.fieldsOf(sanction.user);
    const fields = this.#seen.of(sanction.user).map((network) => {
      return [sanctionField({ user: sanction.user, network }), JSON.stringify({ ...rest, network })] as const;
    });
    const fresh = fields.filter(([field]) => !known.includes(field));
    if (fresh.length === 0 || known.length + fresh.length > MAX_FIELDS) return;
    const change = Object.fromEntries(fresh);
    this.#options.broker.control(room.name, { kind: 'state', timeMs: Date.now(), change }, change).catch((error) => {
      if (!(error instanceof BrokerAway)) this.#options.onError(error);
      // After the last try, with the user's next sign of life; who was sent away may give none from here.
      else if (tries > 1) setTimeout(() => this.#extendAgain(room, sanction.user, tries - 1), RETRY_MS).unref();
    });
  }

  #extendAgain(room: Room<Viewer>, user: string, tries: number): void {
    // It may have been lifted meanwhile.
    const own = room.moderation.sanctions.ofUser(user, Date.now());
    if (own?.byAddress) this.#extend(room, own, tries);
  }
}

function heldFrame({ comment, untilMs }: HeldComment): string {
  return frame({ type: 'held', comment, untilMs });
}
