/** The parts of the overlay that are files of their own, loaded when first needed so that the shell stays small. */
import type { ComposerModule } from './composer/index.ts';
import type { checkDraft } from './draft.ts';
import type { createEngine, RecordingModule, StageModule } from './engine.ts';
import type { EmotesModule } from './emotes/index.ts';
import type { InteractionModule } from './interaction/index.ts';
import type { keepSettings } from './settings-keeper.ts';

/** What the file `stage.js` exports. */
export interface Drawing extends StageModule {
  readonly createEngine: typeof createEngine;
  readonly checkDraft: typeof checkDraft;
  readonly keepSettings: typeof keepSettings;
}

export interface Parts {
  /** What draws: asked for at once, and again (`attempt` 1, 2, …) when it could not be loaded. */
  readonly loadDrawing: (attempt: number) => Promise<Drawing>;
  /** The input bar: asked for when a `<danmaku-composer>` is put into the page. */
  readonly loadComposer: (attempt: number) => Promise<ComposerModule>;
  /** Holding comments, their menu, and what is said to people: asked for when the settings want it. */
  readonly loadInteraction: (attempt: number) => Promise<InteractionModule>;
  /** What plays recordings: asked for when one is loaded. */
  readonly loadRecording: (attempt: number) => Promise<RecordingModule>;
  /** What fetches emotes: asked for when the settings have a table of them. */
  readonly loadEmotes: (attempt: number) => Promise<EmotesModule>;
  /** Where this script came from: the gateway, unless the page names another. */
  readonly home: string;
}
