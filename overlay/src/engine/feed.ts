/** From what waits to what is seen: at each tick whoever is due goes to the scene, or to the list under reduced motion. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { Following } from './following.ts';
import type { Inbox } from './inbox.ts';
import type { QuietList } from './quiet-list.ts';
import type { Scene } from './scene.ts';
import type { Tally } from './tally.ts';
import type { Ticker } from './ticker.ts';

/** A page's clock that stands still is looked at this often: a seek shows before anybody wonders. */
const STILL_MS = 100;

export class Feed {
  readonly #following: Following;
  readonly #inbox: Inbox;
  readonly #scene: Scene;
  readonly #list: QuietList;
  readonly #tally: Tally;
  readonly #ticker: Ticker;

  constructor(following: Following, inbox: Inbox, scene: Scene, list: QuietList, tally: Tally, ticker: Ticker) {
    this.#following = following;
    this.#inbox = inbox;
    this.#scene = scene;
    this.#list = list;
    this.#tally = tally;
    this.#ticker = ticker;
  }

  /** A new frame of flight. */
  advance(frameMs: number): void {
    const { timeline } = this.#following;
    const beforeMs = timeline.stageMs;
    const leap = this.#scene.advance(frameMs);
    this.#inbox.reach(this.#following.moment, leap !== undefined && leap.byMs < 0, this.#scene.layout.crossMs);
    // Newcomers enter as of the last frame, so that they show in this one.
    const sinceMs = leap === undefined ? beforeMs : timeline.stageMs;
    for (const comment of this.#inbox.takeOwn()) this.#admit(comment, true, sinceMs);
    if (this.#inbox.hasPending) {
      for (const comment of this.#inbox.takeDue()) this.#admit(comment, false, sinceMs);
    }
    this.#scene.retire();
    for (const { comment, reason } of this.#scene.omissions()) this.#tally.count(comment, reason);
  }

  #admit(comment: DanmakuComment, own: boolean, stageMs: number): void {
    this.#tally.count(comment, this.#scene.admit(comment, own, stageMs));
  }

  /** A new frame of the list. */
  tell(isPaused: boolean): void {
    const leapMs = this.#following.leapMs();
    // What was said there is not what is seen here.
    if (leapMs !== undefined) this.#list.remove(() => true);
    for (const comment of this.#inbox.takeOwn()) this.#list.push(comment, true);
    const played = isPaused ? [] : this.#following.played();
    this.#inbox.reach(this.#following.told, (leapMs ?? 0) < 0, this.#scene.layout.crossMs);
    const wanted = played.filter((comment) => this.#inbox.reasonAgainst(comment) === undefined);
    for (const comment of [...wanted, ...this.#inbox.takeDue()]) {
      for (const passedOver of this.#list.push(comment, false)) this.#tally.skip(passedOver, 'too_many');
    }
  }

  /** Whether the next frame will be another; where it will be later, one is asked for then. */
  hasWork(isPaused: boolean): boolean {
    const hasWork = this.#hasWork(isPaused);
    if (!hasWork && !isPaused && this.#following.isSilent && this.#following.standsStill()) {
      this.#ticker.wakeWhen(() => !this.#following.standsStill(), STILL_MS);
    }
    return hasWork;
  }

  #hasWork(isPaused: boolean): boolean {
    if (this.#list.isOn) return this.#inbox.hasPending || this.#waits(0);
    if (this.#scene.stage === undefined) return false;
    if (isPaused) return this.#scene.hasLiveMask;
    if (this.#following.standsStill()) return this.#inbox.hasOwn || this.#scene.hasLiveMask;
    return !this.#scene.isEmpty || !this.#inbox.isEmpty || this.#waits(this.#scene.nextMs);
  }

  #waits(stageMs: number): boolean {
    const waitMs = this.#following.waitMs(stageMs, this.#inbox.nextMomentMs);
    if (waitMs === 0) return true;
    if (waitMs !== undefined) this.#ticker.wakeIn(waitMs);
    return false;
  }
}
