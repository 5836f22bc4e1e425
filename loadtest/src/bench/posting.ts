/** Posts on a fixed schedule, whatever the server does, and what came of it. */
import { monotonicMs } from '../clock.ts';
import { LatencyHistogram } from '../histogram.ts';
import type { Audience, Member } from './audience.ts';
import { REF_PREFIX } from './dialects.ts';
import { stampText } from './stamp.ts';
import type { Posted, PostOrder } from './talk.ts';

/** A timer may be this late: the rest of the way to a moment is waited for awake. */
const TIMER_MS = 2;
/** What may wait for an answer is bounded by what a run can post. */
const MAX_PENDING = 2_000_000;
/** A server that has not answered by then is not going to in any time that matters. */
const ANSWERED_WITHIN_MS = 4000;
const LOOK_MS = 5;
const ANSWER = new RegExp(`^{"type":"(ack|refused)","ref":"${REF_PREFIX}([0-9a-z]+)"(,"code":"overloaded")?`);

export interface PostingEvents {
  readonly begun: () => void;
  readonly ended: () => void;
}

/** Runs `order`; resolves after the measured time. */
export async function post(audience: Audience, order: PostOrder, events: PostingEvents): Promise<Posted> {
  const { rate, warmupMs, measureMs, burstMs } = order;
  const posters = order.from === 'first' ? audience.firsts : audience.members;
  const startMs = monotonicMs();
  const untilMs = warmupMs + measureMs;
  const total = Math.min(MAX_PENDING, Math.ceil((rate * untilMs) / 1000));
  const intended = (number: number): number => (number * 1000) / rate;
  const base = audience.posted;
  const answers = new Answers(audience, startMs, (ref) => (ref < base ? undefined : intended(ref - base)));
  const sinceMs = startMs - audience.sinceMs;
  let number = 0;
  let measuredPosts = 0;
  const writeDue = (elapsedMs: number): void => {
    const due = new Map<Member, string[]>();
    for (; number < total && intended(number) <= elapsedMs; number += 1) {
      const member = posters[number % posters.length];
      if (!member) continue;
      const text = padded(stampText(number, sinceMs + intended(number)), order.paddedTo);
      const message = audience.dialect.post(member.room, text, base + number);
      const waiting = due.get(member);
      if (waiting) waiting.push(message);
      else due.set(member, [message]);
      if (intended(number) >= warmupMs) measuredPosts += 1;
    }
    for (const [{ connection }, messages] of due) connection.sendAll(messages);
  };
  const runUntil = async (endMs: number): Promise<void> => {
    for (let nowMs = monotonicMs() - startMs; nowMs < endMs; nowMs = monotonicMs() - startMs) {
      writeDue(nowMs);
      // Bursts keep to multiples of their interval: as many of them are in any time that is a multiple of it too.
      const nextMs =
        burstMs > 0 ? (Math.floor(nowMs / burstMs) + 1) * burstMs : number < total ? intended(number) : endMs;
      const waitMs = Math.min(nextMs, endMs) - (monotonicMs() - startMs);
      if (!order.precise) await new Promise((resolve) => setTimeout(resolve, waitMs));
      else if (waitMs > TIMER_MS) await new Promise((resolve) => setTimeout(resolve, waitMs - TIMER_MS));
      else await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await runUntil(warmupMs);
  audience.latencies.take();
  audience.measuring = true;
  answers.measuring = true;
  const cpu = process.cpuUsage();
  const beganMs = monotonicMs();
  events.begun();
  await runUntil(untilMs);
  if (order.untilAnswered) {
    writeDue(untilMs);
    await answers.reach(measuredPosts, ANSWERED_WITHIN_MS);
  }
  events.ended();
  const seconds = (monotonicMs() - beganMs) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  const { counts } = audience;
  audience.posted = base + number;
  audience.measuring = false;
  audience.onOther = () => undefined;
  const latency = LatencyHistogram.decode(audience.latencies.take()).percentiles();
  return {
    type: 'posted',
    seconds,
    posts: measuredPosts,
    ...counts,
    acks: answers.acks,
    refusals: answers.refusals,
    overloaded: answers.overloaded,
    latency,
    ack: answers.latency.percentiles(),
    clientCores: (user + system) / 1e6 / seconds,
  };
}

/** `ack` and `refused` of our own gateway. Other servers give none. */
class Answers {
  acks = 0;
  refusals = 0;
  overloaded = 0;
  measuring = false;
  readonly latency = LatencyHistogram.empty();

  constructor(audience: Audience, startMs: number, intended: (number: number) => number | undefined) {
    audience.onOther = (bytes, start, end) => {
      if (!this.measuring) return;
      const text = bytes.toString('latin1', start, Math.min(end, start + 128));
      const ref = ANSWER.exec(text);
      const intendedMs = intended(parseInt(ref?.[2] ?? '', 36));
      if (!ref || intendedMs === undefined) return;
      if (ref[1] === 'ack') this.acks += 1;
      else if (ref[3] === undefined) this.refusals += 1;
      else this.overloaded += 1;
      this.latency.record(monotonicMs() - startMs - intendedMs);
    };
  }

  /** Resolves when so many posts have their answer, or `withinMs` have passed. */
  async reach(posts: number, withinMs: number): Promise<void> {
    const deadlineMs = monotonicMs() + withinMs;
    while (this.acks + this.refusals + this.overloaded < posts && monotonicMs() < deadlineMs) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }
}

function padded(text: string, bytes: number): string {
  return text + '.'.repeat(Math.max(0, bytes - Buffer.byteLength(text)));
}
