/** The overlay as a classic script: the global `Danmaku`, and the elements. Works from any origin, without a build. */
import type { ComposerModule } from './composer/index.ts';
import type { EmotesModule } from './emotes/index.ts';
import type { RecordingModule } from './engine.ts';
import { defineElements } from './element.ts';
import { createOverlay as createWith, type Overlay, type OverlayOptions } from './overlay.ts';
import type { InteractionModule } from './interaction/index.ts';
import type { Drawing, Parts } from './parts.ts';

export { addLanguage } from './languages.ts';
export { DEFAULT_SETTINGS } from './options.ts';
export { parseSettings } from './parse-settings.ts';
export { PostRefused } from './draft.ts';

// Known only while the script runs for the first time.
const script = document.currentScript;
const home = new URL('.', script instanceof HTMLScriptElement && script.src !== '' ? script.src : location.href).href;

// A browser remembers that an address failed: another try needs another address.
const load = (name: string, attempt = 0): Promise<unknown> =>
  import(/* @vite-ignore */ `${home}${name}.js${attempt > 0 ? `?try=${attempt}` : ''}`);

let failures = 0;

/** Readers and writers of comment files; a file of its own, loaded here. */
export function formats(): Promise<typeof import('./formats/index.ts')> {
  return load('formats', failures).catch((error: unknown) => {
    failures += 1;
    throw error;
  }) as Promise<typeof import('./formats/index.ts')>;
}

const parts: Parts = {
  loadDrawing: (attempt) => load('stage', attempt) as Promise<Drawing>,
  loadComposer: (attempt) => load('composer', attempt) as Promise<ComposerModule>,
  loadInteraction: (attempt) => load('interaction', attempt) as Promise<InteractionModule>,
  loadRecording: (attempt) => load('recording', attempt) as Promise<RecordingModule>,
  loadEmotes: (attempt) => load('emotes', attempt) as Promise<EmotesModule>,
  home,
};

/** See {@link createWith}. */
export function createOverlay(target: HTMLElement, options: OverlayOptions = {}): Overlay {
  return createWith(target, options, parts);
}

defineElements(parts);
