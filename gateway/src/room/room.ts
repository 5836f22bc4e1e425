/** A room as this gateway holds it while somebody here looks at it: its viewers, its outbox, the near end of its log. */
import { LIMITS, type RoomSettings, type Subprotocol } from '@danmaku-live/protocol';
import { resumedArrival, type Arrival } from './arrival.ts';
import { HadComments } from './had-comments.ts';
import { History, type HistoryLimits, type Missed } from './history.ts';
import { FlushMarks } from './lag.ts';
import { isAmong, type CommentLine, type LogEntry, type LogLine } from './log-line.ts';
import type { LogTail } from './log-tail.ts';
import { Moderation } from './moderation.ts';
import { formatOffset, parseOffset, type Offset } from './offset.ts';
import { Outbox, hasCommentsFrame, type Budget, type FlushContent } from './outbox.ts';
import { WordFilters } from './word-filter.ts';

/** Where the room's log stood when it was opened here. */
export interface RoomStart extends LogTail {
  readonly settings: RoomSettings;
  /** What the room remembers besides its log. */
  readonly state?: ReadonlyMap<string, string>;
}

export interface RoomOptions {
  readonly historyLimits: HistoryLimits;
  readonly budget: Budget;
  /** Absent: no words are blocked everywhere. */
  readonly wordFilters?: WordFilters;
}

/** A backlog beyond this is not sent: nobody reads it, and it would fill the lines that carry what happens now. */
export const MAX_RESUME_CHARS = 512 * 1024;
/** On its way into the log for longer than any usual append takes. */
const LATE_MS = 500;
/** What was said this long ago is given back to a log that has lost it. */
const GIVEN_BACK_MS = 30_000;
/** How old what a lost log held is remembered to have been shown here: older than anybody may give it back. */
const LOST_KEPT_MS = 2 * GIVEN_BACK_MS;
/** And what a full history has dropped: older than an older copy of the log may bring it onto a screen. */
const DROPPED_KEPT_MS = 2 * LIMITS.freshMs;
/** How long a comment that ran ahead of the log is remembered: far longer than it may still come. */
const AHEAD_KEPT_MS = 60_000;

export class Room<Viewer extends { readonly encoding: Subprotocol }> {
  readonly name: string;
  readonly viewers = new Set<Viewer>();
  readonly moderation: Moderation;
  readonly #limits: HistoryLimits;
  readonly #openedMs: number;
  /** Comments for viewers here that are not in the log yet; those flushed have been sent. */
  readonly #ahead = new Map<string, { readonly line: CommentLine; isFlushed: boolean }>();
  readonly #had = new HadComments();
  #history: History;
  readonly #outbox: Outbox;
  readonly #marks = new FlushMarks();
  readonly #byEncoding = new Map<Subprotocol, number>();
  #settings: RoomSettings;
  #flushed: Offset;
  /** Monotonic milliseconds of the last flush. */
  lastFlushMs = Number.NEGATIVE_INFINITY;
  /** Viewers on all gateways, as last heard. */
  viewersEverywhere = 0;
  /** Gateways with viewers in it, as last heard. */
  gateways = 1;

  /**
   * @param nowMs the time of day, by which comments are dated.
   * @param monotonicMs the clock that flushes and budgets run by.
   */
  constructor(name: string, start: RoomStart, options: RoomOptions, nowMs: number, monotonicMs: number) {
    this.name = name;
    this.#limits = options.historyLimits;
    this.#openedMs = nowMs;
    this.#history = new History(options.historyLimits, start);
    this.#outbox = new Outbox(options.budget, monotonicMs);
    this.#settings = start.settings;
    this.moderation = new Moderation(start.state ?? new Map(), options.wordFilters ?? new WordFilters());
    this.#flushed = start.last;
  }

  get settings(): RoomSettings {
    return this.#settings;
  }

  /** Whether viewers here have not been sent all there is, or stand at an earlier offset than they could. */
  get hasPending(): boolean {
    return !this.#outbox.isEmpty || this.#flushed !== this.#history.last;
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
    const lines = this.#withoutDoubles(entry.lines, nowMs);
    const dropped = this.#history.append({ ...entry, lines }, nowMs);
    for (const line of lines) if (line) this.#offer(line);
    // Not sooner: an entry that is longer than the history drops a part of itself.
    if (dropped.length > 0) this.#had.add(dropped, DROPPED_KEPT_MS, nowMs);
  }

  /** Takes comments that are not in the log yet: viewers hear of them now, and not again when they come with it. */
  takeAhead(lines: readonly CommentLine[], nowMs: number): void {
    const known = this.#knownIds();
    for (const [id, { line }] of this.#ahead) if (line.timeMs < nowMs - AHEAD_KEPT_MS) this.#ahead.delete(id);
    for (const line of lines) {
      if (known.has(line.id)) continue;
      this.#offer(line);
      this.#ahead.set(line.id, { line, isFlushed: false });
    }
  }

  /**
   * Takes over another log in the place of the one it had. What of it is unknown here and still fresh reaches the
   * viewers; what came while the room was open but is stale by now is counted as left out.
   *
   * @returns what was said here a moment ago and is not in it: other gateways may not have heard of that.
   */
  restart(start: RoomStart, nowMs: number): readonly CommentLine[] {
    const known = this.#knownIds();
    const isOther = start.last.epochMs !== this.#history.last.epochMs;
    const lost = isOther ? this.#lostBy(start, nowMs) : [];
    if (isOther) {
      this.#marks.clear();
      this.#had.add(this.#history.comments(), LOST_KEPT_MS, nowMs);
    }
    const heard = isOther ? Number.POSITIVE_INFINITY : this.#history.last.seq;
    this.#history = new History(this.#limits, start);
    this.moderation.restart(start.state ?? new Map());
    if (JSON.stringify(start.settings) !== JSON.stringify(this.#settings)) {
      this.#offer({ kind: 'settings', timeMs: nowMs, settings: start.settings });
    }
    for (const { seq, line } of start.lines) {
      if (line.kind === 'recall' && seq > heard) this.#offer(line);
      if (line.kind !== 'comment') continue;
      this.#ahead.delete(line.id);
      // Dated when it was posted, it may have waited that long for the log.
      if (known.has(line.id) || line.timeMs < this.#openedMs - LIMITS.freshMs) continue;
      known.add(line.id);
      if (line.timeMs < nowMs - LIMITS.freshMs) this.#outbox.leaveOut();
      else this.#offer(line);
    }
    // Viewers here have it, and shall not get it again when the log does.
    for (const line of lost) this.#ahead.set(line.id, { line, isFlushed: true });
    return lost;
  }

  flush(monotonicMs: number): FlushContent {
    this.lastFlushMs = monotonicMs;
    this.#flushed = this.#history.last;
    for (const ahead of this.#ahead.values()) ahead.isFlushed = true;
    const content = this.#outbox.flush(monotonicMs);
    // Only a `comments` frame tells viewers an offset: what they can't have heard of, they are not behind of.
    if (hasCommentsFrame(content)) this.#marks.add(this.#flushed, monotonicMs);
    return content;
  }

  /**
   * What a viewer that comes now gets: all it missed since `after` where that is not more than `maxResumeChars`, else the
   * latest `limit` comments.
   */
  arrival(after: string | undefined, limit: number, nowMs: number, maxResumeChars = MAX_RESUME_CHARS): Arrival {
    // In a quiet room nothing else makes way for the passing of time.
    this.#history.trim(nowMs);
    // What viewers here have seen and the log has not: it will not be sent again when it gets there.
    const ahead = [...this.#ahead.values()].flatMap(({ line, isFlushed }) => (isFlushed ? [line] : []));
    const latest = (recovered: boolean): Arrival => ({
      recovered,
      comments: [...this.#history.latest(limit, this.#flushed), ...ahead],
      recalls: [],
      offset: this.#flushed,
    });
    if (after === undefined) return latest(true);
    const from = parseOffset(after);
    // It comes from a gateway that has heard more: nothing is missed, and it keeps its place.
    const isFurther = from && this.#isAheadOfUs(from) && from.epochMs === this.#flushed.epochMs;
    const isLater = from && this.#isAsEmpty(from) && from.epochMs > this.#flushed.epochMs;
    if (isFurther || isLater) {
      return { recovered: true, comments: ahead, recalls: [], offset: from };
    }
    const missed = from && this.#history.missed(from, this.#flushed, maxResumeChars);
    if (!missed || charsOf(missed) > maxResumeChars) return latest(false);
    return resumedArrival(missed, ahead, this.#flushed);
  }

  /** Whether a viewer that stood at `after` has been sent more than viewers here, by a gateway that heard it earlier. */
  isOvertakenBy(after: string): boolean {
    const from = parseOffset(after);
    return from !== undefined && this.#isAheadOfUs(from);
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

  /** Whether nothing was in the log at either moment. Where the log could not be read yet, nobody can tell. */
  #isAsEmpty({ seq }: Offset): boolean {
    return seq === 0 && this.#flushed.seq === 0 && this.#flushed.epochMs > 0;
  }

  #isAheadOfUs({ epochMs, seq }: Offset): boolean {
    if (this.#isAsEmpty({ epochMs, seq })) return false;
    return epochMs > this.#flushed.epochMs || (epochMs === this.#flushed.epochMs && seq > this.#flushed.seq);
  }

  /**
   * A comment may be in the log twice when its log was lost: given back by one gateway, and brought by the one that had
   * no answer. Only late ones can be.
   */
  #withoutDoubles(lines: LogEntry['lines'], nowMs: number): LogEntry['lines'] {
    const isLate = (line: LogLine | undefined) => line?.kind === 'comment' && line.timeMs < nowMs - LATE_MS;
    if (!lines.some(isLate)) return lines;
    const known = new Set(this.#history.comments().map(({ id }) => id));
    return lines.map((line) => (line?.kind === 'comment' && known.has(line.id) ? undefined : line));
  }

  /** The younger half of the history at most: the other gateways may have dropped the older one already. */
  #lostBy({ lines }: RoomStart, nowMs: number): readonly CommentLine[] {
    const kept = new Set(lines.map(({ line }) => (line.kind === 'comment' ? line.id : undefined)));
    const isRecalled = isAmong(...lines.flatMap(({ line }) => (line.kind === 'recall' ? [line.what] : [])));
    return this.#history
      .latest(Math.floor(this.#limits.maxComments / 2), this.#history.last)
      .filter((line) => line.timeMs >= nowMs - GIVEN_BACK_MS && !kept.has(line.id) && !isRecalled(line));
  }

  #offer(line: LogLine): void {
    if (line.kind === 'settings') this.#settings = line.settings;
    if (line.kind === 'state') this.moderation.apply(line);
    if (line.kind === 'comment' && (this.#ahead.delete(line.id) || this.#had.has(line))) return;
    if (line.kind === 'recall') {
      this.moderation.recall(line.what);
      const isRecalled = isAmong(line.what);
      for (const [id, ahead] of this.#ahead) if (isRecalled(ahead.line)) this.#ahead.delete(id);
    }
    this.#outbox.add(line, this.#settings.duplicates === 'merge');
  }

  #knownIds(): Set<string> {
    const ids = new Set([...this.#ahead.keys(), ...this.#had.ids()]);
    for (const { id } of this.#history.comments()) ids.add(id);
    return ids;
  }
}

/** About how long the frames are that carry it. */
function charsOf({ comments, recalls }: Missed): number {
  const ids = recalls.flatMap(({ what, named = [] }) => ('user' in what ? [what.user, ...named] : what.ids));
  return comments.reduce((sum, { json }) => sum + json.length, 0) + ids.reduce((sum, id) => sum + id.length + 4, 0);
}
