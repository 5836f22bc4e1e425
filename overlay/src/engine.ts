/**
 * The engine: comments in, a moving picture out. It owns the tick, the lanes, the clock and the stage,
 * and knows nothing of the network, of custom elements or of the page around it.
 */
import type { DanmakuComment, Mode } from '@danmaku-live/protocol';
import type { DrawnComment } from './draft.ts';
import { Director } from './engine/director.ts';
import type { ProgrammeTime, RecordingClock } from './engine/media-watch.ts';
import type { Replay } from './engine/replay.ts';
import type { EmotesModule } from './emotes/index.ts';
import type { readInSlices } from './engine/recording-slices.ts';
import type { UnusableReason } from './lanes/recording-reader.ts';
import type { OverlaySettings, Renderer } from './options.ts';
import type { StageModule } from './stage/stage.ts';

export type { EmotesModule, ProgrammeTime, RecordingClock, StageModule, UnusableReason };

/** One comment on screen, in CSS pixels from the stage's top left, as of the last tick. */
export interface VisibleComment {
  readonly id: string;
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** From 0, counted from the edge that its mode fills first. */
  readonly lane: number;
  readonly mode: Mode;
}

/** A comment on screen, and how it is shown. */
export interface ShownComment {
  readonly comment: DanmakuComment;
  readonly own: boolean;
  /** CSS pixels of its text. */
  readonly fontPx: number;
  /** How many equal comments it stands for. */
  readonly count: number;
}

/**
 * Why a comment was not shown: no lane was free in time, too many (on screen, waiting or in memory), older than 5 seconds
 * or a crossing late, hidden by the reader's lists, in a mode that is switched off, come while nothing was shown, or shown
 * before.
 */
export type SkipReason = 'no_lane' | 'too_many' | 'too_old' | 'blocked' | 'mode_off' | 'hidden' | 'duplicate_id';

export interface EngineStats {
  /** What draws now; `worker` (WebGL) and `worker-canvas2d` in a thread of their own. */
  readonly stage: 'worker' | 'worker-canvas2d' | 'webgl' | 'canvas2d' | 'list' | 'loading';
  /** Comments on screen now. */
  readonly onScreen: number;
  /** Comments that came onto the screen. */
  readonly shown: number;
  /** Comments that did not, by reason. */
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** Comments that became one more of an equal one on screen. */
  readonly merged: number;
  /** Smoothed main-thread milliseconds of a tick. */
  readonly frameMs: number;
  /** Held for pictures of glyphs and comments, on the GPU or in canvases. */
  readonly textureBytes: number;
  /** Share of the device's pixels, each way, that is drawn: less than 1 while frames would come late otherwise. */
  readonly quality: number;
}

export interface EmitOptions {
  /** The reader's own comment: shown in the next tick, outlined, never left out. */
  readonly own?: boolean;
  /** Estimated clock of the gateway minus `Date.now()`, in milliseconds; with it, comments older than 5 s are passed over. */
  readonly serverClockOffsetMs?: number;
  /** A page made them up: what is missing is filled in, and what is wrong reported. Otherwise they are whole. */
  readonly given?: boolean;
}

/** What the file `recording.js` exports. */
export interface RecordingModule {
  readonly Replay: typeof Replay;
  readonly readInSlices: typeof readInSlices;
}

export interface LoadOptions {
  /** Where the viewer is, in seconds from the start; default: the `currentTime` of the video under the comments. */
  readonly clock?: RecordingClock;
  /**
   * When the recording began, in seconds since 1970. Comments that carry a moment instead of a position count from it;
   * default: the first such moment.
   */
  readonly start?: number;
}

export interface LoadResult {
  /** Comments that will be shown at their time. */
  readonly loaded: number;
  /** How many were left out, by reason. */
  readonly skipped: Readonly<Partial<Record<UnusableReason, number>>>;
}

export interface Engine {
  /**
   * Plays these comments by the time of the player, in place of what was loaded before; an empty list ends that.
   * The picture of a moment is the same however the viewer got there. Rejects only when what plays recordings can't be
   * loaded; where another load, or the end, comes before a long list is read, nothing of it is loaded.
   */
  load(comments: readonly unknown[], options?: LoadOptions): Promise<LoadResult>;
  /** Who says where the viewer is in a programme; see {@link ProgrammeTime}. */
  follow(programme: ProgrammeTime | undefined): void;
  /** What the viewer sees now: position in the recording, or seconds since 1970 in a programme; `undefined` where unknown. */
  mediaSeconds(): number | undefined;
  emit(comments: readonly DrawnComment[], options?: EmitOptions): void;
  /** The reader's own comment got its id from the gateway: the one already flying carries it from now on. */
  rename(temporaryId: string, id: string): void;
  /** Takes these off the screen and out of the queue now; they are not shown again. */
  recall(what: { readonly ids: readonly string[] } | { readonly user: string }): void;
  set(change: Partial<OverlaySettings>): void;
  pause(): void;
  resume(): void;
  clear(): void;
  hide(): void;
  show(): void;
  /**
   * Holds the comment of this id where it is, and lets the one held before fly on; `undefined` only lets go.
   * The rest flies on and makes no room for it. Answers whether the comment is on screen.
   */
  hold(id: string | undefined): boolean;
  /** The comment of this id while it is on screen. */
  find(id: string): ShownComment | undefined;
  /** Whether this comment, come now, may be shown: the settings let it through, and nothing is hidden or paused. */
  wants(comment: DanmakuComment): boolean;
  visible(): VisibleComment[];
  stats(): EngineStats;
  destroy(): void;
}

export interface EngineHooks {
  /** Loads the drawing chunk (`stage/index.ts`). Called at once; comments wait for it up to 5 s. Asked again after a failure. */
  loadStage(): Promise<StageModule>;
  /** Loads what plays recordings. Asked for at the first {@link Engine.load}. */
  loadRecording(): Promise<RecordingModule>;
  /** A click or tap met this comment. The event itself goes on to the page untouched. */
  onSelect?(comment: DanmakuComment): void;
  onSkip?(comment: DanmakuComment, reason: SkipReason): void;
  onError(error: Error): void;
  /** Where clicks are listened for; the host when absent. */
  readonly pointerTarget?: EventTarget;
  /** What shall draw; `auto` when absent. */
  readonly renderer?: Renderer | undefined;
  /** Loads what fetches emotes. Asked for when the settings have a table of them, and again after a failure. */
  loadEmotes(attempt: number): Promise<EmotesModule>;
  /** Address of the gateway: emotes may come from there without being asked. */
  readonly gateway?: string | undefined;
}

/**
 * A page that measures puts an empty list under this name first; every engine is added to it, and can be asked for
 * those that are `undrawn()`: ids of comments that fly and of which nothing is on the canvas yet. Where a worker draws
 * that is as of its next frame.
 */
const MEASURED = Symbol.for('danmaku-live.engines');

/**
 * Starts an engine in `host`. The engine adds one layer to it (absolute, filling the host, deaf to pointers),
 * so the host must be a positioned box.
 */
export function createEngine(host: HTMLElement, settings: OverlaySettings, hooks: EngineHooks): Engine {
  const engine = new Director(host, settings, hooks);
  const measured: unknown = Reflect.get(globalThis, MEASURED);
  if (Array.isArray(measured)) measured.push(engine);
  return engine;
}
