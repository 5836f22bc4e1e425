/** The overlay's settings: types, defaults and ranges, each once. All of them act on what is already flying. */
import type { Mode } from '@danmaku-live/protocol';

/** Space kept free, in CSS pixels (number) or percent of the stage (`"12%"`). */
export interface SafeArea {
  readonly top: number | string;
  readonly right: number | string;
  readonly bottom: number | string;
  readonly left: number | string;
}

/** A part of the picture, in CSS pixels (number) or percent of it (`"12%"`) from its top left. */
export interface MaskRect {
  readonly x: number | string;
  readonly y: number | string;
  readonly width: number | string;
  readonly height: number | string;
}

/** Danmaku are hidden where it is opaque. Pictures are stretched over the whole overlay; their size does not matter. */
export type MaskSource = HTMLCanvasElement | OffscreenCanvas | ImageBitmap | HTMLImageElement | readonly MaskRect[];

/** A picture that is painted on from time to time: it is taken again when `version` is another, and only then. */
export interface MaskFrame {
  readonly source: MaskSource;
  /** Compared by identity: a counter does. */
  readonly version: unknown;
}

/** A function is asked in every frame in which danmaku are drawn. */
export type MaskSetting = MaskSource | (() => MaskSource | MaskFrame | null | undefined) | null;

/**
 * What draws: `worker` WebGL in a thread of its own, `webgl` the same on the page's thread, `canvas` canvas 2D.
 * `auto` takes the best that this device has. What can't be had is replaced by the next one.
 */
export type Renderer = 'auto' | 'worker' | 'webgl' | 'canvas';

export type Outline = 'none' | 'thin' | 'normal' | 'heavy' | 'shadow';

/** How comments of one role look; what is left out is as with others. */
export interface RoleStyle {
  /** Two colours, `#rrggbb`, from top to bottom of the letters; they go before the colour that the author chose. */
  readonly gradient?: readonly [string, string];
}

export type RoleStyles = { readonly [role in 'owner' | 'paid']?: RoleStyle };

/** `{ name: address }`: comments show the picture where they say `:name:`. */
export type EmoteTable = Readonly<Record<string, string>>;

/** Everything that can be set; all of it acts on what is already flying. */
export interface OverlaySettings {
  /** 0 (invisible) to 1. */
  readonly opacity: number;
  /** Share of the height used, 0.1 to 1, from the top. */
  readonly area: number;
  /** Factor on how fast comments cross, 0.25 to 4. */
  readonly speed: number;
  /** CSS pixels of a medium comment, or `auto`: follows the height of the stage. */
  readonly fontSize: number | 'auto';
  /** As in CSS. A font that the page brings (`@font-face`) may come late: comments are painted again with it. */
  readonly fontFamily: string;
  /** Height of a lane as a factor of the font size, 1 to 3. */
  readonly lineHeight: number;
  /** Width of the edge round each glyph as a factor of the default, 0 to 3, or its name; `shadow` falls to the lower right. */
  readonly outline: number | Outline;
  /** Looks for comments of the room's owner and for paid ones. */
  readonly styles: RoleStyles;
  /** A sign before the comments of owner (★), moderators (◆) and those who paid (♥). */
  readonly badges: boolean;
  /** Pictures for `:name:` in comments, or the address of a JSON file of them. At most 500. */
  readonly emotes: EmoteTable | string;
  /** Hosts from which emotes may come besides the page's own and the gateway's; `*.example.com` is every host below it. */
  readonly emoteHosts: readonly string[];
  /** 0: never overlap, leave out what finds no place. 1: show everything. Between: share of what finds no place that is shown overlapping. */
  readonly density: number;
  /** Most comments on screen at once; own, owner and paid ones are not counted. */
  readonly maxOnScreen: number;
  /** Modes that are shown. */
  readonly modes: readonly Mode[];
  /** Equal comments become one with a counter. */
  readonly merge: boolean;
  /** Comments that contain one of these are not shown (case-insensitive). */
  readonly blockedWords: readonly string[];
  /** Comments of these user ids are not shown. */
  readonly blockedUsers: readonly string[];
  /** Where no comment may be, for subtitles and the like. */
  readonly safeArea: SafeArea;
  /** What danmaku pass behind; `null` for nothing. */
  readonly mask: MaskSetting;
  /** `auto` follows the reader's `prefers-reduced-motion`. */
  readonly reducedMotion: 'auto' | 'on' | 'off';
  /** Where scrolling comments fly to: `ltr` pages read them coming from the right. */
  readonly direction: 'auto' | 'ltr' | 'rtl';
  /** `arrival`: comments fly as they come. `media`: each when the viewer's own player shows what its author saw. */
  readonly sync: 'arrival' | 'media';
  /** Seconds that comments of a recording, or with `sync: media`, come later; negative: sooner. */
  readonly offset: number;
  /** Everything stands still; see {@link Overlay.pause}. */
  readonly paused: boolean;
  /** Comments can be held by hovering, tapping and keys, with a menu beside them. */
  readonly interaction: boolean;
  /** The keys that focus the newest comment, such as `Alt+Shift+D`, or `none`. Only while `interaction` is on. */
  readonly focusKey: string;
  /** Screen readers are told of the room's comments, at most one every few seconds. */
  readonly announce: boolean;
}

export const DEFAULT_SETTINGS: OverlaySettings = {
  opacity: 1,
  area: 1,
  speed: 1,
  fontSize: 'auto',
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif',
  lineHeight: 1.25,
  outline: 1,
  styles: {},
  badges: false,
  emotes: {},
  emoteHosts: [],
  density: 0,
  maxOnScreen: 300,
  modes: ['scroll', 'reverse', 'top', 'bottom'],
  merge: true,
  blockedWords: [],
  blockedUsers: [],
  safeArea: { top: 0, right: 0, bottom: 0, left: 0 },
  mask: null,
  reducedMotion: 'auto',
  direction: 'auto',
  sync: 'arrival',
  offset: 0,
  paused: false,
  interaction: true,
  focusKey: 'Alt+Shift+D',
  announce: false,
};

/** Least and most of each number; what lies outside is brought in. */
export const RANGES = {
  opacity: [0, 1],
  area: [0.1, 1],
  speed: [0.25, 4],
  fontSize: [8, 200],
  lineHeight: [1, 3],
  outline: [0, 3],
  density: [0, 1],
  maxOnScreen: [1, 5000],
  offset: [-60, 60],
} as const;

/** What each name of an outline stands for. */
export const OUTLINES: Readonly<Record<Outline, number>> = { none: 0, thin: 0.6, normal: 1, heavy: 1.8, shadow: 1 };

const RENDERERS: readonly unknown[] = ['auto', 'worker', 'webgl', 'canvas'] satisfies Renderer[];

export function isRenderer(value: unknown): value is Renderer {
  return RENDERERS.includes(value);
}
