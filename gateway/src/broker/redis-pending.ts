/** A submission on its way into a log, from the first try to its outcome. */
import { LIMITS } from '@danmaku-live/protocol';
import type { Claim, Submission, SubmissionOutcome } from './broker.ts';
import { NotSent } from './redis-link.ts';
import { troubleOf } from './redis-trouble.ts';

export class PendingAppend {
  readonly submission: Submission;
  /** When it gives up, by the broker's clock. */
  readonly untilMs: number;
  readonly outcome: Promise<SubmissionOutcome>;
  /** What it still has to be granted. */
  claims: readonly Claim[];
  /** Whether a try had no answer, here or elsewhere: only the log can tell what became of it. */
  mayBeStored: boolean;
  /** Whether this gateway has judged it alone, and shown it where it granted it. */
  isJudgedHere = false;
  /** Whether it has its outcome; it keeps the first. */
  isSettled = false;
  /** Since when, by the monotonic clock, it is said to be in the log: itself, and not an earlier one of its ref. */
  storedMs: number | undefined;
  readonly resolve: (outcome: SubmissionOutcome) => void;
  readonly reject: (error: unknown) => void;

  constructor(submission: Submission, nowMs: number) {
    this.submission = submission;
    this.untilMs = nowMs + LIMITS.freshMs;
    this.claims = submission.claims;
    this.mayBeStored = submission.mayBeStored === true;
    let resolve: (outcome: SubmissionOutcome) => void = () => undefined;
    let reject: (error: unknown) => void = () => undefined;
    this.outcome = new Promise((...both) => {
      [resolve, reject] = both;
    });
    this.resolve = (outcome) => {
      const isStored = !this.isSettled && outcome.ok && outcome.id === submission.line.id;
      if (isStored) this.storedMs = performance.now();
      this.isSettled = true;
      resolve(outcome);
    };
    this.reject = (error) => {
      this.isSettled = true;
      reject(error);
    };
  }
}

/** Whether a try that ended in `error` may have stored something nevertheless. */
export function mayBeStored(error: unknown): boolean {
  if (error instanceof NotSent) return false;
  const trouble = troubleOf(error);
  // A server that says so has stopped at the first write, or before it.
  const isAnswer = error instanceof Error && error.name === 'ReplyError';
  return !(isAnswer && (trouble === 'away' || trouble === 'moved'));
}
