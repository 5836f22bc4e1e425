/** Flight: lanes, clock and stage together. It knows when each comment is where, and has the stage draw it. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { FrameClock } from '../clock/frame-clock.ts';
import type { VisibleComment } from '../engine.ts';
import type { Flight } from '../lanes/flight.ts';
import { grip, ungrip } from '../lanes/grip.ts';
import { layoutOf } from '../lanes/layout.ts';
import type { Layout } from '../lanes/layout.ts';
import { Traffic } from '../lanes/traffic.ts';
import type { Admission } from '../lanes/traffic.ts';
import type { OverlaySettings, Renderer } from '../options.ts';
import type { Stage, StageModule, StageSize } from '../stage/stage.ts';
import { commentAt, describe, seenAt } from './sights.ts';
import { StageHolder } from './stage-holder.ts';
import type { Surface } from './surface.ts';

export interface SceneHooks {
  loadStage(): Promise<StageModule>;
  onError(error: Error): void;
  /** A tick is needed. */
  onStale(): void;
  readonly renderer: Renderer;
}

export class Scene {
  readonly #surface: Surface;
  readonly #hooks: SceneHooks;
  readonly #clock = new FrameClock();
  readonly #traffic: Traffic;
  readonly #holder: StageHolder;
  #settings: OverlaySettings;
  #held: { readonly flight: Flight; readonly leftMs: number } | undefined;
  layout: Layout;
  /** The layout changed while there was no stage to measure with. */
  #isLayoutStale = false;

  constructor(surface: Surface, settings: OverlaySettings, hooks: SceneHooks) {
    this.#surface = surface;
    this.#settings = settings;
    this.#hooks = hooks;
    this.layout = this.#layoutNow();
    surface.fit(this.layout);
    this.#holder = new StageHolder(
      {
        loadStage: () => hooks.loadStage(),
        onError: (error) => hooks.onError(error),
        onLost: () => void this.open(() => true),
        onStage: (stage) => this.#onStage(stage),
        optionsNow: () => ({
          parent: surface.stageBox,
          size: this.#stageSize(),
          fontFamily: this.#settings.fontFamily,
          onStale: () => hooks.onStale(),
          onFontsChanged: () => this.relayout(this.#settings, 1),
        }),
      },
      hooks.renderer,
    );
    this.#traffic = new Traffic(
      {
        measure: (appearance, count) => this.stage?.measure(appearance, count) ?? { width: 0, height: 0 },
        add: (bullet) => this.stage?.add(bullet) ?? false,
        update: (bullet) => this.stage?.update(bullet),
        remove: (key) => this.stage?.remove(key),
      },
      this.layout,
      settings,
    );
  }

  get stage(): Stage | undefined {
    return this.#holder.stage;
  }

  /** Whether anything flies. */
  get isEmpty(): boolean {
    return this.#traffic.flights.size === 0;
  }

  /** Sees to it that there is a stage, if `wantsStage` when the chunk is there. Answers with the chunk. */
  async open(wantsStage: () => boolean): Promise<StageModule | undefined> {
    await this.#holder.ensure(wantsStage);
    return this.#holder.module;
  }

  #onStage(stage: Stage): void {
    stage.resize(this.#stageSize());
    this.#whole(() => this.#traffic.handOver());
    if (this.#isLayoutStale || this.isEmpty) this.relayout(this.#settings, 1);
    this.#hooks.onStale();
  }

  /** A new frame. Returns the moment as of which newcomers enter: that of the last one, so that they show in this one. */
  advance(frameMs: number): number {
    const sinceMs = this.#clock.stageMs;
    this.#clock.advance(frameMs);
    return sinceMs;
  }

  admit(comment: DanmakuComment, own: boolean, stageMs: number): Admission {
    return this.#traffic.admit(comment, own, stageMs);
  }

  /** Takes out what has left. */
  retire(): void {
    this.#traffic.retire(this.#clock.stageMs);
  }

  /** Draws this moment. Returns whether pictures still wait to be painted. */
  render(): boolean {
    return this.stage?.render(this.#clock.stageMs) ?? false;
  }

  /** The time until the next frame does not count. */
  stopClock(): void {
    this.#clock.stop();
  }

  setSettings(settings: OverlaySettings): void {
    this.#settings = settings;
    this.#traffic.setSettings(settings);
  }

  /** Size or settings are others: what flies takes them on. */
  relayout(settings: OverlaySettings, scale: number): void {
    this.#settings = settings;
    if (!this.#surface.hasBox) return;
    this.layout = this.#layoutNow();
    this.#surface.fit(this.layout);
    const { stage } = this;
    this.#isLayoutStale = stage === undefined;
    if (stage === undefined) return;
    stage.resize(this.#stageSize());
    this.#whole(() => this.#traffic.relayout(this.layout, settings, this.#clock.stageMs, scale));
    this.#hooks.onStale();
  }

  /** The stage has another size: positions grow with the text, so that the whole picture grows with the video. */
  resize(): void {
    if (!this.#surface.hasBox) return;
    const fontBefore = this.layout.fontPx;
    this.relayout(this.#settings, this.#layoutNow().fontPx / fontBefore);
    // Before the browser paints: otherwise the old picture flashes up stretched, or none.
    this.render();
  }

  #layoutNow(): Layout {
    const { width, height, isRtl } = this.#surface;
    return layoutOf(this.#settings, width, height, isRtl);
  }

  #stageSize(): StageSize {
    const { width, height } = this.layout;
    return { width, height, pixelRatio: this.#surface.pixelRatio };
  }

  remove(matches: (flight: Flight) => boolean): void {
    this.#whole(() => this.#traffic.remove(matches));
  }

  /** Holds the comment of this id still, and lets go of the one held before. Answers whether it is flying. */
  hold(id: string | undefined): boolean {
    const { stageMs } = this.#clock;
    if (this.#held !== undefined) {
      const { flight, leftMs } = this.#held;
      ungrip(flight, this.layout, stageMs, leftMs);
      this.#traffic.attach(flight);
      this.#held = undefined;
    }
    const flight = id === undefined ? undefined : this.#traffic.detach(id);
    if (flight !== undefined) {
      this.#held = { flight, leftMs: grip(flight, stageMs) };
      this.stage?.update(flight);
    }
    this.#hooks.onStale();
    return flight !== undefined;
  }

  /** Does what concerns every flight, the held one among them. */
  #whole(act: () => void): void {
    const id = this.#held?.flight.comment.id;
    if (id === undefined) return act();
    this.hold(undefined);
    act();
    this.hold(id);
  }

  /** After a rest: what would have left meanwhile has left. */
  skip(restedMs: number): void {
    const { stageMs } = this.#clock;
    this.#traffic.remove(({ motion }) => motion.untilMs - stageMs <= restedMs);
  }

  rename(temporaryId: string, id: string): void {
    const own = this.find(temporaryId);
    if (own === undefined) return;
    // The gateway's copy may have been faster than its acknowledgement.
    this.#traffic.remove(({ comment }) => comment.id === id);
    own.comment = { ...own.comment, id };
  }

  visible(): VisibleComment[] {
    const { stageMs } = this.#clock;
    return seenAt(this.#flying(), this.layout, stageMs).map((flight) => describe(flight, this.layout, stageMs));
  }

  /** The flight of this comment, held or not. */
  find(id: string): Flight | undefined {
    return [...this.#all()].find(({ comment }) => comment.id === id);
  }

  commentAt(x: number, y: number): DanmakuComment | undefined {
    return commentAt(this.#flying(), this.layout, this.#clock.stageMs, x, y);
  }

  #flying(): Iterable<Flight> {
    return this.stage === undefined ? [] : this.#all();
  }

  #all(): Iterable<Flight> {
    const flying = this.#traffic.flights.values();
    return this.#held === undefined ? flying : [...flying, this.#held.flight];
  }

  /** Nothing flies any more, and the stage's memory is given back. */
  drop(): void {
    this.hold(undefined);
    this.#traffic.remove(() => true);
    this.#holder.drop();
  }

  destroy(): void {
    this.#holder.close();
  }
}
