/** What an overlay tells: its events, and its numbers. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { ConnectionState, RoomView } from './connection/connection.ts';
import type { Refusal } from './connection/pending-posts.ts';
import type { EngineStats } from './engine.ts';
import type { OverlaySettings } from './options.ts';

/** What {@link Overlay.stats} answers. */
export interface OverlayStats extends Omit<EngineStats, 'stage'> {
  /** Of the line to the gateway. */
  readonly state: ConnectionState['state'];
  readonly stage: EngineStats['stage'];
  /** Milliseconds from the gateway accepting a comment to its arrival here, smoothed; `undefined` before the first. */
  readonly latencyMs: number | undefined;
  /** In the room, on all gateways. */
  readonly viewers: number;
  /** Comments that the room's budget did not let through to this viewer. */
  readonly leftOut: number;
}

/** What {@link Overlay.on} tells of, and what its handlers are given. */
export interface OverlayEvents {
  /** The line to the gateway changed. */
  state: ConnectionState;
  /** A comment of the room, once each, in the room's order. `history`: it was said before this viewer came (back). */
  comment: { readonly comment: DanmakuComment; readonly own: boolean; readonly history: boolean };
  /** A comment of the reader was refused; the promise of `post` says the same. */
  refused: Refusal & { readonly text: string };
  /** The reader clicked or tapped a flying comment. */
  select: { readonly comment: DanmakuComment };
  /** The reader likes a comment, or no longer does. */
  like: { readonly comment: DanmakuComment; readonly liked: boolean };
  /** The reader reports a comment. The menu offers it only while somebody listens. */
  report: { readonly comment: DanmakuComment };
  /** The reader hides a user or a word; the settings say so already. */
  block: { readonly comment: DanmakuComment; readonly user?: string; readonly word?: string };
  /** The player fills the page, or no longer does. */
  fill: { readonly filled: boolean };
  /** Once a second while somebody listens. */
  stats: OverlayStats;
  /** Something went wrong that a page can't mend; it goes to the console while nobody listens. */
  error: Error;
  /** What the gateway says of the room and the reader: settings, rights, viewers. */
  room: RoomView;
  /** The reader's settings, after each change. */
  settings: OverlaySettings;
}
