/**
 * The broker: the log of every room, and the one place where the gateways of a deployment agree.
 * Implementations have a suffix; all pass `broker.contract.ts`.
 */
import type { HistoryPage, PageQuery } from '../room/history.ts';
import type { CommentLine, ControlLine, LogEntry } from '../room/log-line.ts';
import type { LogTail } from '../room/log-tail.ts';
import type { BucketRate } from '../room/token-bucket.ts';

/** What a comment must be granted before it is appended, agreed over all gateways. */
export type Claim =
  /** One token of the bucket `key`. */
  | { readonly kind: 'rate'; readonly key: string; readonly rate: BucketRate }
  /** Nobody else has claimed `key` in the last `windowMs`. */
  | {
      readonly kind: 'once';
      readonly key: string;
      readonly windowMs: number;
      readonly code: 'slow_mode' | 'duplicate';
    };

export interface Submission {
  readonly line: CommentLine;
  /** The same key within {@link LIMITS.refSeconds} is answered with the first id and appended once. */
  readonly refKey: string;
  /** Granted all together or not at all. */
  readonly claims: readonly Claim[];
  /** Granted and remembered by its ref like any other, but neither stored nor published. */
  readonly hidden?: boolean;
  /** Its ref may have been granted elsewhere a moment ago: it is not refused as `overloaded` before the log was asked. */
  readonly mayBeStored?: boolean;
}

export type SubmissionOutcome =
  | { readonly ok: true; readonly id: string; readonly repeated: boolean }
  | {
      readonly ok: false;
      /** `overloaded`: the log could not be reached in time, and does not hold it. */
      readonly code: 'rate_limited' | 'slow_mode' | 'duplicate' | 'overloaded';
      readonly retryAfterMs: number;
    };

/**
 * What a room remembers besides its log, as texts whose meaning is the caller's (settings, words, sanctions).
 * It stays until it is removed, however old the log is.
 */
export type RoomState = ReadonlyMap<string, string>;

/** A room as it is at one moment: its state, and the kept end of its log. */
export interface RoomSnapshot extends LogTail {
  readonly state: RoomState;
}

export type StateChange = Readonly<Record<string, string | null>>;

export interface Presence {
  readonly viewers: number;
  /** Gateways that have viewers in the room. */
  readonly instances: number;
}

export interface BrokerListener {
  /** An entry of a subscribed room: in log order, each exactly once, each directly after the one before. */
  entry(room: string, entry: LogEntry): void;
  /**
   * Comments of this gateway that can't be brought into the log now: the room lives on per gateway until they can.
   * Those that make it come again as an {@link entry}, with the same ids.
   */
  ahead(room: string, lines: readonly CommentLine[]): void;
  /** The log is not the one it was (lost, or set back): `snapshot` replaces it; some of its lines may be known. */
  restart(room: string, snapshot: RoomSnapshot): void;
  presence(room: string, presence: Presence): void;
}

/** The ref under which a comment is given back to a log that has lost it: it takes each once, from whomever. */
export function backRef(room: string, id: string): string {
  return `${room} back ${id}`;
}

/** The broker can't be reached, or did not answer in time. Not a bug, and not worth a line of log each. */
export class BrokerAway extends Error {
  override readonly name = 'BrokerAway';
}

/** A field of a room's state is not what a change of it was decided on: it was changed meanwhile. Nothing was done. */
export class StateChanged extends Error {
  override readonly name = 'StateChanged';
}

export interface Broker {
  /**
   * Connects. A server that can't be reached is no failure: rooms live per gateway until it can. Rejects with a
   * sentence an operator can act on when waiting would not help.
   */
  open(listener: BrokerListener): Promise<void>;

  /**
   * From now on the listener hears this room's entries, beginning directly after the snapshot's `last`.
   * Call once per room until {@link unsubscribe}. While the log can't be read it answers an empty snapshot, and a
   * {@link BrokerListener.restart} follows.
   */
  subscribe(room: string): Promise<RoomSnapshot>;
  unsubscribe(room: string): void;

  /**
   * In one atomic step per call: grants or refuses each submission, numbers and stores the granted ones in the given
   * order, and publishes them as one entry. Answers one outcome per submission, at once where it is known. One that comes
   * later rejects with {@link BrokerAway} when it can't tell whether that comment was stored.
   *
   * @param nowMs the moment all of them are judged at.
   */
  append(
    room: string,
    submissions: readonly Submission[],
    nowMs: number,
  ): readonly (SubmissionOutcome | Promise<SubmissionOutcome>)[];

  /**
   * In one atomic step: writes fields of the room's state (`null` removes one), stores the line and publishes it. A
   * recall also takes the comments it names out of the stored log.
   *
   * @param expected what fields of the state must be for it to be done; `null`: not there.
   * @throws BrokerAway when it can't tell whether it was done; doing it again is safe.
   * @throws StateChanged when one of `expected` is something else.
   */
  control(room: string, line: ControlLine, state?: StateChange, expected?: StateChange): Promise<void>;

  /** @throws BrokerAway */
  state(room: string): Promise<RoomState>;

  /**
   * The room as {@link subscribe} would tell it, without subscribing.
   *
   * @throws BrokerAway
   */
  read(room: string): Promise<RoomSnapshot>;

  /**
   * A page of the room's log, as {@link History.page} tells it. It costs as much as it holds, not as the log does.
   *
   * @throws BrokerAway
   */
  page(room: string, query: PageQuery): Promise<HistoryPage>;

  /** How many viewers this gateway has in `room`; 0 forgets it. */
  report(room: string, viewers: number): void;
  /** @throws BrokerAway */
  presence(room: string): Promise<Presence>;

  /**
   * Gives `use` a random text that all gateways of the deployment share under `name`: as soon as it is known, and
   * again should it change.
   */
  secret(name: string, use: (secret: Buffer) => void): void;

  /** Why rooms here are cut off from other gateways, in one sentence; `undefined` when they are not. */
  trouble(): string | undefined;

  /** Ends all connections. No listener call follows. */
  close(): Promise<void>;
}

/** Where a broker that keeps nothing itself puts what must outlive the process. */
export interface StateKeeper {
  /** What was kept, by room. */
  readonly rooms: ReadonlyMap<string, RoomState>;
  readonly secrets: ReadonlyMap<string, Buffer>;
  /** The state of `room` is this now. */
  changed(room: string, state: RoomState): void;
  /** `secret` is the one of this name from now on. */
  chosen(name: string, secret: Buffer): void;
}
