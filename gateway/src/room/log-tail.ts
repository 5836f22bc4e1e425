/**
 * The kept end of a log. Comments and control lines are bounded each on their own account, so it has holes: comments
 * that were recalled, and control lines that were too many.
 */
import type { Placed } from './kept-lines.ts';
import type { LogEntry, LogLine } from './log-line.ts';
import type { Offset } from './offset.ts';

export interface LogTail {
  /** Where the log ends, whether or not that line is kept. */
  readonly last: Offset;
  /** In order, without the comments that were recalled. */
  readonly lines: readonly Placed<LogLine>[];
  /** All comments after this number are here. */
  readonly commentFloor: number;
  /** All recalls after this number are here. */
  readonly controlFloor: number;
}

/** What `tail` holds, for those who do not ask where it stands. */
export function entryOf({ last, lines }: LogTail): LogEntry {
  return { last, lines: lines.map(({ line }) => line) };
}

/** A tail of `lines` that follow one another; the last of them stands at `last`. */
export function tailOf(last: Offset, lines: readonly LogLine[] = []): LogTail {
  const floor = last.seq - lines.length;
  const placed = lines.map((line, index) => ({ seq: floor + index + 1, line }));
  return { last, lines: placed, commentFloor: floor, controlFloor: floor };
}
