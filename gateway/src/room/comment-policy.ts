/** Whether a post becomes a comment here: rights, room settings and text. Pure; rates and repeats are claims on the broker. */
import { cleanText, type PostFields, type RefusalCode, type RoomSettings } from '@danmaku-live/protocol';
import { can, type Identity } from '../identity/identity.ts';
import type { Sanction } from './sanctions.ts';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** One plain English sentence. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

export type PolicyDecision = { readonly ok: true; readonly post: PostFields } | Refusal;

/** What moderators have laid down, as far as it concerns one post. */
export interface Bars {
  readonly sanction: Sanction | undefined;
  readonly isBlocked: (text: string) => boolean;
  readonly nowMs: number;
}

const NO_BARS: Bars = { sanction: undefined, isBlocked: () => false, nowMs: 0 };

/** Decides on `post` by `identity` under `settings`; the text of an accepted one is clean. */
export function decidePost(
  identity: Identity,
  settings: RoomSettings,
  post: PostFields,
  bars: Bars = NO_BARS,
): PolicyDecision {
  if (!can(identity, 'message post', settings.guests)) return refusal('not_allowed', 'You may not post in this room.');
  const barred = bars.sanction && sanctionRefusal(bars.sanction, bars.nowMs);
  if (barred) return barred;
  const isFree = can(identity, 'ignore the rules of the room', settings.guests);
  if (settings.locked && !isFree) return refusal('locked', 'This room is locked; only moderators may post.');
  const clean = cleanText(post.text, settings.maxLength);
  if (clean.ok && !isFree && bars.isBlocked(clean.text)) {
    return refusal('blocked_word', 'Your comment holds a word that is blocked here.');
  }
  if (clean.ok) return { ok: true, post: { ...post, text: clean.text } };
  return clean.reason === 'empty'
    ? refusal('empty', 'A comment needs at least one visible character.')
    : refusal('too_long', `A comment may have at most ${settings.maxLength} characters here.`);
}

/** What a sanctioned poster is told; nothing of a shadow ban. */
export function sanctionRefusal(sanction: Sanction, nowMs: number): Refusal | undefined {
  if (sanction.kind === 'shadow') return undefined;
  const { untilMs } = sanction;
  const retryAfterMs = untilMs === undefined ? {} : { retryAfterMs: Math.max(0, untilMs - nowMs) };
  return sanction.kind === 'ban'
    ? { ...refusal('banned', 'You are banned from this room.'), ...retryAfterMs }
    : { ...refusal('muted', 'You are muted in this room.'), ...retryAfterMs };
}

const SENTENCES = {
  rate_limited: 'You are posting too fast.',
  slow_mode: 'Slow mode is on in this room.',
  duplicate: 'The same comment was posted a moment ago.',
  overloaded: 'The comment could not be stored; please try again.',
} as const;

/** The refusal for what the broker did not grant. */
export function refusalFor(code: keyof typeof SENTENCES, retryAfterMs: number): Refusal {
  return { ...refusal(code, SENTENCES[code]), retryAfterMs };
}

function refusal(code: RefusalCode, message: string): Refusal {
  return { ok: false, code, message };
}
