/** The viewers and publishers of one worker: made from the plan, connected at its pace, told what the scenario wants. */
import { monotonicMs } from './clock.ts';
import type { Desk } from './desk.ts';
import { Feed } from './feed.ts';
import { frameTable, groupTraces, type RoomObservation } from './observation.ts';
import { planRooms, planSeats, slowCount, type RoomPlan, type Seat } from './plan.ts';
import { Publisher, type PublisherSeat } from './publisher.ts';
import { RawFrames } from './raw-frames.ts';
import { signToken } from './token.ts';
import { TraceEvents } from './trace.ts';
import { Viewer } from './viewer.ts';

interface Gathering {
  readonly index: number;
  readonly feed: Feed;
  readonly events: TraceEvents;
  readonly viewers: Viewer[];
  readonly publishers: Publisher[];
}

const PACE_MS = 20;
const TOKEN_DAYS = 8;

export class Crowd {
  readonly viewers: Viewer[] = [];
  readonly publishers: Publisher[] = [];
  readonly #rooms = new Map<number, Gathering>();
  readonly #desk: Desk;
  #pacer: NodeJS.Timeout | undefined;

  /** Every `plan.workers`-th connection of the plan, from `worker` on. */
  constructor(desk: Desk, worker: number, jwtSecret: string | undefined) {
    this.#desk = desk;
    const { plan } = desk;
    const rooms = planRooms(plan);
    const rawFrames = new RawFrames();
    planSeats(rooms).forEach((seat, index) => {
      const room = rooms[seat.room];
      if (index % plan.workers !== worker || !room) return;
      const gathering = this.#gathering(seat.room, room, rawFrames);
      const account = jwtSecret === undefined ? undefined : this.#account(room, seat, index, jwtSecret);
      const publisher = seat.publisher < 0 ? undefined : new Publisher({ room, index: seat.publisher, account }, desk);
      if (publisher) {
        gathering.publishers.push(publisher);
        this.publishers.push(publisher);
      }
      const who = publisher ? { speaker: publisher } : account ? { token: account.token } : {};
      const viewer = new Viewer(index, gathering.feed, gathering.events, desk, who);
      gathering.viewers.push(viewer);
      this.viewers.push(viewer);
    });
  }

  /** Opens this worker's share of `plan.connectPerSecond` each second until all are on their way. */
  connect(): void {
    const { plan } = this.#desk;
    const beganMs = monotonicMs();
    let opened = 0;
    const step = (): void => {
      const due = ((monotonicMs() - beganMs + PACE_MS) / 1000) * (plan.connectPerSecond / plan.workers);
      for (; opened < this.viewers.length && opened < due; opened += 1) this.viewers[opened]?.connect();
      if (opened === this.viewers.length) clearInterval(this.#pacer);
    };
    this.#pacer = setInterval(step, PACE_MS);
    step();
  }

  /** Those of scenario `slow`: evenly spread, and never a publisher, whose answers would go unread. */
  slowViewers(): readonly Viewer[] {
    const watching = [...this.#rooms.values()].flatMap(({ viewers, publishers }) => viewers.slice(publishers.length));
    const every = watching.length / Math.min(watching.length, slowCount(this.#desk.plan, this.viewers.length));
    return watching.filter((_, index) => Math.floor((index + 1) / every) > Math.floor(index / every));
  }

  /** Ends every connection and tells what was seen, room by room. */
  finish(recalledIds: ReadonlySet<string>, recalledUsers: ReadonlySet<string>): readonly RoomObservation[] {
    clearInterval(this.#pacer);
    for (const viewer of this.viewers) viewer.finish();
    return [...this.#rooms.values()].map(({ index, feed, events, viewers, publishers }) => ({
      room: index,
      frames: frameTable(feed),
      events: events.list,
      groups: groupTraces(viewers.map((viewer) => viewer.trace.pairs)),
      acked: Uint32Array.from(publishers.flatMap((publisher) => [...publisher.acked.values()])),
      unanswered: publishers.reduce((sum, publisher) => sum + publisher.unanswered, 0),
      recalled: publishers.flatMap(({ acked, userId }) =>
        [...acked].flatMap(([id, number]) =>
          recalledIds.has(id) || (userId !== undefined && recalledUsers.has(userId)) ? [number] : [],
        ),
      ),
    }));
  }

  #gathering(index: number, room: RoomPlan, rawFrames: RawFrames): Gathering {
    const known = this.#rooms.get(index);
    if (known) return known;
    const { runId, warmupSeconds } = this.#desk.plan;
    const feed = new Feed(room, runId, warmupSeconds * 1000, rawFrames);
    const gathering = { index, feed, events: new TraceEvents(), viewers: [], publishers: [] };
    this.#rooms.set(index, gathering);
    return gathering;
  }

  /** A user of its own for each connection: gateways where guests may not read are loaded the same way. */
  #account(room: RoomPlan, seat: Seat, index: number, secret: string): PublisherSeat['account'] {
    const { runId, role } = this.#desk.plan;
    const userId = `lt-${runId}-${index}`;
    const exp = Math.floor(Date.now() / 1000) + TOKEN_DAYS * 86_400;
    const userRole = seat.publisher < 0 ? 'member' : role;
    const claims = { sub: userId, name: `Load ${index}`, room: room.name, role: userRole, exp };
    return { userId, token: signToken(claims, secret) };
  }
}
