/**
 * The conductor: takes sessions in, reads what they say, asks `room/` and `identity/` what to do and orders the
 * adapters to do it. Knows no socket library and no broker implementation.
 */
import { randomBytes } from 'node:crypto';
import { CLOSE, decodeClientMessage, type ClientMessage, type PostMessage, type You } from '@danmaku-live/protocol';
import type { Counters } from './counters.ts';
import type { Enforcer } from './enforcer.ts';
import type { Line } from './fanout.ts';
import { errorFrame, frame, heartbeatFrame, refusedFrame } from './frames.ts';
import { can, youOf, type Identity } from './identity/identity.ts';
import type { Identifier } from './identity/identifier.ts';
import type { Networks } from './identity/networks.ts';
import type { LiveRooms } from './live-rooms.ts';
import { tellPoster } from './post-answer.ts';
import type { Poster } from './poster.ts';
import type { Room } from './room/room.ts';
import { isBack, type Session } from './room/session.ts';
import { fullBucket, take, type BucketRate } from './room/token-bucket.ts';
import type { UserSockets } from './user-sockets.ts';
import { Welcomes } from './welcomes.ts';

export type Viewer = Session<Line>;

/** What the adapter knows of a connection when it opens. */
export interface Arriving {
  readonly room: string;
  readonly encoding: Viewer['encoding'];
  readonly after: string | undefined;
  readonly address: string;
  /** Shown by a credential in the upgrade request. */
  readonly identity: Identity | undefined;
}

export interface GatewayOptions {
  readonly rooms: LiveRooms<Viewer>;
  readonly poster: Poster;
  readonly identifier: Identifier;
  readonly networks: Networks;
  readonly enforcer: Enforcer;
  readonly userSockets: UserSockets;
  readonly counters: Counters;
  readonly onInternalError: (error: unknown) => void;
}

/** A comment older than this is no longer live: a viewer this far behind starts afresh. */
const MAX_LAG_MS = 5000;
const AUTH_WITHIN_MS = 10_000;
/** A token that ended is still good for this long: clocks differ. */
const EXPIRY_LEEWAY_MS = 30_000;
const MAX_EARLY_FRAMES = 16;
/** Frames a client may send: far above any honest use, far below what would cost others. */
const FRAME_RATE: BucketRate = { perSecond: 50, burst: 200 };
/** What a token that was refused costs besides: looking at its signature takes as long as many other frames. */
const REFUSED_TOKEN_PENALTY = 9;

export class Gateway {
  readonly #options: GatewayOptions;
  readonly #welcomes = new Welcomes();
  readonly sessions = new Set<Viewer>();

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Takes a new connection in; its welcome follows as soon as its room is open. */
  open(line: Line, arriving: Arriving): Viewer {
    const { identifier, networks, userSockets, counters } = this.#options;
    const viewer: Viewer = {
      id: randomBytes(9).toString('base64url'),
      room: arriving.room,
      encoding: arriving.encoding,
      line,
      after: arriving.after,
      network: networks.keyOf(arriving.address),
      frames: fullBucket(FRAME_RATE, performance.now()),
      welcome: { sentMs: 0, bytes: 0, dueMs: 0 },
      identity: arriving.identity ?? identifier.newGuest(Date.now()),
      state: { kind: 'joining', early: [] },
    };
    this.sessions.add(viewer);
    counters.opened += 1;
    const isWithin = userSockets.add(viewer.identity.id) || viewer.identity.by === 'key';
    this.#run(viewer, isWithin ? this.#join(viewer) : this.#turnAway(viewer));
    return viewer;
  }

  /** One text frame from a client. */
  receive(viewer: Viewer, text: string): void {
    const { counters } = this.#options;
    counters.framesReceived += 1;
    const { state } = viewer;
    if (viewer.identity.by !== 'key' && !take(viewer.frames, FRAME_RATE, performance.now())) {
      this.malformed(viewer, 'too many frames');
    } else if (state.kind === 'joining') {
      // The welcome comes first, always: what a hasty client says before it is heard after it.
      if (state.early.length < MAX_EARLY_FRAMES) state.early.push(text);
      else this.malformed(viewer, 'too many frames before the welcome');
    } else {
      this.#read(viewer, text);
    }
  }

  /** A frame that no client of this protocol sends. */
  malformed(viewer: Viewer, reason: string): void {
    this.#options.counters.malformedFrames += 1;
    viewer.line.close(CLOSE.malformed, reason);
  }

  /** The connection is gone. */
  closed(viewer: Viewer): void {
    const { rooms, counters, enforcer, userSockets } = this.#options;
    const { kind } = viewer.state;
    if (kind === 'closed') return;
    userSockets.remove(viewer.identity.id);
    enforcer.left(viewer);
    this.#welcomes.closed(viewer);
    if (viewer.state.kind === 'awaiting_auth') clearTimeout(viewer.state.deadline);
    viewer.state = { kind: 'closed' };
    this.sessions.delete(viewer);
    counters.closed += 1;
    if (kind === 'joining') return;
    const room = rooms.find(viewer.room);
    if (room && kind === 'joined') rooms.leave(room, viewer);
    rooms.release(viewer.room);
  }

  /** Whether this viewer may still be here; says goodbye when it may not. Called about once a second. */
  check(viewer: Viewer, nowMs: number): void {
    const { identity, line } = viewer;
    if (this.#welcomes.isTooSlow(viewer, nowMs)) {
      this.#tooSlow(viewer);
      return;
    }
    if (viewer.state.kind !== 'joined') return;
    const room = this.#options.rooms.find(viewer.room);
    if (identity.by === 'token' && identity.expiresMs !== undefined && identity.expiresMs + EXPIRY_LEEWAY_MS <= nowMs) {
      this.#become(viewer, this.#options.identifier.newGuest(nowMs));
      if (room) this.#introduce(viewer, room);
    }
    if (room && !can(viewer.identity, 'read', room.settings.guests))
      line.close(CLOSE.notAuthenticated, 'sign in first');
  }

  async #turnAway(viewer: Viewer): Promise<void> {
    // Not before the adapter knows the viewer it opened.
    await Promise.resolve();
    viewer.line.close(CLOSE.tooManyConnections, 'too many connections of this user');
  }

  async #join(viewer: Viewer): Promise<void> {
    const { rooms } = this.#options;
    const room = await rooms.hold(viewer.room);
    await rooms.caughtUp(room, viewer.after);
    if (viewer.state.kind !== 'joining') {
      rooms.release(viewer.room);
      return;
    }
    const { early } = viewer.state;
    if (can(viewer.identity, 'read', room.settings.guests)) {
      this.#welcome(viewer, room);
    } else {
      const deadline = setTimeout(() => viewer.line.close(CLOSE.notAuthenticated, 'sign in first'), AUTH_WITHIN_MS);
      viewer.state = { kind: 'awaiting_auth', deadline: deadline.unref() };
    }
    for (const text of early) if (this.sessions.has(viewer)) this.#read(viewer, text);
  }

  #welcome(viewer: Viewer, room: Room<Viewer>): void {
    const { rooms, enforcer } = this.#options;
    if (viewer.state.kind === 'awaiting_auth') clearTimeout(viewer.state.deadline);
    viewer.state = { kind: 'joined' };
    rooms.enter(room, viewer);
    const nowMs = Date.now();
    if (!enforcer.admits(room, viewer, nowMs)) return;
    this.#welcomes.send(viewer, room, this.#you(viewer, room), nowMs);
    viewer.line.join(room.name, viewer.encoding);
    enforcer.identified(room, viewer);
  }

  /** Tells somebody who is here already who they are now; the banned are sent away. */
  #introduce(viewer: Viewer, room: Room<Viewer>): void {
    const { enforcer } = this.#options;
    if (!enforcer.admits(room, viewer, Date.now())) return;
    viewer.line.send(frame({ type: 'you', you: this.#you(viewer, room) }));
    enforcer.identified(room, viewer);
  }

  #you({ identity }: Viewer, { settings }: Room<Viewer>): You {
    return youOf(identity, settings.guests, this.#options.identifier.tokenOf(identity));
  }

  #become(viewer: Viewer, identity: Identity): void {
    const { userSockets } = this.#options;
    userSockets.remove(viewer.identity.id);
    viewer.identity = identity;
    const isWithin = userSockets.add(identity.id) || identity.by === 'key';
    if (!isWithin) viewer.line.close(CLOSE.tooManyConnections, 'too many connections of this user');
  }

  #read(viewer: Viewer, text: string): void {
    const decoded = decodeClientMessage(text);
    if (decoded.ok) {
      this.#obey(viewer, decoded.message);
      return;
    }
    this.#options.counters.malformedFrames += 1;
    if (viewer.state.kind === 'awaiting_auth') viewer.line.close(CLOSE.notAuthenticated, 'sign in first');
    else if (decoded.answer === 'error') viewer.line.send(errorFrame(decoded.code, decoded.reason));
    else viewer.line.send(refusedFrame(decoded.ref, { code: decoded.code, message: decoded.reason }));
  }

  #obey(viewer: Viewer, message: ClientMessage): void {
    if (message.type === 'auth') {
      this.#run(viewer, this.#authenticate(viewer, message.token));
      return;
    }
    const room = this.#options.rooms.find(viewer.room);
    if (viewer.state.kind !== 'joined' || !room) {
      viewer.line.close(CLOSE.notAuthenticated, 'sign in first');
    } else if (message.type === 'heartbeat') {
      const { sent, offset } = message;
      viewer.line.send(heartbeatFrame({ sent, time: Date.now(), viewers: room.viewersEverywhere }));
      if (offset !== undefined && room.isBehind(offset, performance.now(), MAX_LAG_MS)) this.#tooSlow(viewer);
    } else {
      try {
        this.#post(viewer, room, message);
      } catch (error) {
        this.#failed(viewer, error);
      }
    }
  }

  #post(viewer: Viewer, room: Room<Viewer>, message: PostMessage): void {
    const { ref, type: _type, ...fields } = message;
    const [{ identity, network }, nowMs] = [viewer, Date.now()];
    const sanction = this.#options.enforcer.judge(room, identity, network, nowMs);
    const from = { identity, network, sanction, isBack: isBack(viewer, nowMs) };
    this.#options.poster.take(room, from, ref, fields, (answer) => tellPoster(viewer, room, ref, answer));
  }

  async #authenticate(viewer: Viewer, token: string): Promise<void> {
    const verdict = await this.#options.identifier.verifyToken(token, viewer.room, Date.now());
    const room = this.#options.rooms.find(viewer.room);
    if (!this.sessions.has(viewer) || !room) return;
    const waits = viewer.state.kind === 'awaiting_auth';
    if (!verdict.ok) {
      const isPassing = verdict.code === 'overloaded';
      if (!isPassing) viewer.frames.tokens -= REFUSED_TOKEN_PENALTY;
      if (waits) viewer.line.close(isPassing ? CLOSE.overloaded : CLOSE.notAuthenticated, verdict.message);
      else viewer.line.send(refusedFrame(undefined, verdict));
      return;
    }
    this.#become(viewer, verdict.identity);
    if (!this.sessions.has(viewer)) return;
    if (!waits) this.#introduce(viewer, room);
    else if (can(viewer.identity, 'read', room.settings.guests)) this.#welcome(viewer, room);
    else viewer.line.close(CLOSE.notAuthenticated, 'sign in first');
  }

  #tooSlow(viewer: Viewer): void {
    this.#options.counters.slowClosed += 1;
    viewer.line.close(CLOSE.tooSlow, 'too slow');
  }

  /** Work of one viewer that nobody waits for; a failure ends this viewer's connection and no other. */
  #run(viewer: Viewer, work: Promise<void>): void {
    work.catch((error: unknown) => this.#failed(viewer, error));
  }

  #failed(viewer: Viewer, error: unknown): void {
    this.#options.onInternalError(error);
    viewer.line.close(CLOSE.internal, 'internal error');
  }
}
