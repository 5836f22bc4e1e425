/**
 * The rooms that somebody here looks at. Opens each once on the broker however many join meanwhile, keeps it a moment
 * after the last has left, and flushes it: the first comment at once, then at most one frame per pace.
 */
import { deflateRawSync } from 'node:zlib';
import { SUBPROTOCOLS, type RoomSettings, type Subprotocol } from '@danmaku-live/protocol';
import { backRef, type Broker, type BrokerListener, type Presence, type RoomSnapshot } from './broker/broker.ts';
import type { Counters } from './counters.ts';
import type { Fanout } from './fanout.ts';
import { FlushWaiters } from './flush-waiters.ts';
import { commentsFrame, frame, settingsFrame } from './frames.ts';
import { batchPaceMs } from './room/batch-pace.ts';
import { FlushWheel, TICK_MS } from './room/flush-wheel.ts';
import type { CommentLine, LogEntry } from './room/log-line.ts';
import type { ModerationNews } from './room/moderation.ts';
import { hasCommentsFrame, type FlushContent } from './room/outbox.ts';
import { Room, type RoomOptions, type RoomStart } from './room/room.ts';
import { settingsOf } from './room/settings.ts';

/** Below this a frame is not worth compressing: a single comment does not shrink. */
const DEFLATE_FROM_CHARS = 1024;
const LINGER_MS = 1000;
/** A batch of a room that other gateways have too is sent this long before the frame it shall be in. */
const SHARED_LEAD_MS = 5;
/** How long a viewer waits that has been sent more elsewhere: as long as this gateway may be late, and not cut off. */
const OVERTAKEN_MS = 1000;

export interface LiveRoomsOptions {
  readonly room: RoomOptions;
  readonly defaultSettings: RoomSettings;
  readonly broker: Broker;
  readonly fanout: Fanout;
  readonly counters: Counters;
  /** Moderators have changed what holds in a room; called at once, before viewers hear of anything. */
  readonly onModeration?: (room: string, news: ModerationNews) => void;
}

interface OpenRoom<Viewer extends { readonly encoding: Subprotocol }> {
  readonly ready: Promise<Room<Viewer>>;
  room: Room<Viewer> | undefined;
  /** What the broker told before the room stood. */
  readonly early: ((room: Room<Viewer>) => void)[];
  readonly waiters: FlushWaiters;
  /** Work that needs the room although nobody looks at it. */
  holds: number;
  linger: NodeJS.Timeout | undefined;
}

export class LiveRooms<Viewer extends { readonly encoding: Subprotocol }> implements BrokerListener {
  readonly #options: LiveRoomsOptions;
  readonly #rooms = new Map<string, OpenRoom<Viewer>>();
  readonly #wheel = new FlushWheel<string>();
  #timer: NodeJS.Timeout | undefined;
  /** Milliseconds between two frames to a busy room. */
  paceMs: number;

  constructor(options: LiveRoomsOptions, paceMs: number) {
    this.#options = options;
    this.paceMs = paceMs;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /**
   * When this gateway may send the batch that follows the one of `lastSentMs` into a room's log. Not before the room's
   * next frame may go, less the batch's own way: a comment waits for one pace, in the batch, and not again in the outbox.
   */
  nextBatchMs(name: string, lastSentMs: number): number {
    const room = this.find(name);
    if (!room) return lastSentMs + this.paceMs;
    const leadMs = room.gateways > 1 ? SHARED_LEAD_MS : 0;
    const frameMs = room.lastFlushMs + this.paceMs - leadMs;
    return Math.max(
      lastSentMs + batchPaceMs(this.paceMs, room.gateways),
      Math.min(frameMs, lastSentMs + 2 * this.paceMs),
    );
  }

  /** The room if it is open here already. */
  find(name: string): Room<Viewer> | undefined {
    return this.#rooms.get(name)?.room;
  }

  *open(): Iterable<Room<Viewer>> {
    for (const { room } of this.#rooms.values()) if (room) yield room;
  }

  /** Keeps the room open until {@link release}; each call needs its own. */
  async hold(name: string): Promise<Room<Viewer>> {
    let entry = this.#rooms.get(name);
    if (!entry) {
      entry = {
        ready: this.#subscribe(name),
        room: undefined,
        early: [],
        waiters: new FlushWaiters(),
        holds: 0,
        linger: undefined,
      };
      this.#rooms.set(name, entry);
    }
    entry.holds += 1;
    clearTimeout(entry.linger);
    entry.linger = undefined;
    try {
      return entry.room ?? (entry.room = await entry.ready);
    } catch (error) {
      if (this.#rooms.get(name) === entry) this.#rooms.delete(name);
      throw error;
    }
  }

  release(name: string): void {
    const entry = this.#rooms.get(name);
    if (!entry) return;
    entry.holds -= 1;
    if (entry.holds > 0) return;
    entry.linger = setTimeout(() => this.#close(name), LINGER_MS);
    entry.linger.unref();
  }

  /**
   * Resolves when all that has been heard of the room here has been sent: what a comment's author was told is in the
   * log is then in the welcome of whoever comes after that. A viewer from a gateway that has heard more is waited for a
   * moment, so that it is not sent again what it has.
   */
  async caughtUp(room: Room<Viewer>, after: string | undefined): Promise<void> {
    const untilMs = performance.now() + OVERTAKEN_MS;
    const isOvertaken = () =>
      after !== undefined && room.isOvertakenBy(after) && this.#options.broker.trouble() === undefined;
    while (room.hasPending || isOvertaken()) {
      const open = this.#rooms.get(room.name);
      const leftMs = untilMs - performance.now();
      if (!open || (!room.hasPending && leftMs <= 0)) return;
      await open.waiters.next(room.hasPending ? undefined : leftMs);
    }
  }

  enter(room: Room<Viewer>, viewer: Viewer): void {
    room.add(viewer);
    this.#options.broker.report(room.name, room.viewers.size);
  }

  leave(room: Room<Viewer>, viewer: Viewer): void {
    room.remove(viewer);
    this.#options.broker.report(room.name, room.viewers.size);
  }

  entry(name: string, entry: LogEntry): void {
    this.#tell(name, (room) => room.take(entry, Date.now()));
  }

  ahead(name: string, lines: readonly CommentLine[]): void {
    this.#tell(name, (room) => room.takeAhead(lines, Date.now()));
  }

  restart(name: string, snapshot: RoomSnapshot): void {
    const start = this.#startOf(snapshot);
    this.#tell(name, (room) => this.#giveBack(room.name, room.restart(start, Date.now())));
  }

  /** Every gateway that has lost the same gives it back: the log takes it from the first. */
  #giveBack(name: string, lines: readonly CommentLine[]): void {
    if (lines.length === 0) return;
    const submissions = lines.map((line) => ({ line, refKey: backRef(name, line.id), claims: [] }));
    for (const outcome of this.#options.broker.append(name, submissions, Date.now())) {
      // Lost for good with the next log, or known already: nobody waits for it.
      Promise.resolve(outcome).catch(() => undefined);
    }
  }

  #tell(name: string, what: (room: Room<Viewer>) => void): void {
    const open = this.#rooms.get(name);
    if (!open?.room) {
      open?.early.push(what);
      return;
    }
    const { room } = open;
    what(room);
    this.#tellNews(room);
    if (!room.hasPending) return;
    const dueMs = room.lastFlushMs + this.paceMs;
    const nowMs = performance.now();
    // Timers of the same pace drift by a fraction of a millisecond; waiting one more tick for it helps nobody.
    if (dueMs - nowMs < 1) this.#flush(room, nowMs);
    else this.#schedule(name, dueMs);
  }

  presence(name: string, presence: Presence): void {
    const room = this.find(name);
    if (!room) return;
    room.viewersEverywhere = presence.viewers;
    room.gateways = presence.instances;
  }

  /** Sends everybody what is still pending, however recent the last flush. */
  flushAll(): void {
    for (const room of this.open()) if (room.hasPending) this.#flush(room, performance.now());
  }

  close(): void {
    clearInterval(this.#timer);
    for (const { linger } of this.#rooms.values()) clearTimeout(linger);
    this.#rooms.clear();
  }

  async #subscribe(name: string): Promise<Room<Viewer>> {
    const { broker, room } = this.#options;
    const snapshot = await broker.subscribe(name);
    const opened = new Room<Viewer>(name, this.#startOf(snapshot), room, Date.now(), performance.now());
    const open = this.#rooms.get(name);
    if (open) {
      open.room = opened;
      this.#tellNews(opened);
      for (const what of open.early.splice(0)) this.#tell(name, what);
    }
    return opened;
  }

  #startOf(snapshot: RoomSnapshot): RoomStart {
    return { ...snapshot, settings: settingsOf(snapshot.state, this.#options.defaultSettings) };
  }

  #tellNews(room: Room<Viewer>): void {
    const news = room.moderation.takeNews();
    if (news) this.#options.onModeration?.(room.name, news);
  }

  #close(name: string): void {
    this.#wheel.cancel(name);
    this.#rooms.delete(name);
    this.#options.broker.unsubscribe(name);
  }

  #schedule(name: string, dueMs: number): void {
    this.#wheel.schedule(name, dueMs);
    this.#timer ??= setInterval(() => this.#tick(), TICK_MS);
  }

  #tick(): void {
    const nowMs = performance.now();
    for (const name of this.#wheel.takeDue(nowMs)) {
      const room = this.find(name);
      if (room?.hasPending) this.#flush(room, nowMs);
    }
    if (!this.#wheel.isEmpty) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #flush(room: Room<Viewer>, nowMs: number): void {
    const content = room.flush(nowMs);
    this.#count(room, content);
    for (const line of content.controls) {
      this.#publish(
        room,
        line.kind === 'settings' ? settingsFrame(line.settings) : frame({ type: 'recall', ...line.what }),
      );
    }
    // Last: a user's comments after a recall must outlive it, and who has seen this offset has heard all before it.
    if (hasCommentsFrame(content)) {
      this.#publish(room, commentsFrame(room.offsetText(), content.comments, content.leftOut));
    }
    this.#rooms.get(room.name)?.waiters.flushed();
  }

  #publish(room: Room<Viewer>, text: string): void {
    for (const encoding of SUBPROTOCOLS) {
      if (room.viewersOf(encoding) === 0) continue;
      const compress = encoding === 'danmaku.v1.deflate' && text.length >= DEFLATE_FROM_CHARS;
      this.#options.fanout.publish(room.name, encoding, compress ? deflateRawSync(text) : text);
      this.#options.counters.framesFlushed += 1;
    }
  }

  #count(room: Room<Viewer>, content: FlushContent): void {
    const { counters } = this.#options;
    counters.flushed += content.comments.length;
    counters.merged += content.merged;
    counters.leftOut += content.leftOut;
    counters.recalled += content.recalled;
    counters.deliveries += content.comments.length * room.viewers.size;
  }
}
