/** The messages of protocol version 1, as unions over `type`. PROTOCOL.md says when each is sent. */
import type { CommentStyle, DanmakuComment, Role } from './comment.ts';

export const PROTOCOL_VERSION = 1;

/** Preferred first: the server picks the first it knows, and the first when none is offered. */
export const SUBPROTOCOLS = ['danmaku.v1.json', 'danmaku.v1.deflate'] as const;
export type Subprotocol = (typeof SUBPROTOCOLS)[number];

export const GUEST_RIGHTS = ['post', 'read', 'none'] as const;
/** What a viewer without a token may do. */
export type GuestRight = (typeof GUEST_RIGHTS)[number];

export const DUPLICATE_RULES = ['allow', 'merge', 'refuse'] as const;
/** What happens to a comment equal to a recent one. */
export type DuplicateRule = (typeof DUPLICATE_RULES)[number];

export interface RoomSettings {
  /** Shortest time between two comments of one user; 0 is off. Moderators and owners are exempt. */
  readonly slowModeMs: number;
  readonly guests: GuestRight;
  /** Grapheme clusters of a comment, 1 to 100. */
  readonly maxLength: number;
  /** Only moderators and owners may post. */
  readonly locked: boolean;
  readonly duplicates: DuplicateRule;
  /** Id of the comment kept on top. */
  readonly pinned?: string;
  /** That comment: who comes later has not seen it fly by. */
  readonly pinnedComment?: DanmakuComment;
  /** How long moderators see a comment before everybody else does. Absent: 0. */
  readonly holdMs?: number;
}

export const REFUSAL_CODES = [
  'rate_limited',
  'slow_mode',
  'too_long',
  'empty',
  'invalid',
  'blocked_word',
  'duplicate',
  'muted',
  'banned',
  'locked',
  'not_allowed',
  'token_invalid',
  'token_expired',
  'overloaded',
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What `error` messages say. None of them closes the connection. */
export const ERROR_CODES = ['invalid', 'unknown_type', 'not_ready'] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

export const RIGHTS = ['read', 'post', 'moderate'] as const;
export type Right = (typeof RIGHTS)[number];

/** Who the gateway takes this connection for. */
export interface You {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly can: readonly Right[];
  /** A guest's signed identity: sent back in `auth`, it makes the same guest again. */
  readonly token?: string;
}

export interface AuthMessage {
  readonly type: 'auth';
  readonly token: string;
}

export interface PostMessage extends CommentStyle {
  readonly type: 'post';
  readonly ref: string;
  /** As typed; the gateway cleans it. */
  readonly text: string;
  readonly media?: number;
}

export interface HeartbeatMessage {
  readonly type: 'heartbeat';
  /** The client's own clock, echoed. */
  readonly sent: number;
  /** The last offset the client has processed. */
  readonly offset?: string;
}

export type ClientMessage = AuthMessage | PostMessage | HeartbeatMessage;

export interface WelcomeMessage {
  readonly type: 'welcome';
  readonly protocol: number;
  readonly session: string;
  readonly room: string;
  readonly time: number;
  readonly heartbeatMs: number;
  readonly offset: string;
  /** True: `comments` continue exactly where `after` ended (or no `after` was given). */
  readonly recovered: boolean;
  readonly comments: readonly DanmakuComment[];
  readonly viewers: number;
  readonly settings: RoomSettings;
  readonly you: You;
}

export interface CommentsMessage {
  readonly type: 'comments';
  readonly offset: string;
  readonly comments: readonly DanmakuComment[];
  /** Comments that the room's budget did not let through since the last frame. Absent: 0. */
  readonly leftOut?: number;
}

export interface AckMessage {
  readonly type: 'ack';
  readonly ref: string;
  readonly id: string;
}

export interface RefusedMessage {
  readonly type: 'refused';
  readonly ref?: string;
  readonly code: RefusalCode;
  readonly message: string;
  readonly retryAfterMs?: number;
}

export type RecallMessage =
  | { readonly type: 'recall'; readonly ids: readonly string[]; readonly user?: never }
  | { readonly type: 'recall'; readonly user: string; readonly ids?: never };

/** To moderators: this comment waits, and is published at `untilMs` unless it is recalled. */
export interface HeldMessage {
  readonly type: 'held';
  readonly comment: DanmakuComment;
  /** The gateway's clock, in milliseconds since 1970. */
  readonly untilMs: number;
}

export interface SettingsMessage {
  readonly type: 'settings';
  readonly settings: RoomSettings;
}

export interface DrainMessage {
  readonly type: 'drain';
  readonly withinMs: number;
}

export interface YouMessage {
  readonly type: 'you';
  readonly you: You;
}

export interface HeartbeatAnswer {
  readonly type: 'heartbeat';
  readonly sent: number;
  readonly time: number;
  readonly viewers: number;
}

export interface ErrorMessage {
  readonly type: 'error';
  readonly code: ErrorCode;
  readonly message: string;
}

export type ServerMessage =
  | WelcomeMessage
  | CommentsMessage
  | AckMessage
  | RefusedMessage
  | RecallMessage
  | HeldMessage
  | SettingsMessage
  | DrainMessage
  | YouMessage
  | HeartbeatAnswer
  | ErrorMessage;
