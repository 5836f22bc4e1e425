/**
 * What the engine asks of whatever draws: retained bullets in, a picture of stage time `T` out.
 * The engine measures, places and times; a stage rasterises and draws, and keeps no rule of its own.
 * Nothing here names pixi, so that the engine can be loaded without it.
 */
import type { Appearance, Bullet, TextSize } from '../lanes/bullet.ts';
import type { Renderer } from '../options.ts';

export interface StageSize {
  /** CSS pixels. */
  readonly width: number;
  readonly height: number;
  /** Device pixels per CSS pixel. */
  readonly pixelRatio: number;
}

export interface StageOptions {
  /** The stage puts its canvas in here and nowhere else. */
  readonly parent: HTMLElement;
  readonly size: StageSize;
  /** `page` is `auto` without a worker. Only these two get coarser under load: what is named draws every pixel. */
  readonly renderer: Renderer | 'page';
  /** Of which the usual glyphs are made ready. */
  readonly fontFamily: string;
  /** Drawing can't go on (the GL context is gone for good): the engine makes another stage. */
  onLost(error: Error): void;
  /** The picture must be drawn again although nothing moves (the GL context came back). */
  onStale(): void;
  /** The bullets of these keys were not taken after all: no texture memory is left. */
  onRefused(keys: readonly number[]): void;
  /** A font arrived: what was measured before is wrong. */
  onFontsChanged(): void;
}

/** How a stage is made among the others of its page. */
export interface StagePlace extends StageOptions {
  /** Browsers have few GL contexts: without one it is canvas 2D, whatever was asked for. */
  readonly mayUseGl: boolean;
  /** It was destroyed. */
  onEnd(): void;
}

/** A picture that hides danmaku where it is opaque, and where it lies on the stage, in CSS pixels. */
export interface StageMask {
  readonly picture: ImageBitmap;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A picture that stands for a word of texts. */
export interface Emote {
  /** No other picture has it. */
  readonly id: number;
  /** Width by height. */
  readonly ratio: number;
  readonly picture: ImageBitmap;
}

/** What `:name:` is drawn as from now on; `undefined`: as text. */
export interface NamedEmote {
  readonly name: string;
  readonly emote: Emote | undefined;
}

export interface Stage {
  readonly kind: 'worker' | 'worker-canvas2d' | 'webgl' | 'canvas2d';
  measure(appearance: Appearance, count: number): TextSize;
  /** `false`: no texture memory is left for it, nothing was added. A worker says so later, by `onRefused`. */
  add(bullet: Bullet): boolean;
  /** The bullet of this key as it is from now on: other motion, appearance or count. */
  update(bullet: Bullet): void;
  remove(key: number): void;
  clear(): void;
  resize(size: StageSize): void;
  /**
   * Draws the picture of `stageMs`. Returns whether bitmaps are still waiting for the next tick's budget.
   *
   * @param frameMs as `requestAnimationFrame` gives it; absent outside a frame.
   */
  render(stageMs: number, frameMs?: number): boolean;
  /** Hides what lies under it from the next {@link render} on. The stage owns the picture from now on. */
  setMask(mask: StageMask | undefined): void;
  /** What was measured of texts with these names is wrong afterwards. */
  setEmotes(emotes: readonly NamedEmote[]): void;
  /** No frame follows until the next {@link render}: the picture of `stageMs` stays. */
  rest(stageMs: number): void;
  /** Share of the device's pixels, each way, that is drawn; below 1 while frames come late. */
  quality(): number;
  /** Memory held for pictures of text, in bytes, used or not. */
  textureBytes(): number;
  /** Those of which nothing was in the last frame, since they are still to be painted. A worker answers after its next one. */
  undrawn(): Promise<readonly number[]>;
  destroy(): void;
}

/** The paced list that stands for flight under reduced motion. */
export interface CommentList {
  /** Shows it when its turn comes. Returns the ids of those that waited too long for theirs and are passed over. */
  push(entry: ListEntry): string[];
  remove(id: string): void;
  rename(temporaryId: string, id: string): void;
  clear(): void;
  /** Keeps this one, and waits with the others, until `undefined` is given. */
  hold(id: string | undefined): void;
  restyle(style: ListStyle): void;
  /** Boxes of what is shown, relative to the parent's top left. */
  visible(): ListBox[];
  destroy(): void;
}

export interface ListEntry {
  readonly id: string;
  readonly name: string;
  readonly text: string;
  readonly color: string;
  readonly own: boolean;
}

export interface ListStyle {
  readonly fontPx: number;
  readonly fontFamily: string;
}

export interface ListBox {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What {@link StageModule.createStage} rejects with. */
export interface StageFailure extends Error {
  /** The file that paints could not be loaded, which says nothing of what this device can draw on. */
  readonly isNotLoaded?: boolean;
}

/** What the lazily loaded chunk exports; `stage/index.ts` is its entry. */
export interface StageModule {
  /** Never rejects for want of WebGL: canvas 2D is its answer then. */
  createStage(options: StageOptions): Promise<Stage>;
  createList(parent: HTMLElement, style: ListStyle): CommentList;
}
