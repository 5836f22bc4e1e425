/** What the contract suite is made of: a listener that remembers, and short names for submissions. */
import { randomUUID } from 'node:crypto';
import { commentLine, type CommentLine, type LogEntry, type LogLine } from '../room/log-line.ts';
import type { BucketRate } from '../room/token-bucket.ts';
import type { BrokerListener, Claim, Presence, RoomSnapshot, Submission } from './broker.ts';

/** Remembers what a broker told. */
export class Ear implements BrokerListener {
  readonly #entries = new Map<string, LogEntry[]>();
  readonly #presence = new Map<string, Presence>();
  readonly aheads: { readonly room: string; readonly lines: readonly CommentLine[] }[] = [];
  readonly restarts: { readonly room: string; readonly snapshot: RoomSnapshot }[] = [];

  entry(room: string, entry: LogEntry): void {
    this.#entries.set(room, [...this.entries(room), entry]);
  }

  ahead(room: string, lines: readonly CommentLine[]): void {
    this.aheads.push({ room, lines });
  }

  restart(room: string, snapshot: RoomSnapshot): void {
    this.restarts.push({ room, snapshot });
  }

  presence(room: string, presence: Presence): void {
    this.#presence.set(room, presence);
  }

  entries(room: string): readonly LogEntry[] {
    return this.#entries.get(room) ?? [];
  }

  lines(room: string): readonly (LogLine | undefined)[] {
    return this.entries(room).flatMap(({ lines }) => lines);
  }

  texts(room: string): readonly string[] {
    return this.lines(room).flatMap((line) => (line?.kind === 'comment' ? [textOf(line)] : []));
  }

  /** Entries that do not stand directly after the one before. */
  gaps(room: string): readonly LogEntry[] {
    const entries = this.entries(room);
    return entries.filter((entry, index) => {
      const before = entries[index - 1];
      if (!before) return false;
      return entry.last.epochMs !== before.last.epochMs || entry.last.seq !== before.last.seq + entry.lines.length;
    });
  }

  presenceOf(room: string): Presence | undefined {
    return this.#presence.get(room);
  }
}

export function textOf(line: CommentLine): string {
  return (JSON.parse(line.json) as { text: string }).text;
}

export function commentBy(userId: string, text: string, timeMs: number): CommentLine {
  return commentLine({ id: randomUUID(), text, user: { id: userId, name: userId }, time: timeMs });
}

/** A submission of `line`; without a ref of its own it repeats nothing, without claims nothing holds it back. */
export function submit(
  line: CommentLine,
  rest: { readonly refKey?: string; readonly claims?: readonly Claim[] } = {},
): Submission {
  return { line, refKey: rest.refKey ?? line.id, claims: rest.claims ?? [] };
}

export function rate(key: string, bucketRate: BucketRate): Claim {
  return { kind: 'rate', key, rate: bucketRate };
}

export function once(key: string, windowMs: number, code: 'slow_mode' | 'duplicate'): Claim {
  return { kind: 'once', key, windowMs, code };
}
