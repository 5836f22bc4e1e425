/**
 * The broker: the log of every room, and the one place where the gateways of a deployment agree.
 * Implementations have a suffix; all pass `broker.contract.ts`.
 */
import type { CommentLine, ControlLine, LogEntry, LogLine } from '../room/log-line.ts';
import type { Offset } from '../room/offset.ts';
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
}

export type SubmissionOutcome =
  | { readonly ok: true; readonly id: string; readonly repeated: boolean }
  | { readonly ok: false; readonly code: 'rate_limited' | 'slow_mode' | 'duplicate'; readonly retryAfterMs: number };

/**
 * What a room remembers besides its log, as texts whose meaning is the caller's (settings, words, sanctions).
 * It stays until it is removed, however old the log is.
 */
export type RoomState = ReadonlyMap<string, string>;

/** A room as it is at one moment: its state, and the kept end of its log. */
export interface RoomSnapshot {
  readonly state: RoomState;
  /** Kept lines, oldest first, without gaps; a recalled comment is a hole. They end at `last`. */
  readonly lines: readonly (LogLine | undefined)[];
  readonly last: Offset;
}

export type StateChange = Readonly<Record<string, string | null>>;

export interface Presence {
  readonly viewers: number;
  /** Gateways that have viewers in the room. */
  readonly instances: number;
}

export interface BrokerListener {
  /** An entry of a subscribed room: in log order, each exactly once. */
  entry(room: string, entry: LogEntry): void;
  presence(room: string, presence: Presence): void;
}

export interface Broker {
  /** Connects. Rejects with a sentence an operator can act on. */
  open(listener: BrokerListener): Promise<void>;

  /**
   * From now on the listener hears this room's entries, beginning directly after the snapshot's `last`.
   * Call once per room until {@link unsubscribe}.
   */
  subscribe(room: string): Promise<RoomSnapshot>;
  unsubscribe(room: string): void;

  /**
   * In one atomic step per call: grants or refuses each submission, numbers and stores the granted ones in the given
   * order, and publishes them as one entry. Answers one outcome per submission. Rejects when it can't tell whether
   * they were stored.
   */
  append(room: string, submissions: readonly Submission[], nowMs: number): Promise<readonly SubmissionOutcome[]>;

  /**
   * In one atomic step: writes fields of the room's state (`null` removes one), stores the line and publishes it. A
   * recall also takes the comments it names out of the stored log.
   */
  control(room: string, line: ControlLine, state?: StateChange): Promise<void>;

  /** The room as {@link subscribe} would tell it, without subscribing. */
  read(room: string): Promise<RoomSnapshot>;

  /** How many viewers this gateway has in `room`; 0 forgets it. */
  report(room: string, viewers: number): void;
  presence(room: string): Promise<Presence>;

  /** Ends all connections. No listener call follows. */
  close(): Promise<void>;
}
