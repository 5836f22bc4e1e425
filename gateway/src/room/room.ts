/** A room as this gateway holds it while somebody here looks at it: its viewers, its outbox, the near end of its log. */
import type { RoomSettings, Subprotocol } from '@danmaku-live/protocol';
import { History, type HistoryLimits } from './history.ts';
import { FlushMarks } from './lag.ts';
import type { CommentLine, LogEntry, LogLine, Recalled } from './log-line.ts';
import { formatOffset, parseOffset, type Offset } from './offset.ts';
import { Outbox, type Budget, type FlushContent } from './outbox.ts';

/** Where the room's log stood when it was opened here. */
export interface RoomStart {
  readonly settings: RoomSettings;
  readonly lines: readonly (LogLine | undefined)[];
  readonly last: Offset;
}

export interface RoomOptions {
  readonly historyLimits: HistoryLimits;
  readonly budget: Budget;
}

/** What a new viewer is given, so that the next flush continues it without a gap or a double. */
export interface Arrival {
  readonly recovered: boolean;
  readonly comments: readonly CommentLine[];
  /** Ids and users taken back since the viewer was last here. */
  readonly recalls: readonly Recalled[];
  readonly offset: Offset;
}

export class Room<Viewer extends { readonly encoding: Subprotocol }> {
  readonly name: string;
  readonly viewers = new Set<Viewer>();
  readonly #history: History;
  readonly #outbox: Outbox;
  readonly #marks = new FlushMarks();
  readonly #byEncoding = new Map<Subprotocol, number>();
  #settings: RoomSettings;
  #flushed: Offset;
  /** Monotonic milliseconds of the last flush. */
  lastFlushMs = Number.NEGATIVE_INFINITY;
  /** Viewers on all gateways, as last heard. */
  viewersEverywhere = 0;

  constructor(name: string, start: RoomStart, options: RoomOptions, monotonicMs: number) {
    this.name = name;
    this.#history = History.from(options.historyLimits, start.lines, start.last);
    this.#outbox = new Outbox(options.budget, monotonicMs);
    this.#settings = start.settings;
    this.#flushed = start.last;
  }

  get settings(): RoomSettings {
    return this.#settings;
  }

  get hasPending(): boolean {
    return !this.#outbox.isEmpty;
  }

  /** The last line that viewers here have been sent. */
  get flushed(): Offset {
    return this.#flushed;
  }

  add(viewer: Viewer): void {
    this.viewers.add(viewer);
    this.#byEncoding.set(viewer.encoding, this.viewersOf(viewer.encoding) + 1);
  }

  remove(viewer: Viewer): void {
    if (!this.viewers.delete(viewer)) return;
    this.#byEncoding.set(viewer.encoding, this.viewersOf(viewer.encoding) - 1);
  }

  viewersOf(encoding: Subprotocol): number {
    return this.#byEncoding.get(encoding) ?? 0;
  }

  /** Takes an entry of the log; viewers hear of it at the next flush. */
  take(entry: LogEntry, nowMs: number): void {
    this.#history.append(entry, nowMs);
    for (const line of entry.lines) {
      if (line.kind === 'settings') this.#settings = line.settings;
      this.#outbox.add(line, this.#settings.duplicates === 'merge');
    }
  }

  flush(monotonicMs: number): FlushContent {
    this.lastFlushMs = monotonicMs;
    this.#flushed = this.#history.last;
    this.#marks.add(this.#flushed, monotonicMs);
    return this.#outbox.flush(monotonicMs);
  }

  /** What a viewer that comes now gets: all it missed since `after`, else the latest `limit` comments. */
  arrival(after: string | undefined, limit: number): Arrival {
    const latest = (recovered: boolean): Arrival => ({
      recovered,
      comments: this.#history.latest(limit, this.#flushed),
      recalls: [],
      offset: this.#flushed,
    });
    if (after === undefined) return latest(true);
    const from = parseOffset(after);
    const missed = from && this.#history.linesAfter(from, this.#flushed);
    if (!missed) return latest(false);
    return {
      recovered: true,
      comments: missed.filter((line) => line.kind === 'comment'),
      recalls: missed.flatMap((line) => (line.kind === 'recall' ? [line.what] : [])),
      // A viewer that comes from a faster gateway keeps its place.
      offset: from.seq > this.#flushed.seq ? from : this.#flushed,
    };
  }

  /** Whether a viewer that has processed `offset` is more than `maxLagMs` behind what it was sent. */
  isBehind(offset: string, monotonicMs: number, maxLagMs: number): boolean {
    const at = parseOffset(offset);
    if (!at || at.epochMs !== this.#flushed.epochMs) return false;
    return this.#marks.isBehind(at.seq, monotonicMs, maxLagMs);
  }

  offsetText(): string {
    return formatOffset(this.#flushed);
  }
}
