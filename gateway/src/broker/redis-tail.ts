/**
 * Where this gateway stands in one room's log, and what may be told next: entries in order, each directly after the
 * one before. Anything else, a gap or a step back, means asking the log itself. Pure: it says what to do.
 */
import type { LogEntry } from '../room/log-line.ts';
import { decodeLine, type PublishedEntry } from './redis-entry.ts';
import type { Continuation, Position } from './redis-log.ts';

/** Lines kept while the log is being asked; what is beyond is asked for again. */
const MAX_WAITING_LINES = 5000;

export class RedisTail {
  /** Until the log has been read it stands nowhere. */
  at: Position | undefined;
  /** Entries that came while the log is being asked. */
  #waiting: PublishedEntry[] | undefined;
  #waitingLines = 0;
  #hasDropped = false;

  get isAsking(): boolean {
    return this.#waiting !== undefined;
  }

  /** Takes a published entry. `ask`: the log must be asked, from {@link at} on. */
  hear(entry: PublishedEntry): { readonly entry: LogEntry } | 'ask' | 'wait' {
    if (this.#waiting) {
      this.#waitingLines += entry.texts.length;
      if (this.#waitingLines <= MAX_WAITING_LINES) this.#waiting.push(entry);
      else this.#hasDropped = true;
      return 'wait';
    }
    if (!this.at || !follows(entry, this.at)) return 'ask';
    return { entry: this.#step(entry) };
  }

  /** The log is being asked from here on. */
  ask(): void {
    this.#waiting ??= [];
  }

  /** What the log said. Answers the entries that came meanwhile and follow; and whether to ask again. */
  answer(continuation: Continuation): { readonly entries: readonly LogEntry[]; readonly askAgain: boolean } {
    const waiting = this.#waiting ?? [];
    const hasDropped = this.#hasDropped;
    this.#waiting = undefined;
    this.#waitingLines = 0;
    this.#hasDropped = false;
    this.at = continuation.at;
    const entries: LogEntry[] = [];
    for (const entry of waiting) {
      const { epochMs, seq } = this.at;
      if (entry.last.epochMs === epochMs && entry.last.seq <= seq) continue;
      if (!follows(entry, this.at)) return { entries, askAgain: true };
      entries.push(this.#step(entry));
    }
    return { entries, askAgain: hasDropped };
  }

  #step(entry: PublishedEntry): LogEntry {
    this.at = { ...entry.last, text: entry.texts.at(-1) ?? '' };
    return { last: entry.last, lines: entry.texts.map(decodeLine) };
  }
}

function follows(entry: PublishedEntry, at: Position): boolean {
  // Where nothing was, a log begins.
  if (at.seq === 0 && entry.last.epochMs > at.epochMs) return entry.last.seq === entry.texts.length;
  return entry.last.epochMs === at.epochMs && entry.last.seq - entry.texts.length === at.seq;
}
