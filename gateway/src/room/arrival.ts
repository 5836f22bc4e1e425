/** What a viewer that comes to a room is given first. */
import type { Missed } from './history.ts';
import type { CommentLine, RecallLine, Recalled } from './log-line.ts';
import type { Offset } from './offset.ts';

/** What a new viewer is given, so that the next flush continues it without a gap or a double. */
export interface Arrival {
  readonly recovered: boolean;
  readonly comments: readonly CommentLine[];
  /** Ids and users taken back since the viewer was last here; it hears of them after `comments`. */
  readonly recalls: readonly Recalled[];
  readonly offset: Offset;
}

/**
 * A viewer takes off its screen all that a recall names. So where a recalled user has spoken again, it is told the ids
 * of what they said before, and what is in its welcome stays.
 *
 * @param ahead comments that are not in the log yet.
 * @param upTo where viewers stand that are here already.
 */
export function resumedArrival({ comments, recalls }: Missed, ahead: readonly CommentLine[], upTo: Offset): Arrival {
  const all = [...comments, ...ahead];
  const speakers = new Set(all.map(({ userId }) => userId));
  return { recovered: true, comments: all, offset: upTo, recalls: recalls.map((line) => toldTo(line, speakers)) };
}

function toldTo({ what, named }: RecallLine, speakers: ReadonlySet<string>): Recalled {
  return named && 'user' in what && speakers.has(what.user) ? { ids: named } : what;
}
