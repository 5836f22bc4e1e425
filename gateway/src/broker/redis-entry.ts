/**
 * Log lines as texts in Redis. A comment's JSON was made where it was accepted and is carried as it is: what relays
 * need stands before it, so that nobody parses it again. A published entry is a header and one text per line.
 */
import { hash } from 'node:crypto';
import type { Placed } from '../room/kept-lines.ts';
import { readControlLine } from '../room/control-line.ts';
import type { CommentLine, LogLine } from '../room/log-line.ts';
import type { Offset } from '../room/offset.ts';

export interface PublishedEntry {
  readonly last: Offset;
  /** Undecoded lines; the last stands at `last`. */
  readonly texts: readonly string[];
}

/** A line in a stream: its id, then field and text. */
export type Item = readonly [id: string, fields: readonly string[]];

/** Entries of another version are not for this gateway. */
export const ENTRY_VERSION = '1';

/** Characters of a merge key's hash: 72 bits, so that nobody can make a comment pass for another. */
const MERGE_KEY_CHARS = 12;

/** `c time id reserve mergeKey user json`, or `x time json` for what moderators say; times in base 36. */
export function encodeLine(line: LogLine): string {
  const time = line.timeMs.toString(36);
  if (line.kind !== 'comment') return `x ${time} ${JSON.stringify(line)}`;
  const mergeKey = hash('sha1', line.mergeKey, 'base64url').slice(0, MERGE_KEY_CHARS);
  return `c ${time} ${escape(line.id)} ${line.reserved ? 'r' : '-'} ${mergeKey} ${escape(line.userId)} ${line.json}`;
}

/** The line behind `text`; what this version can't read is a hole. */
export function decodeLine(text: string): LogLine | undefined {
  if (text.startsWith('x ')) return readControlLine(text.slice(text.indexOf(' ', 2) + 1));
  return text.startsWith('c ') ? readComment(text) : undefined;
}

function readComment(text: string): CommentLine | undefined {
  let from = 2;
  const next = () => {
    const end = text.indexOf(' ', from);
    const part = text.slice(from, end);
    from = end + 1;
    return part;
  };
  const timeMs = Number.parseInt(next(), 36);
  const id = unescape(next());
  const reserved = next() === 'r';
  const mergeKey = next();
  const userId = unescape(next());
  const json = text.slice(from);
  // Nobody parses it, but what is no object would break the frame of all that fly with it.
  const isWhole = json.startsWith('{') && json.endsWith('}') && Number.isFinite(timeMs);
  if (!isWhole || id === undefined || userId === undefined) return undefined;
  return { kind: 'comment', id, userId, reserved, mergeKey, timeMs, json };
}

/** Reads a published entry: `version epoch last count`, then the lines. `undefined`: not one of ours. */
export function decodeEntry(payload: string): PublishedEntry | undefined {
  const headerEnd = payload.indexOf('\n');
  const [version, epochMs, seq, count] = payload.slice(0, headerEnd).split(' ');
  if (headerEnd < 0 || version !== ENTRY_VERSION) return undefined;
  const texts = payload.slice(headerEnd + 1).split('\n');
  return texts.length === Number(count) ? { last: { epochMs: Number(epochMs), seq: Number(seq) }, texts } : undefined;
}

/**
 * Lines as they are kept in a snapshot: without the comments that later ones recalled. Redis forgets those a moment
 * after the recall itself.
 */
export function withoutRecalled(lines: readonly Placed<LogLine>[]): readonly Placed<LogLine>[] {
  const users = new Set<string>();
  const ids = new Set<string>();
  const kept: Placed<LogLine>[] = [];
  for (const placed of [...lines].reverse()) {
    const { line } = placed;
    if (line.kind === 'recall' && 'user' in line.what) users.add(line.what.user);
    if (line.kind === 'recall' && 'ids' in line.what) for (const id of line.what.ids) ids.add(id);
    if (line.kind === 'comment' && (users.has(line.userId) || ids.has(line.id))) continue;
    kept.push(placed);
  }
  return kept.reverse();
}

function escape(text: string): string {
  return /[%\s]/.test(text) ? text.replace(/[%\s]/g, encodeURIComponent) : text;
}

function unescape(text: string): string | undefined {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
