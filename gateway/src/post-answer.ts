/** What a viewer hears of its own post. */
import type { Line } from './fanout.ts';
import { ackFrame, commentsFrame, refusedFrame } from './frames.ts';
import type { PostAnswer } from './poster.ts';
import type { Room } from './room/room.ts';
import type { Session } from './room/session.ts';

/** What a post too many costs besides: who does not slow down when told to is sent away sooner. */
const FLOOD_PENALTY = 1;

/**
 * A comment for its poster's eyes alone moves nobody on: it comes with the offset at which the room stands. Where nobody
 * can tell what became of a post there is no answer: the poster repeats it on its next line, or gives it up (5.8).
 */
export function tellPoster(
  viewer: Session<Line>,
  room: Pick<Room<never>, 'offsetText'>,
  ref: string,
  answer: PostAnswer,
): void {
  if (answer.ok) {
    if (answer.ownEyes !== undefined) viewer.line.send(commentsFrame(room.offsetText(), [answer.ownEyes], 0));
    viewer.line.answer(ackFrame(ref, answer.id));
  } else if (answer.isUnknown !== true) {
    if (answer.code === 'rate_limited') viewer.frames.tokens -= FLOOD_PENALTY;
    viewer.line.answer(refusedFrame(ref, answer));
  }
}
