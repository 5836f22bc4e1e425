/** What a thread lends to all its viewers: where to connect, where to read into, where to write down what happens. */
import type { RecallMessage } from '@danmaku-live/protocol';
import type { Plan } from './plan.ts';
import type { ReadRoom } from './connection.ts';
import type { LatencyHistogram } from './histogram.ts';
import type { LatencyRecorder } from './latency-recorder.ts';
import type { Reasons } from './reasons.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';

export interface Desk {
  readonly plan: Plan;
  readonly targets: readonly Target[];
  readonly apiKey: string | undefined;
  readonly reading: ReadRoom;
  readonly tally: Tally;
  readonly latencies: LatencyRecorder;
  /** From the intended moment of a post to its `ack`. */
  readonly acks: LatencyHistogram;
  /** From the end of a connection to the next welcome. */
  readonly returns: LatencyHistogram;
  readonly recalls: RecallNotes;
  /** Why connections ended or never stood, other than by order. */
  readonly problems: Reasons;
  /** Codes of refused posts. */
  readonly refusals: Reasons;
  /** Called when a seat is welcomed for the first time. */
  readonly onOpened: () => void;
  /** Whether posting has begun: who is welcomed before is owed every comment. */
  started: boolean;
}

/** What was recalled, as viewers were told. */
export class RecallNotes {
  readonly ids = new Set<string>();
  readonly users = new Set<string>();

  /** Takes what is there: the decoder leaves it open whether ids or a user were named. */
  add({ ids, user }: RecallMessage): void {
    if (typeof user === 'string') this.users.add(user);
    if (Array.isArray(ids)) for (const id of ids) this.ids.add(String(id));
  }
}
