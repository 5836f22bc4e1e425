/** Whether a comment may be sent right now, and what keeps it back. Pure. */
import { countClusters, LIMITS } from '@danmaku-live/protocol';
import type { ConnectionState, RoomView } from '../connection/connection.ts';

export interface Situation {
  readonly text: string;
  /** `undefined`: there is no overlay to post through. */
  readonly state: ConnectionState['state'] | undefined;
  readonly room: RoomView | undefined;
  /** An earlier one is on its way. */
  readonly isSending: boolean;
  readonly coolDownMs: number;
}

/** The last three go by themselves or by typing; the field stays open for them. */
export type Hindrance =
  'connecting' | 'ended' | 'locked' | 'may_not_post' | 'sending' | 'cooling' | 'empty' | 'too_long';

export interface Readiness {
  readonly hindrance: Hindrance | undefined;
  /** Characters that may still be typed; negative: too many. */
  readonly charactersLeft: number;
  /** Characters a comment may have. */
  readonly maxLength: number;
}

export function readinessOf(situation: Situation): Readiness {
  const { text, room } = situation;
  const maxLength = room?.settings.maxLength ?? LIMITS.textClusters;
  // Longer than any comment in code units: counting clusters of a pasted novel would hold the page up.
  const counted = text.trim().slice(0, LIMITS.textCodeUnits * 4);
  const charactersLeft = maxLength - countClusters(counted);
  return { maxLength, charactersLeft, hindrance: hindranceOf(situation, counted, charactersLeft) };
}

/** Whether the reader can do nothing but wait or go: the field itself is closed. */
export function isClosed(hindrance: Hindrance | undefined): boolean {
  return hindrance === 'connecting' || hindrance === 'ended' || hindrance === 'locked' || hindrance === 'may_not_post';
}

function hindranceOf(situation: Situation, text: string, charactersLeft: number): Hindrance | undefined {
  const { state, room, isSending, coolDownMs } = situation;
  if (state === 'stopped' || state === 'idle') return 'ended';
  if (state === undefined || !room) return 'connecting';
  if (room.settings.locked && !room.you.can.includes('moderate')) return 'locked';
  if (!room.you.can.includes('post')) return 'may_not_post';
  if (isSending) return 'sending';
  if (coolDownMs > 0) return 'cooling';
  if (text === '') return 'empty';
  return charactersLeft < 0 ? 'too_long' : undefined;
}

/** How long this reader waits after a comment in slow mode, in milliseconds. */
export function slowModeMs(room: RoomView | undefined): number {
  if (!room || room.you.can.includes('moderate')) return 0;
  return room.settings.slowModeMs;
}
