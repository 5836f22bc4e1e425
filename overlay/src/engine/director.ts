/** The engine itself: takes comments in, ticks, and passes every change of settings, size and rest to whom it concerns. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { FrameClock } from '../clock/frame-clock.ts';
import type { EmitOptions, Engine, EngineHooks, EngineStats, SkipReason, VisibleComment } from '../engine.ts';
import { boxAt, isVisibleAt } from '../lanes/flight.ts';
import type { Flight } from '../lanes/flight.ts';
import { layoutOf } from '../lanes/layout.ts';
import type { Layout } from '../lanes/layout.ts';
import { Traffic } from '../lanes/traffic.ts';
import type { OverlaySettings } from '../options.ts';
import type { Stage, StageSize } from '../stage/stage.ts';
import { Inbox } from './inbox.ts';
import { listenForSelect } from './select.ts';
import { QuietList } from './quiet-list.ts';
import { Rest } from './rest.ts';
import { StageHolder } from './stage-holder.ts';
import { Surface } from './surface.ts';
import { Tally } from './tally.ts';
import { Ticker } from './ticker.ts';

/** Settings that change where comments are or how large; the others need no new layout. */
const GEOMETRY = ['area', 'speed', 'fontSize', 'fontFamily', 'lineHeight', 'outline', 'safeArea', 'direction'] as const;
const RULES = ['modes', 'blockedWords', 'blockedUsers'] as const;

export class Director implements Engine {
  readonly #hooks: EngineHooks;
  readonly #surface: Surface;
  readonly #inbox: Inbox;
  readonly #clock = new FrameClock();
  readonly #ticker = new Ticker((frameMs) => this.#tick(frameMs));
  readonly #tally = new Tally();
  readonly #rest: Rest;
  readonly #holder: StageHolder;
  readonly #traffic: Traffic;
  readonly #list: QuietList;
  readonly #ending = new AbortController();
  #settings: OverlaySettings;
  #layout: Layout;
  /** Font size that {@link Layout} had when what flies was last laid out; text grows with the stage. */
  #isLayoutStale = false;

  constructor(host: HTMLElement, settings: OverlaySettings, hooks: EngineHooks) {
    this.#hooks = hooks;
    this.#settings = settings;
    this.#surface = new Surface(host, () => this.#onResize());
    this.#layout = this.#layoutNow();
    this.#inbox = new Inbox(settings, (comment, reason) => this.#skip(comment, reason));
    this.#rest = new Rest(
      () => this.#onRest(),
      (restedMs) => this.#onWake(restedMs),
    );
    this.#holder = new StageHolder({
      loadStage: () => hooks.loadStage(),
      onError: (error) => hooks.onError(error),
      onLost: () => this.#ensureStage(),
      onStage: (stage) => this.#onStage(stage),
      optionsNow: () => ({
        parent: this.#surface.stageBox,
        size: this.#stageSize(),
        fontFamily: this.#settings.fontFamily,
        onStale: () => this.#ticker.wake(),
        onFontsChanged: () => this.#relayout(1),
      }),
    });
    this.#traffic = new Traffic(
      {
        measure: (appearance, count) => this.#holder.stage?.measure(appearance, count) ?? { width: 0, height: 0 },
        add: (bullet) => this.#holder.stage?.add(bullet) ?? false,
        update: (bullet) => this.#holder.stage?.update(bullet),
        remove: (key) => this.#holder.stage?.remove(key),
      },
      this.#layout,
      settings,
    );
    this.#list = new QuietList(this.#surface.stageBox, () => this.#onQuietChange());
    this.#list.set(settings, this.#layout);
    this.#surface.setOpacity(settings.opacity);
    this.#surface.fit(this.#layout);
    this.#rest.set('box', !this.#surface.hasBox);
    this.#ticker.setAsleep(this.#rest.isResting);
    listenForSelect(hooks.pointerTarget ?? host, this.#surface.stageBox, this.#ending.signal, (x, y) => {
      const comment = this.#commentAt(x, y);
      if (comment !== undefined) hooks.onSelect?.(comment);
    });
    this.#ensureStage();
  }

  // --- comments ---

  emit(comments: readonly DanmakuComment[], options: EmitOptions = {}): void {
    this.#inbox.take(comments, options, this.#rest.isResting);
    this.#ensureStage();
    this.#ticker.wake();
  }

  #skip(comment: DanmakuComment, reason: SkipReason): void {
    this.#tally.skip(reason);
    this.#hooks.onSkip?.(comment, reason);
  }

  rename(temporaryId: string, id: string): void {
    this.#inbox.rename(temporaryId, id);
    this.#list.rename(temporaryId, id);
    this.#traffic.remove(({ comment }) => comment.id === id);
    for (const flight of this.#traffic.flights.values()) {
      if (flight.comment.id === temporaryId) flight.comment = { ...flight.comment, id };
    }
    this.#ticker.wake();
  }

  recall(what: { readonly ids: readonly string[] } | { readonly user: string }): void {
    const ids = 'ids' in what ? new Set(what.ids) : undefined;
    const isMeant = (comment: DanmakuComment): boolean =>
      'ids' in what ? ids?.has(comment.id) === true : comment.user.id === what.user;
    if ('ids' in what) this.#inbox.forbid(what.ids);
    this.#removeEverywhere(isMeant);
  }

  clear(): void {
    this.#removeEverywhere(() => true);
  }

  #removeEverywhere(matches: (comment: DanmakuComment) => boolean): void {
    this.#inbox.drop(matches);
    this.#list.remove(matches);
    this.#traffic.remove(({ comment }) => matches(comment));
    this.#ticker.wake();
  }

  // --- the tick ---

  #tick(frameMs: number): boolean {
    const startMs = performance.now();
    const { stage } = this.#holder;
    let isBehind = false;
    if (this.#list.isOn) this.#feedList();
    else if (stage !== undefined) {
      if (!this.#settings.paused) this.#advance(frameMs);
      isBehind = stage.render(this.#clock.stageMs);
    }
    this.#tally.frame(performance.now() - startMs);
    const goesOn = isBehind || this.#hasWork(stage);
    if (!goesOn || this.#settings.paused) this.#clock.stop();
    return goesOn;
  }

  #hasWork(stage: Stage | undefined): boolean {
    if (this.#list.isOn) return this.#inbox.hasPending;
    return !this.#settings.paused && stage !== undefined && (this.#traffic.flights.size > 0 || !this.#inbox.isEmpty);
  }

  #advance(frameMs: number): void {
    // What has come since the last tick enters as of then, so that it shows in this one.
    const sinceMs = this.#clock.stageMs;
    const stageMs = this.#clock.advance(frameMs);
    for (const comment of this.#inbox.takeOwn()) this.#admit(comment, true, sinceMs);
    if (this.#inbox.hasPending) {
      for (const comment of this.#inbox.takeDue()) this.#admit(comment, false, sinceMs);
    }
    this.#traffic.retire(stageMs);
  }

  #admit(comment: DanmakuComment, own: boolean, stageMs: number): void {
    const outcome = this.#traffic.admit(comment, own, stageMs);
    if (outcome === 'shown') this.#tally.shown += 1;
    else if (outcome === 'merged') this.#tally.merged += 1;
    else this.#skip(comment, outcome);
  }

  #feedList(): void {
    for (const comment of this.#inbox.takeOwn()) this.#list.push(comment, true);
    for (const comment of this.#inbox.takeDue()) this.#list.push(comment, false);
  }

  // --- settings, size, rest ---

  set(change: Partial<OverlaySettings>): void {
    const before = this.#settings;
    this.#settings = { ...before, ...change };
    const differs = (names: readonly (keyof OverlaySettings)[]): boolean =>
      names.some((name) => before[name] !== this.#settings[name]);
    if (differs(RULES)) {
      const isUnwanted = this.#inbox.setRules(this.#settings);
      this.#traffic.remove(({ comment, appearance }) => !appearance.own && isUnwanted(comment));
      this.#list.remove(isUnwanted);
    }
    this.#surface.setOpacity(this.#settings.opacity);
    if (differs(GEOMETRY)) this.#relayout(1);
    else this.#traffic.setSettings(this.#settings);
    this.#list.set(this.#settings, this.#layout);
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
    this.#clock.stop();
  }

  /** What would have left meanwhile has left; the others go on from where they were. Nothing is replayed. */
  #onWake(restedMs: number): void {
    const { stageMs } = this.#clock;
    this.#traffic.remove(({ motion }) => motion.untilMs - stageMs <= restedMs);
    this.#ticker.setAsleep(false);
    this.#ticker.wake();
  }

  #onResize(): void {
    this.#rest.set('box', !this.#surface.hasBox);
    if (!this.#surface.hasBox) return;
    const fontBefore = this.#layout.fontPx;
    this.#relayout(this.#layoutNow().fontPx / fontBefore);
    // Before the browser paints: otherwise the old picture flashes up stretched, or none.
    if (!this.#rest.isResting && !this.#list.isOn) this.#holder.stage?.render(this.#clock.stageMs);
  }

  /** @param scale factor on positions: see `settle`. */
  #relayout(scale: number): void {
    if (!this.#surface.hasBox) return;
    this.#layout = this.#layoutNow();
    this.#surface.fit(this.#layout);
    this.#list.set(this.#settings, this.#layout);
    const { stage } = this.#holder;
    this.#isLayoutStale = stage === undefined;
    if (stage === undefined) return;
    stage.resize(this.#stageSize());
    this.#traffic.relayout(this.#layout, this.#settings, this.#clock.stageMs, scale);
    this.#ticker.wake();
  }

  #layoutNow(): Layout {
    const { width, height, isRtl } = this.#surface;
    return layoutOf(this.#settings, width, height, isRtl);
  }

  #stageSize(): StageSize {
    const { width, height } = this.#layout;
    return { width, height, pixelRatio: this.#surface.pixelRatio };
  }

  // --- stage and list ---

  #ensureStage(): void {
    const wantsStage = (): boolean => !this.#list.isOn;
    if (this.#holder.module !== undefined && (this.#holder.stage !== undefined || !wantsStage())) return;
    void this.#holder.ensure(wantsStage).then(() => {
      if (this.#holder.module !== undefined) this.#list.setModule(this.#holder.module);
      this.#ticker.wake();
    });
  }

  #onStage(stage: Stage): void {
    stage.resize(this.#stageSize());
    this.#traffic.handOver();
    if (this.#isLayoutStale || this.#traffic.flights.size === 0) this.#relayout(1);
    this.#ticker.wake();
  }

  /** Reduced motion was switched on or off. */
  #onQuietChange(): void {
    if (this.#list.isOn) {
      this.#traffic.remove(() => true);
      this.#holder.drop();
    }
    this.#ensureStage();
    this.#ticker.wake();
  }

  // --- questions ---

  visible(): VisibleComment[] {
    if (this.#rest.isResting) return [];
    const { left, top } = this.#layout;
    const boxes = this.#list.isOn
      ? this.#list.visible()
      : this.#flightsShown().map((flight) => ({
          ...boxAt(flight, this.#layout, this.#clock.stageMs),
          id: flight.comment.id,
          text: flight.comment.text,
          lane: flight.row,
          mode: flight.mode,
        }));
    return boxes.map((box) => ({ ...box, x: box.x + left, y: box.y + top }));
  }

  #flightsShown(): Flight[] {
    if (this.#holder.stage === undefined) return [];
    return [...this.#traffic.flights.values()].filter((flight) =>
      isVisibleAt(flight, this.#layout, this.#clock.stageMs),
    );
  }

  #commentAt(x: number, y: number): DanmakuComment | undefined {
    if (this.#rest.isResting) return undefined;
    if (this.#list.isOn) return this.#list.commentAt(x, y);
    const hit = this.#flightsShown()
      .filter((flight) => {
        const box = boxAt(flight, this.#layout, this.#clock.stageMs);
        return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
      })
      .sort((a, b) => Number(a.first) - Number(b.first))
      .at(-1);
    return hit?.comment;
  }

  stats(): EngineStats {
    const { stage } = this.#holder;
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
    this.#holder.close();
    this.#surface.destroy();
  }
}
