/**
 * One publisher: posts at the intended moments, however late the gateway is, and notes what became of each post.
 * A post that was under way when the line broke is sent again with the same `ref` and counts once.
 */
import type { ServerMessage } from '@danmaku-live/protocol';
import type { Desk } from './desk.ts';
import { markText } from './marker.ts';
import type { RoomPlan } from './plan.ts';
import { intendedMs } from './schedule.ts';
import type { Speaker } from './viewer.ts';

export interface PublisherSeat {
  readonly room: RoomPlan;
  /** Which of the room's publishers, from 0. */
  readonly index: number;
  /** A token made for this publisher, and the user it names. */
  readonly account: { readonly token: string; readonly userId: string } | undefined;
}

/** Posts that may wait for an answer. Beyond it they are held back, and their latency grows all the same. */
const MAX_UNDER_WAY = 4096;

export class Publisher implements Speaker {
  readonly seat: PublisherSeat;
  /** Numbers that were acknowledged, and the id each got. */
  readonly acked = new Map<string, number>();
  userId: string | undefined;
  readonly #desk: Desk;
  readonly #underWay = new Map<string, number>();
  #token: string | undefined;
  #send: ((text: string) => void) | undefined;
  /** Set while the gateway has not yet said that we are who we were. */
  #silenced = false;
  #nextSequence = 0;
  /** The first sequence that was never sent. */
  #unsentSequence = 0;

  constructor(seat: PublisherSeat, desk: Desk) {
    this.seat = seat;
    this.#desk = desk;
    this.#token = seat.account?.token;
    this.userId = seat.account?.userId;
  }

  /** Milliseconds from the start to the next post; `Infinity` when all are under way. */
  get nextMs(): number {
    const number = this.#numberOf(this.#nextSequence);
    return number < this.seat.room.comments ? intendedMs(this.seat.room.schedule, number) : Infinity;
  }

  /** Posts sent and not answered. */
  get unanswered(): number {
    return this.#underWay.size;
  }

  /** The moment of the next post has come. */
  post(): void {
    this.#nextSequence += 1;
    this.#desk.tally.pending += 1;
    this.#sendDue();
  }

  token(): string | undefined {
    return this.#token;
  }

  welcomed(send: (text: string) => void, userId: string, token: string | undefined): void {
    this.#send = send;
    // A guest keeps the identity of its first welcome; a gateway that gives none gets a new guest each time.
    this.userId ??= userId;
    this.#token ??= token;
    this.#silenced = this.#token !== undefined && userId !== this.userId;
    if (!this.#silenced) this.#resend();
  }

  cutOff(): void {
    this.#send = undefined;
  }

  answered(message: ServerMessage, nowMs: number): void {
    if (message.type === 'ack') {
      this.#settle(message.ref, nowMs, message.id);
    } else if (message.type === 'you') {
      this.#unsilence();
    } else if (message.type === 'refused') {
      this.#desk.refusals.add(message.code);
      if (message.ref === undefined) this.#unsilence();
      else this.#settle(message.ref, nowMs, undefined);
    }
  }

  #settle(ref: string, nowMs: number, id: string | undefined): void {
    const number = this.#underWay.get(ref);
    if (number === undefined) return;
    const { tally, acks, plan, latencies } = this.#desk;
    this.#underWay.delete(ref);
    tally.pending -= 1;
    if (id === undefined) {
      tally.refused += 1;
    } else {
      tally.acked += 1;
      this.acked.set(id, number);
      const intended = intendedMs(this.seat.room.schedule, number);
      if (intended >= plan.warmupSeconds * 1000) acks.record(latencies.elapsedMs(nowMs) - intended);
    }
    this.#sendDue();
  }

  #unsilence(): void {
    if (!this.#silenced) return;
    this.#silenced = false;
    this.#resend();
  }

  #resend(): void {
    for (const number of this.#underWay.values()) this.#write(Math.floor(number / this.seat.room.publishers));
    this.#sendDue();
  }

  #sendDue(): void {
    while (
      this.#send &&
      !this.#silenced &&
      this.#unsentSequence < this.#nextSequence &&
      this.#underWay.size < MAX_UNDER_WAY
    ) {
      const sequence = this.#unsentSequence;
      this.#unsentSequence += 1;
      this.#underWay.set(this.#refOf(sequence), this.#numberOf(sequence));
      this.#desk.tally.sent += 1;
      this.#write(sequence);
    }
  }

  #write(sequence: number): void {
    const publisher = this.seat.room.firstPublisher + this.seat.index;
    const text = markText(this.#desk.plan.runId, { publisher, sequence });
    this.#send?.(JSON.stringify({ type: 'post', ref: this.#refOf(sequence), text }));
  }

  #numberOf(sequence: number): number {
    return sequence * this.seat.room.publishers + this.seat.index;
  }

  /** Unique in the run, not only for the user: publishers with the same API key are one user. */
  #refOf(sequence: number): string {
    const { room, index } = this.seat;
    return `${this.#desk.plan.runId}.${(room.firstPublisher + index).toString(36)}.${sequence.toString(36)}`;
  }
}
