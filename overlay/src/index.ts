/** The overlay as an ES module: `import { createOverlay } from '@danmaku-live/overlay'`. Defines the elements, too. */
import { defineElements } from './element.ts';
import { createOverlay as createWith, type Overlay, type OverlayOptions } from './overlay.ts';
import type { Parts } from './parts.ts';

export type { ConnectionState, RoomView } from './connection/connection.ts';
export type { TokenSource } from './connection/identity.ts';
export type { Refusal } from './connection/pending-posts.ts';
export type { DanmakuOverlayElement } from './element.ts';
export type {
  EngineStats,
  LoadOptions,
  LoadResult,
  ProgrammeTime,
  RecordingClock,
  SkipReason,
  UnusableReason,
  VisibleComment,
} from './engine.ts';
export { addLanguage, type Language } from './languages.ts';
export {
  DEFAULT_SETTINGS,
  type EmoteTable,
  type MaskFrame,
  type MaskRect,
  type MaskSetting,
  type MaskSource,
  type Outline,
  type OverlaySettings,
  type Renderer,
  type RoleStyle,
  type RoleStyles,
  type SafeArea,
} from './options.ts';
export { parseSettings, type ParsedSettings } from './parse-settings.ts';
export { PostRefused, type Draft, type DrawnComment } from './draft.ts';
export type { Overlay, OverlayEvents, OverlayOptions, OverlayStats } from './overlay.ts';

const home = import.meta.url.replace(/[^/]*$/, '');

// A browser remembers that an address failed: another try needs another address.
const load = <File>(name: string, attempt: number, first: () => Promise<File>): Promise<File> =>
  attempt === 0 ? first() : (import(/* @vite-ignore */ `${home}${name}.js?try=${attempt}`) as Promise<File>);

let failures = 0;

/** Readers and writers of comment files; a file of its own, loaded here. Also `@danmaku-live/overlay/formats`. */
export function formats(): Promise<typeof import('./formats/index.ts')> {
  return load('formats', failures, () => import('./formats/index.ts')).catch((error: unknown) => {
    failures += 1;
    throw error;
  });
}

const parts: Parts = {
  loadDrawing: (attempt) => load('stage', attempt, () => import('./drawing.ts')),
  loadComposer: (attempt) => load('composer', attempt, () => import('./composer/index.ts')),
  loadInteraction: (attempt) => load('interaction', attempt, () => import('./interaction/index.ts')),
  loadRecording: (attempt) => load('recording', attempt, () => import('./recording.ts')),
  loadEmotes: (attempt) => load('emotes', attempt, () => import('./emotes/index.ts')),
  home,
};

/** See {@link createWith}. */
export function createOverlay(target: HTMLElement, options: OverlayOptions = {}): Overlay {
  return createWith(target, options, parts);
}

defineElements(parts);
