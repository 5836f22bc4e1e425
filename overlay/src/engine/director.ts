/** The engine itself: takes comments in, ticks, and passes every change of settings, size and rest to whom it concerns. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type {
  EmitOptions,
  Engine,
  EngineHooks,
  EngineStats,
  LoadOptions,
  LoadResult,
  ShownComment,
  VisibleComment,
} from '../engine.ts';
import type { DrawnComment } from '../draft.ts';
import { Feed } from './feed.ts';
import { Following } from './following.ts';
import type { ProgrammeTime } from './media-watch.ts';
import type { OverlaySettings } from '../options.ts';
import { changesBetween } from './changes.ts';
import { GivenComments } from './given.ts';
import { Inbox } from './inbox.ts';
import { Onlooker } from './onlooker.ts';
import { QuietList } from './quiet-list.ts';
import { Rest } from './rest.ts';
import { Scene } from './scene.ts';
import { listenForSelect } from './select.ts';
import { Surface } from './surface.ts';
import { Tally } from './tally.ts';
import { Ticker } from './ticker.ts';
import { tidy } from './tidy.ts';

/** A frame that came to nothing is tried again after this. */
const BROKEN_MS = 1_000;

export class Director implements Engine {
  readonly #hooks: EngineHooks;
  readonly #surface: Surface;
  readonly #inbox: Inbox;
  readonly #scene: Scene;
  readonly #list: QuietList;
  readonly #rest: Rest;
  readonly #ticker = new Ticker((frameMs) => this.#tick(frameMs));
  readonly #ending = new AbortController();
  readonly #following: Following;
  readonly #tally: Tally;
  readonly #feed: Feed;
  readonly #onlooker: Onlooker;
  readonly #given = new GivenComments((error) => this.#hooks.onError(error));
  #settings: OverlaySettings;
  #loads = 0;

  constructor(host: HTMLElement, settings: OverlaySettings, hooks: EngineHooks) {
    this.#hooks = hooks;
    this.#settings = settings;
    this.#surface = new Surface(host, () => this.#onResize());
    this.#surface.setOpacity(settings.opacity);
    this.#tally = new Tally((comment, reason) => hooks.onSkip?.(comment, reason));
    this.#inbox = new Inbox(settings, (comment, reason) => this.#tally.skip(comment, reason));
    this.#rest = new Rest(
      () => this.#onRest(),
      (restedMs) => this.#onWake(restedMs),
    );
    const target = hooks.pointerTarget ?? host;
    this.#following = new Following(target, this.#ending.signal, () => this.#ticker.wake());
    this.#following.set(settings);
    this.#scene = new Scene(this.#surface, this.#following.timeline, settings, {
      loadStage: () => hooks.loadStage(),
      onError: (error) => hooks.onError(error),
      onStale: () => this.#ticker.wake(),
      onRefused: (comment) => this.#tally.takeBack(comment),
      renderer: hooks.renderer ?? 'auto',
      loadEmotes: (attempt) => hooks.loadEmotes(attempt),
      gateway: hooks.gateway,
      onReplayed: () => (this.#tally.shown += 1),
    });
    this.#list = new QuietList(this.#surface.stageBox, () => this.#onQuietChange());
    this.#list.set(settings, this.#scene.layout);
    this.#feed = new Feed(this.#following, this.#inbox, this.#scene, this.#list, this.#tally, this.#ticker);
    this.#onlooker = new Onlooker(this.#scene, this.#list, this.#rest, this.#tally);
    this.#rest.set('box', !this.#surface.hasBox);
    this.#ticker.setAsleep(this.#rest.isResting);
    listenForSelect(target, this.#surface.stageBox, this.#ending.signal, (x, y) => {
      const comment = this.#onlooker.commentAt(x, y);
      if (comment !== undefined) hooks.onSelect?.(comment);
    });
    this.#open();
  }

  emit(comments: readonly DrawnComment[], options: EmitOptions = {}): void {
    const whole = options.given === true ? this.#given.complete(comments) : comments;
    const tidied = whole.map(tidy).filter((comment) => comment !== undefined);
    if (tidied.length < whole.length) {
      this.#hooks.onError(new TypeError('A comment without an id, a text or a user was left out.'));
    }
    this.#inbox.take(tidied, options, this.#rest.isResting, this.#following.told, this.#scene.layout.crossMs);
    this.#open();
    this.#ticker.wake();
  }

  async load(comments: readonly unknown[], options: LoadOptions = {}): Promise<LoadResult> {
    const load = (this.#loads += 1);
    const isOver = (): boolean => load !== this.#loads || this.#ending.signal.aborted;
    const { Replay, readInSlices } = await this.#hooks.loadRecording();
    const { recording, skipped } = await readInSlices(comments, options.start, isOver);
    const loaded = recording.comments.length;
    if (!isOver()) {
      const played = loaded > 0 ? recording : undefined;
      this.#following.load(played, options.clock, this.#settings);
      this.#scene.load(played && ((...stage) => new Replay(played, ...stage)));
      this.#list.remove(() => true);
      this.#open();
      this.#ticker.wake();
    }
    return { loaded, skipped };
  }

  follow(programme: ProgrammeTime | undefined): void {
    this.#following.follow(programme);
    this.#ticker.wake();
  }

  mediaSeconds(): number | undefined {
    return this.#following.mediaSeconds();
  }

  rename(temporaryId: string, id: string): void {
    this.#inbox.rename(temporaryId, id);
    this.#list.rename(temporaryId, id);
    this.#scene.rename(temporaryId, id);
    this.#ticker.wake();
  }

  recall(what: { readonly ids: readonly string[] } | { readonly user: string }): void {
    if ('user' in what) return this.#removeEverywhere(({ user }) => user.id === what.user);
    const ids = new Set(what.ids);
    this.#inbox.forbid(what.ids);
    this.#removeEverywhere(({ id }) => ids.has(id));
  }

  clear(): void {
    this.#inbox.drop(() => true);
    this.#list.remove(() => true);
    this.#scene.clear();
    this.#ticker.wake();
  }

  #removeEverywhere(matches: (comment: DanmakuComment) => boolean): void {
    this.#inbox.drop(matches);
    this.#list.remove(matches);
    this.#scene.remove(({ comment }) => matches(comment));
    this.#scene.withdraw(matches);
    this.#ticker.wake();
  }

  #tick(frameMs: number): boolean {
    const startMs = this.#tally.startTick();
    let isBehind = false;
    try {
      isBehind = this.#draw(frameMs);
    } catch (cause) {
      // Out of memory, mostly. A broken tick sixty times a second helps nobody, and one that is the last stops all that flies.
      this.#hooks.onError(cause instanceof Error ? cause : new Error(String(cause)));
      this.#ticker.wakeIn(BROKEN_MS);
      return false;
    }
    this.#tally.endTick(startMs);
    const moves = this.#feed.hasWork(this.#settings.paused);
    if (!moves) this.#scene.rest();
    return moves || isBehind;
  }

  /** Returns whether pictures still wait to be painted. */
  #draw(frameMs: number): boolean {
    this.#surface.checkRatio();
    if (this.#list.isOn) {
      this.#feed.tell(this.#settings.paused);
      return false;
    }
    if (this.#scene.stage === undefined) return false;
    if (!this.#settings.paused) this.#feed.advance(frameMs);
    return this.#scene.render(frameMs);
  }

  set(change: Partial<OverlaySettings>): void {
    const before = this.#settings;
    this.#settings = { ...before, ...change };
    const changes = changesBetween(before, this.#settings);
    if (changes.rules) {
      const isUnwanted = this.#inbox.setRules(this.#settings);
      this.#scene.remove(({ comment, appearance }) => !appearance.own && isUnwanted(comment));
      this.#list.remove(isUnwanted);
    }
    this.#surface.setOpacity(this.#settings.opacity);
    this.#following.set(this.#settings);
    if (changes.geometry) this.#scene.relayout(this.#settings, 1);
    this.#scene.setSettings(this.#settings, changes.policy && !changes.geometry);
    this.#list.set(this.#settings, this.#scene.layout);
    this.#ticker.wake();
  }

  pause(): void {
    this.set({ paused: true });
  }

  resume(): void {
    this.set({ paused: false });
  }

  hide(): void {
    this.#surface.setShown(false);
    this.#rest.set('page', true);
  }

  show(): void {
    this.#surface.setShown(true);
    this.#rest.set('page', false);
  }

  #onRest(): void {
    this.#ticker.setAsleep(true);
    this.#scene.rest();
  }

  /** What would have left meanwhile has left; the others go on from where they were. Nothing is replayed. */
  #onWake(restedMs: number): void {
    this.#scene.skip(restedMs);
    this.#ticker.setAsleep(false);
    this.#ticker.wake();
  }

  #onResize(): void {
    this.#rest.set('box', !this.#surface.hasBox);
    this.#scene.resize();
    this.#list.set(this.#settings, this.#scene.layout);
  }

  /** Has the chunk loaded and a stage made, where there is none; cheap to ask again. */
  #open(): void {
    if (this.#list.isOn ? this.#list.isOpen : this.#scene.stage !== undefined) return;
    void this.#scene
      .open(() => !this.#list.isOn)
      .then((module) => {
        if (module !== undefined) this.#list.setModule(module);
        this.#ticker.wake();
      });
  }

  /** Reduced motion was switched on or off. */
  #onQuietChange(): void {
    if (this.#list.isOn) this.#scene.drop();
    this.#open();
    this.#ticker.wake();
  }

  hold(id: string | undefined): boolean {
    return this.#list.isOn ? this.#list.hold(id) : this.#scene.hold(id);
  }

  find(id: string): ShownComment | undefined {
    return this.#onlooker.find(id);
  }

  wants(comment: DanmakuComment): boolean {
    return !this.#rest.isResting && !this.#settings.paused && this.#inbox.lets(comment);
  }

  visible(): VisibleComment[] {
    return this.#onlooker.visible();
  }

  undrawn(): Promise<string[]> {
    return this.#onlooker.undrawn();
  }

  stats(): EngineStats {
    return this.#onlooker.stats();
  }

  destroy(): void {
    this.#ending.abort();
    this.#ticker.setAsleep(true);
    this.#rest.destroy();
    this.#list.destroy();
    this.#scene.destroy();
    this.#surface.destroy();
  }
}
