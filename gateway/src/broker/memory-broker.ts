/** The embedded broker: one gateway, no Redis, the log in memory for the process's life. */
import { randomBytes } from 'node:crypto';
import { History, type HistoryLimits, type HistoryPage, type PageQuery } from '../room/history.ts';
import type { CommentLine, ControlLine, LogEntry, LogLine } from '../room/log-line.ts';
import { tailOf } from '../room/log-tail.ts';
import {
  StateChanged,
  type Broker,
  type BrokerListener,
  type Presence,
  type RoomSnapshot,
  type RoomState,
  type StateChange,
  type StateKeeper,
  type Submission,
  type SubmissionOutcome,
} from './broker.ts';
import { ClaimBook } from './claim-book.ts';

interface RoomLog {
  readonly history: History;
  readonly state: Map<string, string>;
  viewers: number;
  subscribed: boolean;
}

export interface MemoryBrokerOptions {
  readonly limits: HistoryLimits;
  /** Rooms kept at once; beyond it the longest unused one without viewers is forgotten. */
  readonly maxRooms: number;
  readonly clock: () => number;
  /** Absent: state lives as long as the process. */
  readonly keeper?: StateKeeper | undefined;
}

export class MemoryBroker implements Broker {
  readonly #options: MemoryBrokerOptions;
  /** In order of last use. */
  readonly #rooms = new Map<string, RoomLog>();
  readonly #claims = new ClaimBook();
  readonly #secrets = new Map<string, Buffer>();
  #listener: BrokerListener | undefined;

  constructor(options: MemoryBrokerOptions) {
    this.#options = options;
    for (const [room, state] of options.keeper?.rooms ?? []) {
      this.#rooms.set(room, { ...this.#emptyLog(), state: new Map(state) });
    }
    for (const [name, secret] of options.keeper?.secrets ?? []) this.#secrets.set(name, secret);
  }

  open(listener: BrokerListener): Promise<void> {
    this.#listener = listener;
    return Promise.resolve();
  }

  subscribe(room: string): Promise<RoomSnapshot> {
    const log = this.#use(room);
    log.subscribed = true;
    return Promise.resolve(this.#snapshot(log));
  }

  unsubscribe(room: string): void {
    const log = this.#rooms.get(room);
    if (log) log.subscribed = false;
  }

  append(room: string, submissions: readonly Submission[], nowMs: number): readonly SubmissionOutcome[] {
    const outcomes: SubmissionOutcome[] = [];
    const granted: CommentLine[] = [];
    for (const submission of submissions) {
      const outcome = this.#claims.decide(submission, nowMs);
      outcomes.push(outcome);
      if (outcome.ok && !outcome.repeated && !submission.hidden) granted.push(submission.line);
    }
    if (granted.length > 0) this.#write(room, granted);
    return outcomes;
  }

  control(room: string, line: ControlLine, state: StateChange = {}, expected: StateChange = {}): Promise<void> {
    const log = this.#use(room);
    for (const [field, text] of Object.entries(expected)) {
      if ((log.state.get(field) ?? null) !== text) return Promise.reject(new StateChanged(field));
    }
    for (const [field, text] of Object.entries(state)) {
      if (text === null) log.state.delete(field);
      else log.state.set(field, text);
    }
    if (Object.keys(state).length > 0) this.#options.keeper?.changed(room, log.state);
    this.#write(room, [line]);
    return Promise.resolve();
  }

  state(room: string): Promise<RoomState> {
    return Promise.resolve(new Map(this.#rooms.get(room)?.state));
  }

  read(room: string): Promise<RoomSnapshot> {
    const log = this.#rooms.get(room) ?? this.#emptyLog();
    return Promise.resolve(this.#snapshot(log));
  }

  page(room: string, query: PageQuery): Promise<HistoryPage> {
    const { history } = this.#rooms.get(room) ?? this.#emptyLog();
    history.trim(this.#options.clock());
    return Promise.resolve(history.page(query));
  }

  report(room: string, viewers: number): void {
    if (viewers === 0 && !this.#rooms.has(room)) return;
    const log = this.#use(room);
    log.viewers = viewers;
    this.#listener?.presence(room, presenceOf(log));
  }

  presence(room: string): Promise<Presence> {
    const log = this.#rooms.get(room);
    return Promise.resolve(log ? presenceOf(log) : { viewers: 0, instances: 0 });
  }

  secret(name: string, use: (secret: Buffer) => void): void {
    let secret = this.#secrets.get(name);
    if (!secret) {
      this.#secrets.set(name, (secret = randomBytes(32)));
      this.#options.keeper?.chosen(name, secret);
    }
    use(secret);
  }

  trouble(): undefined {
    return undefined;
  }

  close(): Promise<void> {
    this.#listener = undefined;
    return Promise.resolve();
  }

  #write(room: string, lines: readonly LogLine[]): void {
    const log = this.#use(room);
    const { epochMs, seq } = log.history.last;
    const entry: LogEntry = { last: { epochMs, seq: seq + lines.length }, lines };
    log.history.append(entry, this.#options.clock());
    if (log.subscribed) this.#listener?.entry(room, entry);
  }

  #snapshot(log: RoomLog): RoomSnapshot {
    log.history.trim(this.#options.clock());
    return { state: new Map(log.state), ...log.history.tail() };
  }

  /** The room's log, now the most recently used one. */
  #use(room: string): RoomLog {
    let log = this.#rooms.get(room);
    log ??= this.#emptyLog();
    this.#touch(room, log);
    this.#forgetUnused(log);
    return log;
  }

  #emptyLog(): RoomLog {
    const last = { epochMs: this.#options.clock(), seq: 0 };
    return {
      history: new History(this.#options.limits, tailOf(last)),
      state: new Map(),
      viewers: 0,
      subscribed: false,
    };
  }

  /** Looks at the longest unused rooms only: each use pays for at most two that it forgets. */
  #forgetUnused(current: RoomLog): void {
    const { maxRooms, limits, clock } = this.#options;
    let looks = 2;
    for (const [room, log] of this.#rooms) {
      if (looks === 0 || log === current) return;
      looks -= 1;
      const inUse = log.subscribed || log.viewers > 0 || log.state.size > 0;
      // A log without a comment is as old as itself.
      const newestMs = Math.max(log.history.newestTimeMs, log.history.last.epochMs);
      const isOld = newestMs < clock() - limits.maxAgeMs;
      if (!inUse && (isOld || this.#rooms.size > maxRooms)) this.#rooms.delete(room);
      // What must stay makes way for the next candidate.
      else if (inUse && this.#rooms.size > maxRooms) this.#touch(room, log);
      else return;
    }
  }

  #touch(room: string, log: RoomLog): void {
    this.#rooms.delete(room);
    this.#rooms.set(room, log);
  }
}

function presenceOf(log: RoomLog): Presence {
  return { viewers: log.viewers, instances: log.viewers > 0 ? 1 : 0 };
}
