/**
 * What every broker promises, as one suite: B1 to B25. A deployment is asked for two gateways' brokers; the embedded
 * one answers the same broker twice. Time is the clock that brokers are given.
 */
import { afterAll, beforeAll, describe } from 'vitest';
import type { HistoryLimits } from '../room/history.ts';
import type { CommentLine } from '../room/log-line.ts';
import type { Broker, Submission, SubmissionOutcome } from './broker.ts';
import { describeClaims } from './claims.contract.ts';
import { commentBy, submit, textOf, type Ear } from './ear.contract.ts';
import { describeLife } from './life.contract.ts';
import { describeLog } from './log.contract.ts';

export interface Deployment {
  readonly here: Broker;
  readonly hereEar: Ear;
  readonly there: Broker;
  readonly thereEar: Ear;
  /** One more gateway; of embedded ones each is alone. */
  join(): Promise<{ readonly broker: Broker; readonly ear: Ear }>;
  stop(): Promise<void>;
}

export type StartDeployment = (limits: HistoryLimits, clock: () => number) => Promise<Deployment>;

/** What the parts of the suite work with. */
export class Bench {
  readonly limits: HistoryLimits = { maxComments: 20, maxControls: 6, maxAgeMs: 600_000 };
  nowMs = Date.now();
  #deployment: Deployment | undefined;
  readonly #start: StartDeployment;
  #rooms = 0;

  constructor(start: StartDeployment) {
    this.#start = start;
  }

  async open(): Promise<void> {
    this.#deployment = await this.#start(this.limits, () => this.nowMs);
  }

  get deployment(): Deployment {
    if (!this.#deployment) throw new Error('not open yet');
    return this.#deployment;
  }

  /** A room no other test has used, also on a server that keeps its data. */
  newRoom(): string {
    this.#rooms += 1;
    return `contract-${Date.now().toString(36)}-${process.pid}-${this.#rooms}`;
  }

  comment(user: string, text: string): CommentLine {
    return commentBy(user, text, this.nowMs);
  }

  append(broker: Broker, room: string, ...submissions: Submission[]): Promise<SubmissionOutcome[]> {
    return Promise.all(broker.append(room, submissions, this.nowMs).map((outcome) => Promise.resolve(outcome)));
  }

  say(broker: Broker, room: string, text: string, user = 'ann'): Promise<SubmissionOutcome[]> {
    return this.append(broker, room, submit(this.comment(user, text)));
  }

  /** The texts of the comments that the room has kept. */
  async kept(broker: Broker, room: string): Promise<string[]> {
    const { lines } = await broker.read(room);
    return lines.flatMap(({ line }) => (line.kind === 'comment' ? [textOf(line)] : []));
  }
}

export function describeBroker(title: string, start: StartDeployment): void {
  describe(title, () => {
    const bench = new Bench(start);
    beforeAll(() => bench.open());
    afterAll(() => bench.deployment.stop());
    describeLog(bench);
    describeClaims(bench);
    describeLife(bench);
  });
}
