/**
 * Holds comments back for moderators and publishes them when their time has come. A held comment stands in the room's
 * state: any gateway can publish it, exactly once, should the one that took it be gone.
 */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { BrokerAway, type Broker } from './broker/broker.ts';
import { heldField, type HeldComment } from './room/held-comments.ts';
import { commentLine } from './room/log-line.ts';
import type { ModerationNews } from './room/moderation.ts';
import type { Sanction, Sanctions } from './room/sanctions.ts';

/** As much of a room as holding needs. */
interface HoldingRoom {
  readonly moderation: {
    readonly held: ReadonlyMap<string, HeldComment>;
    readonly sanctions: Pick<Sanctions, 'ofUser'>;
  };
}

export interface HoldsOptions {
  readonly broker: Pick<Broker, 'append' | 'control' | 'trouble'>;
  readonly rooms: { hold(room: string): Promise<HoldingRoom>; release(room: string): void };
  readonly onError: (error: unknown) => void;
}

/** The gateway that took a comment publishes it; others wait this much longer for it. */
const OTHERS_WAIT_MS = 3000;
/** What nobody published for so long belongs to a moment that is over. */
const STALE_MS = 30_000;
const RETRY_MS = 500;
const TRIES = 4;

export class Holds {
  readonly #options: HoldsOptions;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #own = new Set<string>();
  /** Being published: a recall that comes now came too late for the state, and must reach the log. */
  readonly #releasing = new Set<string>();

  constructor(options: HoldsOptions) {
    this.#options = options;
  }

  /** Puts `comment` before the moderators. Rejects with {@link BrokerAway} when that can't be told to have worked. */
  async hold(room: string, comment: DanmakuComment, untilMs: number): Promise<void> {
    const held: HeldComment = { comment, untilMs };
    this.#own.add(comment.id);
    try {
      await this.#change(room, { [heldField(comment.id)]: JSON.stringify(held) });
    } catch (error) {
      this.#own.delete(comment.id);
      throw error;
    }
  }

  /**
   * Publishes `held` now instead of at its time; whoever else does so at the same moment, it appears once. Rejects with
   * {@link BrokerAway} when that can't be told to have worked, and goes on trying.
   *
   * @returns whether it was published: what somebody banned has written is not.
   */
  async pass(room: string, held: HeldComment): Promise<boolean> {
    const { id, user } = held.comment;
    const { moderation } = await this.#options.rooms.hold(room);
    try {
      const isBarred = isBarredBy(moderation.sanctions.ofUser(user.id, Date.now()));
      await this.#release(room, held, isBarred);
      this.#forget(id);
      return !isBarred;
    } catch (error) {
      this.#arm(room, id, RETRY_MS);
      throw error;
    } finally {
      this.#options.rooms.release(room);
    }
  }

  news(room: string, news: ModerationNews, nowMs: number): void {
    for (const { comment, untilMs } of news.held) {
      if (this.#timers.has(comment.id)) continue;
      const waitMs = Math.max(0, untilMs - nowMs) + (this.#own.has(comment.id) ? 0 : OTHERS_WAIT_MS);
      this.#arm(room, comment.id, waitMs);
    }
    for (const id of news.dropped) {
      if (this.#releasing.has(id)) this.#run(this.#recall(room, id));
      this.#forget(id);
    }
  }

  close(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  #arm(room: string, id: string, waitMs: number): void {
    clearTimeout(this.#timers.get(id));
    const timer = setTimeout(() => this.#run(this.#due(room, id)), waitMs);
    this.#timers.set(id, timer.unref());
  }

  async #due(room: string, id: string): Promise<void> {
    const { rooms, broker } = this.#options;
    const { moderation } = await rooms.hold(room);
    try {
      const held = moderation.held.get(id);
      const sanction = held && moderation.sanctions.ofUser(held.comment.user.id, Date.now());
      if (held) await this.#release(room, held, isBarredBy(sanction));
      // A room that was opened while its state can't be read seems to hold nothing.
      if (!held && broker.trouble() !== undefined) this.#arm(room, id, RETRY_MS);
      else this.#forget(id);
    } catch (error) {
      this.#arm(room, id, RETRY_MS);
      throw error;
    } finally {
      rooms.release(room);
    }
  }

  /** @param isBarred its author has been banned meanwhile: it comes to nothing. */
  async #release(room: string, { comment, untilMs }: HeldComment, isBarred: boolean): Promise<void> {
    this.#releasing.add(comment.id);
    if (!isBarred && untilMs > Date.now() - STALE_MS) await this.#publish(room, comment);
    await this.#change(room, { [heldField(comment.id)]: null });
  }

  /** Brings the comment into the log, dated now: it is new to everybody else. */
  async #publish(room: string, comment: DanmakuComment): Promise<void> {
    const line = commentLine({ ...comment, time: Date.now() });
    const refKey = `held ${room} ${comment.id}`;
    const outcomes = await Promise.all(
      this.#options.broker
        .append(room, [{ line, refKey, claims: [] }], line.timeMs)
        .map((outcome) => Promise.resolve(outcome)),
    );
    if (outcomes.some(({ ok }) => !ok)) throw new BrokerAway('the log could not be reached in time');
  }

  async #recall(room: string, id: string): Promise<void> {
    const what = { ids: [id] };
    await persist(() => this.#options.broker.control(room, { kind: 'recall', timeMs: Date.now(), what }));
  }

  #change(room: string, change: Readonly<Record<string, string | null>>): Promise<void> {
    return persist(() => this.#options.broker.control(room, { kind: 'state', timeMs: Date.now(), change }, change));
  }

  #forget(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.#own.delete(id);
    this.#releasing.delete(id);
  }

  #run(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!(error instanceof BrokerAway)) this.#options.onError(error);
    });
  }
}

function isBarredBy(sanction: Sanction | undefined): boolean {
  return sanction?.kind === 'ban' || sanction?.kind === 'shadow';
}

/** Tries again while the broker is away for a moment; doing it twice is safe. */
async function persist(act: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (!(error instanceof BrokerAway) || tries === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
