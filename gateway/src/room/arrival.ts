/** What a viewer that comes to a room is given first. */
import type { Missed } from './history.ts';
import { isAmong, type CommentLine, type Recalled } from './log-line.ts';
import type { Offset } from './offset.ts';

/** What a new viewer is given, in this order, so that the next flush continues it without a gap or a double. */
export interface Arrival {
  readonly recovered: boolean;
  /** What its welcome holds, and where that ends. */
  readonly comments: readonly CommentLine[];
  readonly offset: Offset;
  /** Ids and users taken back since the viewer was last here. */
  readonly recalls: readonly Recalled[];
  /** What it is sent after the recalls, and where that ends. */
  readonly rest?: { readonly comments: readonly CommentLine[]; readonly offset: Offset };
}

/**
 * A viewer takes off its screen all that a recall names, and hears of recalls after its welcome. So where somebody they
 * name has spoken again, its welcome ends before the first of them: if the line breaks then, it hears of them again.
 *
 * @param ahead comments that are not in the log yet.
 * @param upTo where viewers stand that are here already.
 */
export function resumedArrival({ comments, recalls }: Missed, ahead: readonly CommentLine[], upTo: Offset): Arrival {
  const all = [...comments.map(({ line }) => line), ...ahead];
  const named = recalls.map(({ line }) => line.what);
  const [first] = recalls;
  if (!first || !all.some(isAmong(...named))) return { recovered: true, comments: all, offset: upTo, recalls: named };
  const count = comments.filter(({ seq }) => seq < first.seq).length;
  return {
    recovered: true,
    comments: all.slice(0, count),
    offset: { ...upTo, seq: first.seq - 1 },
    recalls: named,
    rest: { comments: all.slice(count), offset: upTo },
  };
}
