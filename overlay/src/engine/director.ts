/** The engine itself: takes comments in, ticks, and passes every change of settings, size and rest to whom it concerns. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type {
  EmitOptions,
  Engine,
  EngineHooks,
  EngineStats,
  ShownComment,
  SkipReason,
  VisibleComment,
} from '../engine.ts';
import type { OverlaySettings } from '../options.ts';
import { changesBetween } from './changes.ts';
import { Inbox } from './inbox.ts';
import { QuietList } from './quiet-list.ts';
import { Rest } from './rest.ts';
import { Scene } from './scene.ts';
import { listenForSelect } from './select.ts';
import { Surface } from './surface.ts';
import { Tally } from './tally.ts';
import { Ticker } from './ticker.ts';
import { tidy } from './tidy.ts';

export class Director implements Engine {
  readonly #hooks: EngineHooks;
  readonly #surface: Surface;
  readonly #inbox: Inbox;
  readonly #scene: Scene;
  readonly #list: QuietList;
  readonly #rest: Rest;
  readonly #tally = new Tally();
  readonly #ticker = new Ticker((frameMs) => this.#tick(frameMs));
  readonly #ending = new AbortController();
  #settings: OverlaySettings;

  constructor(host: HTMLElement, settings: OverlaySettings, hooks: EngineHooks) {
    this.#hooks = hooks;
    this.#settings = settings;
    this.#surface = new Surface(host, () => this.#onResize());
    this.#surface.setOpacity(settings.opacity);
    this.#inbox = new Inbox(settings, (comment, reason) => this.#skip(comment, reason));
    this.#rest = new Rest(
      () => this.#onRest(),
      (restedMs) => this.#onWake(restedMs),
    );
    this.#scene = new Scene(this.#surface, settings, {
      loadStage: () => hooks.loadStage(),
      onError: (error) => hooks.onError(error),
      onStale: () => this.#ticker.wake(),
      renderer: hooks.renderer ?? 'auto',
    });
    this.#list = new QuietList(this.#surface.stageBox, () => this.#onQuietChange());
    this.#list.set(settings, this.#scene.layout);
    this.#rest.set('box', !this.#surface.hasBox);
    this.#ticker.setAsleep(this.#rest.isResting);
    listenForSelect(hooks.pointerTarget ?? host, this.#surface.stageBox, this.#ending.signal, (x, y) => {
      const comment = this.#commentAt(x, y);
      if (comment !== undefined) hooks.onSelect?.(comment);
    });
    this.#open();
  }

  emit(comments: readonly DanmakuComment[], options: EmitOptions = {}): void {
    const tidied = comments.map(tidy).filter((comment) => comment !== undefined);
    if (tidied.length < comments.length) {
      this.#hooks.onError(new TypeError('A comment without an id, a text or a user was left out.'));
    }
    this.#inbox.take(tidied, options, this.#rest.isResting);
    this.#open();
    this.#ticker.wake();
  }

  #skip(comment: DanmakuComment, reason: SkipReason): void {
    this.#tally.skip(reason);
    this.#hooks.onSkip?.(comment, reason);
  }

  rename(temporaryId: string, id: string): void {
    this.#inbox.rename(temporaryId, id);
    this.#list.rename(temporaryId, id);
    this.#scene.rename(temporaryId, id);
    this.#ticker.wake();
  }

  recall(what: { readonly ids: readonly string[] } | { readonly user: string }): void {
    if ('user' in what) {
      this.#removeEverywhere(({ user }) => user.id === what.user);
      return;
    }
    const ids = new Set(what.ids);
    this.#inbox.forbid(what.ids);
    this.#removeEverywhere(({ id }) => ids.has(id));
  }

  clear(): void {
    this.#removeEverywhere(() => true);
  }

  #removeEverywhere(matches: (comment: DanmakuComment) => boolean): void {
    this.#inbox.drop(matches);
    this.#list.remove(matches);
    this.#scene.remove(({ comment }) => matches(comment));
    this.#ticker.wake();
  }

  #tick(frameMs: number): boolean {
    const startMs = performance.now();
    let isBehind = false;
    try {
      isBehind = this.#draw(frameMs);
    } catch (cause) {
      // Out of memory, mostly. The next comment tries again; a broken tick sixty times a second helps nobody.
      this.#hooks.onError(cause instanceof Error ? cause : new Error(String(cause)));
      return false;
    }
    this.#tally.frame(performance.now() - startMs);
    const moves = this.#hasWork();
    if (!moves) this.#scene.stopClock();
    return moves || isBehind;
  }

  /** Returns whether pictures still wait to be painted. */
  #draw(frameMs: number): boolean {
    this.#surface.checkRatio();
    if (this.#list.isOn) {
      this.#feedList();
      return false;
    }
    if (this.#scene.stage === undefined) return false;
    if (!this.#settings.paused) this.#advance(frameMs);
    return this.#scene.render();
  }

  #hasWork(): boolean {
    if (this.#list.isOn) return this.#inbox.hasPending;
    if (this.#settings.paused || this.#scene.stage === undefined) return false;
    return !this.#scene.isEmpty || !this.#inbox.isEmpty;
  }

  #advance(frameMs: number): void {
    const sinceMs = this.#scene.advance(frameMs);
    for (const comment of this.#inbox.takeOwn()) this.#admit(comment, true, sinceMs);
    if (this.#inbox.hasPending) {
      for (const comment of this.#inbox.takeDue()) this.#admit(comment, false, sinceMs);
    }
    this.#scene.retire();
  }

  #admit(comment: DanmakuComment, own: boolean, stageMs: number): void {
    const outcome = this.#scene.admit(comment, own, stageMs);
    if (outcome === 'shown') this.#tally.shown += 1;
    else if (outcome === 'merged') this.#tally.merged += 1;
    else this.#skip(comment, outcome);
  }

  #feedList(): void {
    for (const comment of this.#inbox.takeOwn()) this.#list.push(comment, true);
    for (const comment of this.#inbox.takeDue()) {
      for (const passedOver of this.#list.push(comment, false)) this.#skip(passedOver, 'too_many');
    }
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
    if (changes.geometry) this.#scene.relayout(this.#settings, 1);
    else this.#scene.setSettings(this.#settings);
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
    this.#scene.stopClock();
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
    if (this.#list.isOn) return this.#list.find(id);
    const flight = this.#scene.find(id);
    if (flight === undefined) return undefined;
    const { comment, appearance, count } = flight;
    return { comment, own: appearance.own, fontPx: appearance.fontPx, count };
  }

  visible(): VisibleComment[] {
    if (this.#rest.isResting) return [];
    const { left, top } = this.#scene.layout;
    const seen = this.#list.isOn ? this.#list.visible() : this.#scene.visible();
    return seen.map((comment) => ({ ...comment, x: comment.x + left, y: comment.y + top }));
  }

  #commentAt(x: number, y: number): DanmakuComment | undefined {
    if (this.#rest.isResting) return undefined;
    return this.#list.isOn ? this.#list.commentAt(x, y) : this.#scene.commentAt(x, y);
  }

  stats(): EngineStats {
    const { stage } = this.#scene;
    return {
      stage: this.#list.isOn ? 'list' : (stage?.kind ?? 'loading'),
      onScreen: this.visible().length,
      shown: this.#tally.shown + this.#list.shown,
      skipped: this.#tally.skipped,
      merged: this.#tally.merged,
      frameMs: this.#tally.frameMs,
      textureBytes: stage?.textureBytes() ?? 0,
    };
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
