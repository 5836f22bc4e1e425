/** Where the interaction with comments happens, and whom it asks. */
import type { Engine } from '../engine.ts';
import type { Events } from '../events.ts';
import type { Languages } from '../languages.ts';
import type { Layer } from '../layer.ts';
import type { OverlaySettings } from '../options.ts';
import type { Overlay, OverlayEvents } from '../overlay.ts';
import type { OverlayWords } from './words.ts';

/** What the overlay gives to the file that deals with people. */
export interface InteractionContext {
  readonly overlay: Pick<Overlay, 'on' | 'set' | 'settings'>;
  readonly engine: Pick<Engine, 'visible' | 'find' | 'hold' | 'stats' | 'wants'>;
  readonly events: Pick<Events<OverlayEvents>, 'emit' | 'heardBy'>;
  readonly layer: Layer;
  /** The video or the player. */
  readonly target: HTMLElement;
  readonly languages: Languages;
}

/** What the parts of the interaction share. */
export interface Place {
  readonly engine: InteractionContext['engine'];
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  words(): OverlayWords;
  settings(): OverlaySettings;
  /** Whether the page listens. */
  hears(name: keyof OverlayEvents): boolean;
}
