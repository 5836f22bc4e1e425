/** A session: the gateway's side of one connection. What it may do depends on its state. */
import type { Subprotocol } from '@danmaku-live/protocol';
import type { Identity } from '../identity/identity.ts';
import type { Bucket } from './token-bucket.ts';

/** Who has come back repeats at once what had no answer elsewhere (3.4). */
const REPEATED_WITHIN_MS = 10_000;

export type SessionState =
  /** Its room is being opened; frames that came early wait for the welcome. */
  | { readonly kind: 'joining'; readonly early: string[] }
  /** Guests may not be here: a token must come before the deadline. */
  | { readonly kind: 'awaiting_auth'; readonly deadline: NodeJS.Timeout }
  /** Welcomed; hears the room. */
  | { readonly kind: 'joined' }
  | { readonly kind: 'closed' };

export interface Session<Line> {
  readonly id: string;
  readonly room: string;
  readonly encoding: Subprotocol;
  readonly line: Line;
  /** Where the client wants to continue: the offset it sent. */
  readonly after: string | undefined;
  /** What gateways call the network it comes from. */
  readonly network: string;
  /** Frames it may still send. */
  readonly frames: Bucket;
  /** When its welcome was sent, how large it was, and until when that much may still be on its way. */
  welcome: { readonly sentMs: number; readonly bytes: number; readonly dueMs: number };
  identity: Identity;
  state: SessionState;
}

/** Whether it continues another one since a moment ago: what it posts may have been posted there. */
export function isBack({ after, welcome }: Pick<Session<unknown>, 'after' | 'welcome'>, nowMs: number): boolean {
  return after !== undefined && nowMs < welcome.sentMs + REPEATED_WITHIN_MS;
}
