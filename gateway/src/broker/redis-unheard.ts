/**
 * Comments that this gateway brings into logs, until it hears of them. Hearing one proves that it was stored, whatever
 * became of the answer. One that was stored and not heard before its log was lost is known to nobody else: no other
 * gateway could give it back (5.9).
 */
import { isRecalled, type CommentLine, type LogLine, type Recalled } from '../room/log-line.ts';
import { entryOf } from '../room/log-tail.ts';
import type { RoomSnapshot } from './broker.ts';
import type { PendingAppend } from './redis-pending.ts';

/** As long as others give back what a log has lost. */
const KEPT_MS = 30_000;
/** In one room. */
const MAX_KEPT = 5000;

interface OwnComments {
  /** Birth of the log that they went into, as far as it is known. */
  epochMs: number;
  /** By id, in their order. */
  readonly pending: Map<string, PendingAppend>;
}

export class UnheardComments {
  readonly #rooms = new Map<string, OwnComments>();

  /** They are about to be sent. Only for rooms that are listened to until {@link forget}. */
  add(room: string, pending: readonly PendingAppend[]): void {
    const own = this.#of(room);
    for (const one of pending) if (one.submission.hidden !== true) own.pending.set(one.submission.line.id, one);
    const newestMs = pending.at(-1)?.submission.line.timeMs ?? 0;
    for (const [id, { submission }] of own.pending) {
      if (own.pending.size <= MAX_KEPT && submission.line.timeMs >= newestMs - KEPT_MS) break;
      own.pending.delete(id);
    }
  }

  /** It is not in the log, or elsewhere under another id. */
  remove(room: string, { submission }: PendingAppend): void {
    this.#rooms.get(room)?.pending.delete(submission.line.id);
  }

  /** These lines stand in the log that was born at `epochMs`. */
  hear(room: string, epochMs: number, lines: readonly (LogLine | undefined)[]): void {
    const own = this.#of(room);
    own.epochMs = epochMs;
    if (own.pending.size === 0) return;
    for (const line of lines) {
      if (line?.kind === 'recall') this.#recall(own, line.what);
      const one = line?.kind === 'comment' ? own.pending.get(line.id) : undefined;
      if (!one) continue;
      own.pending.delete(one.submission.line.id);
      one.resolve({ ok: true, id: one.submission.line.id, repeated: false });
    }
  }

  /** The log is told anew. Where it is the same one, what is missing in it has only grown too old. */
  restart(room: string, snapshot: RoomSnapshot): void {
    const { lines, last } = entryOf(snapshot);
    const own = this.#of(room);
    const isOther = own.epochMs !== last.epochMs;
    this.hear(room, last.epochMs, lines);
    if (isOther) return;
    for (const [id, { storedMs }] of own.pending) if (storedMs !== undefined) own.pending.delete(id);
  }

  /** All that the log held at `atMs` has been heard. @returns what it was said to hold and did not: the last `most`. */
  lost(
    room: string,
    atMs: number,
    { most, nowMs }: { readonly most: number; readonly nowMs: number },
  ): readonly CommentLine[] {
    const lines: CommentLine[] = [];
    for (const { submission, storedMs } of this.#rooms.get(room)?.pending.values() ?? []) {
      const { line } = submission;
      if (storedMs !== undefined && storedMs < atMs && line.timeMs >= nowMs - KEPT_MS) lines.push(line);
    }
    return lines.slice(-most || Number.POSITIVE_INFINITY);
  }

  /** Nobody listens to `room` any more. */
  forget(room: string): void {
    this.#rooms.delete(room);
  }

  /** What was taken back while it was not heard is a hole in the log, and no loss. */
  #recall({ pending }: OwnComments, what: Recalled): void {
    for (const [id, { submission, storedMs }] of pending) {
      if (storedMs !== undefined && isRecalled(submission.line, what)) pending.delete(id);
    }
  }

  #of(room: string): OwnComments {
    let own = this.#rooms.get(room);
    if (!own) this.#rooms.set(room, (own = { epochMs: 0, pending: new Map() }));
    return own;
  }
}
