/** The reader's connection to a room as the overlay sees it: what it can be asked and what it tells. */
import type { DanmakuComment, HeldMessage, PostFields, RecallMessage, RoomSettings, You } from '@danmaku-live/protocol';
import type { TokenSource } from './identity.ts';

/** What a page sees of the link. */
export type ConnectionState =
  | { readonly state: 'idle' }
  | { readonly state: 'connecting' }
  | { readonly state: 'joined' }
  /** Lost; tried again by itself after `retryInMs`. */
  | { readonly state: 'waiting'; readonly retryInMs: number }
  /** Over for good: the gateway refused (its close code), or the page ended it (code 1000). */
  | { readonly state: 'stopped'; readonly code: number; readonly reason: string };

/** What the gateway says of the room and of the reader. */
export interface RoomView {
  /** Its name. */
  readonly room: string;
  /** Slow mode, who may post, the longest comment, and the like. */
  readonly settings: RoomSettings;
  /** Who the reader is here, and what they may do. */
  readonly you: You;
  /** On all gateways together. */
  readonly viewers: number;
}

export interface Arrival {
  /** They came with the welcome: what the room said before, or what was missed. */
  readonly history: boolean;
  /** Comments that the room's budget did not let through. */
  readonly leftOut: number;
}

export interface ConnectionListener {
  onState(state: ConnectionState): void;
  onRoom(room: RoomView): void;
  /** In the log's order, each id once. */
  onComments(comments: readonly DanmakuComment[], arrival: Arrival): void;
  onRecall(what: RecallMessage): void;
  /** To moderators: a comment waits. Who does not listen has no need to. */
  onHeld?(held: HeldMessage): void;
  onError(error: Error): void;
}

export interface ConnectionOptions {
  readonly gateway: string;
  readonly room: string;
  readonly token?: TokenSource;
  /** What a relative `gateway` is relative to. */
  readonly base?: string;
  /** Uniform in [0, 1). */
  readonly random?: () => number;
  /** How long a line may take to its welcome, in milliseconds. */
  readonly welcomeWithinMs?: number;
  /** How long an answer to a post is awaited, in milliseconds; see `pending-posts.ts`. */
  readonly giveUpMs?: number;
}

export interface Connection {
  start(): void;
  /** Posts a comment; rejects with a `Refusal`. Unanswered ones survive a reconnect. */
  post(fields: PostFields): Promise<{ readonly id: string }>;
  /** There is a reason to doubt the line: ask now, or try again now when waiting. */
  probe(): void;
  state(): ConnectionState;
  /** The gateway's clock minus `Date.now()`; `undefined` before the first welcome. */
  clockOffsetMs(): number | undefined;
  roundTripMs(): number | undefined;
  destroy(): void;
}
