/** What a page gives to make an overlay, and what it then holds. */
import type { ConnectionState, RoomView } from './connection/connection.ts';
import type { TokenSource } from './connection/identity.ts';
import type { Draft, DrawnComment } from './draft.ts';
import type { LoadOptions, LoadResult, ProgrammeTime, VisibleComment } from './engine.ts';
import type { Handler } from './events.ts';
import type { OverlaySettings, Renderer } from './options.ts';
import type { OverlayEvents, OverlayStats } from './overlay-events.ts';

export interface OverlayOptions {
  /** Address of the gateway; default: where this script came from. */
  readonly gateway?: string;
  /** Without a room nothing is connected: comments come by `emit` only. */
  readonly room?: string;
  /** The reader's token, or a function that gets a fresh one. Without: a guest who stays the same between visits. */
  readonly token?: TokenSource;
  /** What differs from {@link DEFAULT_SETTINGS} at first. */
  readonly settings?: Partial<OverlaySettings>;
  /** Keeps what the reader sets for the next visit to this site; see {@link Overlay.remember}. */
  readonly remember?: boolean;
  /** What shall draw, for tests and measurements; `auto` (the default) takes the best there is. */
  readonly renderer?: Renderer;
  /** Who says where the viewer is in a programme, for `sync: 'media'`; see {@link Overlay.follow}. */
  readonly programmeTime?: ProgrammeTime;
  /** For a custom element: where the layer goes instead of into the target. */
  readonly root?: ShadowRoot;
}

export interface Overlay {
  /** Posts to the room and shows at once. Rejects with {@link PostRefused}: `{code, message, retryAfterMs}`. */
  post(draft: Draft): Promise<{ readonly id: string }>;
  /** Draws without a gateway. */
  emit(comments: DrawnComment | readonly DrawnComment[]): void;
  /** Plays a recording, each comment when the player gets to its `media` (seconds); an empty list ends it. */
  load(comments: readonly DrawnComment[], options?: LoadOptions): Promise<LoadResult>;
  /** Who says where the viewer is in a programme; without, the video itself where it knows (`getStartDate`). */
  follow(programme: ProgrammeTime | undefined): void;
  /** Changes settings live. Values out of range are brought into it, unusable ones reported as `error` and left. */
  set(change: Partial<OverlaySettings>): void;
  /** All of them, as they are now; {@link Overlay.set} changes them. */
  readonly settings: OverlaySettings;
  /** From now on settings are kept between visits, and those of earlier visits and other tabs are taken on. */
  remember(): void;
  /** What the gateway last said of the room; `undefined` before the first welcome. */
  readonly room: RoomView | undefined;
  /** Of the line to the gateway, as the event `state` tells it; `idle` without a room. */
  readonly state: ConnectionState;
  /** Everything on screen stands still, and nothing new is shown; the same as `set({ paused: true })`. */
  pause(): void;
  /** Goes on from where it stood. Who waited too long meanwhile is left out. */
  resume(): void;
  /** Takes off the screen what is on it. */
  clear(): void;
  /** Shows no comments, and draws none: what comes meanwhile is counted as `hidden`. The line stays. */
  hide(): void;
  /** Shows comments again. What would have left the screen meanwhile has; nothing is made up for. */
  show(): void;
  /** Lets the player fill the page: a fullscreen with comments where the system's own has none. `false` ends it. */
  fillPage(filled?: boolean): void;
  /** Ends everything and leaves the page as it was found. */
  destroy(): void;
  /**
   * Calls `handler` with each event of this name; see {@link OverlayEvents}. Returns the function that ends it. A handler
   * that throws is reported to the page and keeps no other from being called.
   */
  on<Name extends keyof OverlayEvents>(name: Name, handler: Handler<OverlayEvents[Name]>): () => void;
  /** What is on screen as of the last frame, in CSS pixels from the overlay's top left; empty while it is hidden. */
  visible(): VisibleComment[];
  /** How it goes, counted since the overlay was made; cheap enough to be asked each second, as the event `stats` does. */
  stats(): OverlayStats;
}
