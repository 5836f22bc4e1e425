/** Flight: lanes, clock and stage together. It knows when each comment is where, and has the stage draw it. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { EngineHooks, VisibleComment } from '../engine.ts';
import type { Flight } from '../lanes/flight.ts';
import type { Omission } from '../lanes/block.ts';
import { layoutOf } from '../lanes/layout.ts';
import type { Layout } from '../lanes/layout.ts';
import { Traffic } from '../lanes/traffic.ts';
import type { Admission, Sink } from '../lanes/traffic.ts';
import type { OverlaySettings, Renderer } from '../options.ts';
import type { Stage, StageModule, StageSize } from '../stage/stage.ts';
import { Emotes } from './emotes.ts';
import { Grasp } from './grasp.ts';
import { Mask } from './mask.ts';
import type { MakeReplay, Replay } from './replay.ts';
import { commentAt, describe, seenAt } from './sights.ts';
import { keyMaker, sinkTo } from './sink.ts';
import { StageHolder } from './stage-holder.ts';
import type { Surface } from './surface.ts';
import type { Leap, Timeline } from './timeline.ts';

export interface SceneHooks extends Pick<EngineHooks, 'loadEmotes' | 'gateway'> {
  loadStage(): Promise<StageModule>;
  onError(error: Error): void;
  /** A tick is needed. */
  onStale(): void;
  /** It flew and does no more: there was no memory to draw it. */
  onRefused(comment: DanmakuComment): void;
  readonly renderer: Renderer;
  /** A comment of the recording is on the stage. */
  onReplayed(): void;
}

export class Scene {
  readonly #surface: Surface;
  readonly #hooks: SceneHooks;
  readonly #timeline: Timeline;
  readonly #newKey = keyMaker();
  readonly #sink: Sink;
  readonly #traffic: Traffic;
  readonly #grasp: Grasp;
  #replay: Replay | undefined;
  readonly #holder: StageHolder;
  readonly #emotes: Emotes;
  readonly #mask: Mask;
  #settings: OverlaySettings;
  layout: Layout;

  constructor(surface: Surface, timeline: Timeline, settings: OverlaySettings, hooks: SceneHooks) {
    this.#surface = surface;
    this.#timeline = timeline;
    this.#settings = settings;
    this.#hooks = hooks;
    this.#mask = new Mask(hooks);
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
          onRefused: (keys) => this.#onRefused(new Set(keys)),
          onFontsChanged: () => this.relayout(this.#settings, 1),
        }),
      },
      hooks.renderer,
    );
    const stageNow = (): Stage | undefined => this.stage;
    const onChange = (): void => this.relayout(this.#settings, 1);
    this.#emotes = new Emotes(stageNow, { ...hooks, onChange });
    this.#emotes.set(settings);
    this.#sink = sinkTo(stageNow, (text) => this.#emotes.want(text));
    this.#traffic = new Traffic(this.#sink, this.layout, settings, this.#newKey);
    this.#grasp = new Grasp(this.#sink, this.#traffic, () => ({
      replay: this.#replay,
      layout: this.layout,
      stageMs: timeline.stageMs,
    }));
  }

  /** From now on a recording is played; without one, comments fly as they come. Nothing flies on. */
  load(make: MakeReplay | undefined): void {
    this.hold(undefined);
    this.#traffic.remove(() => true);
    this.#traffic.flyAlone();
    this.#replay?.clear();
    this.#replay = make?.(this.layout, this.#settings, this.#sink, this.#newKey, this.#hooks.onReplayed);
  }

  get stage(): Stage | undefined {
    return this.#holder.stage;
  }

  /** Whether the picture changes although nothing moves. */
  get hasLiveMask(): boolean {
    return this.#mask.isLive && !this.isEmpty;
  }

  /** Whether anything flies. */
  get isEmpty(): boolean {
    return this.#traffic.flights.size === 0 && this.#replay?.isEmpty !== false;
  }

  /** When the picture of the recording is another, on stage time. */
  get nextMs(): number {
    return this.#replay?.nextMs ?? Infinity;
  }

  /** Sees to it that there is a stage, if `wantsStage` when the chunk is there. Answers with the chunk. */
  async open(wantsStage: () => boolean): Promise<StageModule | undefined> {
    await this.#holder.ensure(wantsStage);
    return this.#holder.module;
  }

  #onStage(stage: Stage): void {
    stage.resize(this.#stageSize());
    this.#emotes.handOver(stage);
    this.#replay?.forgetStage();
    this.#grasp.whole(() => this.#traffic.handOver());
    // The layout may have changed while there was no stage to measure with, and another stage may have other fonts.
    this.relayout(this.#settings, 1);
    this.#hooks.onStale();
  }

  #onRefused(keys: ReadonlySet<number>): void {
    for (const { key, comment } of this.#traffic.flights.values()) if (keys.has(key)) this.#hooks.onRefused(comment);
    this.#traffic.remove(({ key }) => keys.has(key));
  }

  /** A new frame. Returns the leap, where the player has leapt. */
  advance(frameMs: number): Leap | undefined {
    const leap = this.#timeline.advance(frameMs);
    if (leap !== undefined) this.#leap(leap);
    return leap;
  }

  #leap({ byMs }: Leap): void {
    const { following, stageMs } = this.#timeline;
    // Over a recording stage time itself has leapt; what flew by itself belongs to no other moment.
    if (following === 'recording') this.#replay?.leap(byMs);
    if (following === 'recording' || byMs < 0) this.#traffic.remove(() => true);
    else this.#traffic.retire(stageMs);
  }

  /** @param stageMs as of when it enters. */
  admit(comment: DanmakuComment, own: boolean, stageMs: number): Admission {
    if (this.#replay !== undefined) this.#traffic.flyAmong(this.#replay.othersAt(stageMs), stageMs);
    return this.#traffic.admit(comment, own, stageMs);
  }

  /** Takes out what has left. */
  retire(): void {
    this.#traffic.retire(this.#timeline.stageMs);
  }

  /** Comments of the recording that were left out on the way here. */
  omissions(): Omission[] {
    return this.stage === undefined ? [] : (this.#replay?.omissionsUntil(this.#timeline.stageMs) ?? []);
  }

  /** Draws this moment, in the frame at `frameMs` if in one. Returns whether pictures still wait to be painted. */
  render(frameMs?: number): boolean {
    const { stage } = this;
    if (stage === undefined) return false;
    const { stageMs } = this.#timeline;
    this.#replay?.sync(stageMs);
    this.#mask.show(this.#settings.mask, stage, this.layout, this.#surface);
    return stage.render(stageMs, frameMs);
  }

  /** No frames for a while: the time until the next one does not count. */
  rest(): void {
    this.#timeline.stop();
    this.stage?.rest(this.#timeline.stageMs);
  }

  /** @param isReplanned other comments find a place now. */
  setSettings(settings: OverlaySettings, isReplanned: boolean): void {
    this.#settings = settings;
    this.#traffic.setSettings(settings);
    this.#emotes.set(settings);
    if (isReplanned) this.#replay?.replan(this.layout, settings);
  }

  /** Size or settings are others: what flies takes them on. */
  relayout(settings: OverlaySettings, scale: number): void {
    this.#settings = settings;
    if (!this.#surface.hasBox) return;
    this.layout = this.#layoutNow();
    this.#surface.fit(this.layout);
    const { stage } = this;
    if (stage === undefined) return;
    stage.resize(this.#stageSize());
    this.#grasp.whole(() => {
      this.#traffic.relayout(this.layout, settings, this.#timeline.stageMs, scale);
      this.#replay?.replan(this.layout, settings);
    });
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
    this.#grasp.whole(() => this.#traffic.remove(matches));
  }

  /** Holds the comment of this id still, and lets go of the one held before. Answers whether it is flying. */
  hold(id: string | undefined): boolean {
    const isFlying = this.#grasp.hold(id);
    this.#hooks.onStale();
    return isFlying;
  }

  /** These comments of the recording are not shown any more. */
  withdraw(matches: (comment: DanmakuComment) => boolean): void {
    if (this.#replay?.withdraw(matches) === true) this.#replay.replan(this.layout, this.#settings);
  }

  /** Takes off the screen what is on it. */
  clear(): void {
    this.#replay?.clear();
    this.hold(undefined);
    this.#traffic.remove(() => true);
  }

  /** After a rest: what would have left meanwhile has left. */
  skip(restedMs: number): void {
    const { stageMs } = this.#timeline;
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
    const { stageMs } = this.#timeline;
    return seenAt(this.flying(), this.layout, stageMs).map((flight) => describe(flight, this.layout, stageMs));
  }

  /** The flight of this comment, held or not. */
  find(id: string): Flight | undefined {
    return [...this.#all()].find(({ comment }) => comment.id === id);
  }

  commentAt(x: number, y: number): DanmakuComment | undefined {
    return commentAt(this.flying(), this.layout, this.#timeline.stageMs, x, y);
  }

  flying(): Iterable<Flight> {
    return this.stage === undefined ? [] : this.#all();
  }

  #all(): Iterable<Flight> {
    const { flights } = this.#traffic;
    const held = this.#grasp.flight;
    if (this.#replay === undefined && held === undefined) return flights.values();
    return [...(this.#replay?.flights ?? []), ...flights.values(), ...(held === undefined ? [] : [held])];
  }

  /** Nothing flies any more, and the stage's memory is given back. */
  drop(): void {
    this.clear();
    this.#replay?.leap(Infinity);
    this.#holder.drop();
  }

  destroy(): void {
    this.#emotes.close();
    this.#holder.close();
  }
}
