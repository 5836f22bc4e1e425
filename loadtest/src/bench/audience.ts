/** The connections of a benchmark: opened by a dialect, read by the raw reader, counted together. */
import { BufferPool } from '../buffer-pool.ts';
import { monotonicMs } from '../clock.ts';
import { Connection } from '../connection.ts';
import { LatencyRecorder } from '../latency-recorder.ts';
import { USUAL_OUTGOING_PORTS } from '../machine.ts';
import { target, type Target } from '../target.ts';
import { DIALECTS, type Dialect } from './dialects.ts';
import { FrameMemory } from './frame-memory.ts';
import type { Connected, ConnectOrder } from './talk.ts';

const READ_BYTES = 1024 * 1024;
const CONNECT_WITHIN_MS = 60_000;
/** Of a greeting, as much as is looked at. */
const MOST_CHARS = 4096;

/** One connection that is in its room. */
export interface Member {
  readonly room: string;
  readonly connection: Connection;
}

export interface Counts {
  deliveries: number;
  frames: number;
  bytes: number;
  lost: number;
}

export class Audience {
  readonly dialect: Dialect;
  readonly members: Member[] = [];
  /** The first of each room. */
  readonly firsts: Member[] = [];
  readonly latencies = new LatencyRecorder();
  /** Posts so far: no two of them have the same number. */
  posted = 0;
  /** What the moments in all comments count from: one that comes late is told from one of the run that follows. */
  readonly sinceMs = monotonicMs();
  counts: Counts = { deliveries: 0, frames: 0, bytes: 0, lost: 0 };
  /** Gets what is not a frame of comments. */
  onOther: (bytes: Buffer, start: number, end: number) => void = () => undefined;
  readonly #order: ConnectOrder;
  readonly #target: Target;
  readonly #publisherTarget: Target;
  readonly #reading = { buffer: Buffer.allocUnsafeSlow(READ_BYTES), pool: new BufferPool() };
  readonly #memory = new FrameMemory();
  readonly #connections = new Set<Connection>();
  #problem: string | undefined;
  #measuring = false;

  constructor(order: ConnectOrder) {
    this.#order = order;
    this.dialect = DIALECTS[order.dialect];
    this.#target = loopback(order.port);
    this.#publisherTarget = loopback(order.publisherPort ?? order.port);
    this.latencies.start(this.sinceMs);
  }

  /** Counts and records from now on, or no longer. */
  set measuring(on: boolean) {
    this.#measuring = on;
    if (on) this.counts = { deliveries: 0, frames: 0, bytes: 0, lost: 0 };
  }

  /** Brings so many viewers into each room, besides those who are there. */
  async connect(viewersPerRoom: number): Promise<Connected> {
    const { rooms, atOnce } = this.#order;
    const wanted = rooms.length * viewersPerRoom;
    const before = this.members.length;
    const beganMs = monotonicMs();
    let next = 0;
    let failed = 0;
    let lastMs = beganMs;
    const seat = async (): Promise<void> => {
      while (next < wanted && monotonicMs() - beganMs < CONNECT_WITHIN_MS) {
        const index = next;
        next += 1;
        const room = rooms[index % rooms.length] ?? '';
        const isFirst = before === 0 && index < rooms.length;
        const member = await (isFirst
          ? this.#open(this.#publisherTarget, room, this.#order.apiKey)
          : this.#open(this.#target, room, undefined));
        lastMs = monotonicMs();
        if (!member) failed += 1;
        else {
          this.members.push(member);
          if (isFirst) this.firsts.push(member);
        }
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, wanted) }, seat));
    const seconds = (lastMs - beganMs) / 1000;
    return { type: 'connected', opened: this.members.length - before, failed, seconds, problem: this.#problem };
  }

  /** Resolves when nothing has come for `forMs`: what was posted before is all there. */
  async still(forMs: number): Promise<void> {
    for (let bytes = -1; bytes !== this.counts.bytes;) {
      bytes = this.counts.bytes;
      await new Promise((resolve) => setTimeout(resolve, forMs));
    }
  }

  leave(): void {
    for (const connection of this.#connections) connection.cut();
    this.#connections.clear();
  }

  #open(where: Target, room: string, apiKey: string | undefined): Promise<Member | undefined> {
    const { dialect } = this;
    return new Promise((resolve) => {
      let isIn = false;
      const enter = (): void => {
        isIn = true;
        resolve({ room, connection });
      };
      const options = { subprotocol: dialect.subprotocol, insecure: false, apiKey };
      const connection = new Connection(where, '127.0.0.1', dialect.path(room), options, this.#reading, {
        opened: () => {
          for (const text of dialect.hello(room)) connection.send(text);
          if (dialect.joinsSilently) enter();
        },
        read: (bytes) => {
          this.counts.bytes += bytes;
        },
        known: (payloadBytes, bytes, start, end) => this.#memory.begun(payloadBytes, bytes, start, end),
        message: (_, bytes, start, end) => {
          if (isIn) {
            this.#read(connection, bytes, start, end);
            return;
          }
          const text = bytes.toString('latin1', start, Math.min(end, start + MOST_CHARS));
          if (dialect.next?.after.test(text)) connection.send(dialect.next.say(room));
          if (dialect.joined?.test(text)) enter();
        },
        closed: ({ code, reason }) => {
          this.#connections.delete(connection);
          this.#problem ??= `${code}: ${reason}`;
          if (isIn) this.counts.lost += 1;
          else resolve(undefined);
        },
      });
      this.#connections.add(connection);
    });
  }

  #read(connection: Connection, bytes: Buffer, start: number, end: number): void {
    const frame = this.#memory.find(bytes, start, end);
    if (!frame) {
      const { ping } = this.dialect;
      if (ping && end - start === ping[0].length && bytes.toString('latin1', start, end) === ping[0])
        connection.send(ping[1]);
      else this.onOther(bytes, start, end);
      return;
    }
    if (!this.#measuring) return;
    this.counts.frames += 1;
    this.counts.deliveries += frame.comments;
    this.latencies.arrived(frame, monotonicMs());
  }
}

function loopback(port: number): Target {
  return target(`http://127.0.0.1:${port}`, ['127.0.0.1'], 1, USUAL_OUTGOING_PORTS);
}
