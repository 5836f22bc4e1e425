/** Whether a post becomes a comment here: rights, room settings and text. Pure; rates and repeats are claims on the broker. */
import { cleanText, type PostFields, type RefusalCode, type RoomSettings } from '@danmaku-live/protocol';
import { can, type Identity } from '../identity/identity.ts';

export interface Refusal {
  readonly ok: false;
  readonly code: RefusalCode;
  /** One plain English sentence. */
  readonly message: string;
  readonly retryAfterMs?: number;
}

export type PolicyDecision = { readonly ok: true; readonly post: PostFields } | Refusal;

/** Decides on `post` by `identity` under `settings`; the text of an accepted one is clean. */
export function decidePost(identity: Identity, settings: RoomSettings, post: PostFields): PolicyDecision {
  if (!can(identity, 'post', settings.guests)) return refusal('not_allowed', 'You may not post in this room.');
  if (settings.locked && !can(identity, 'moderate', settings.guests)) {
    return refusal('locked', 'This room is locked; only moderators may post.');
  }
  const clean = cleanText(post.text, settings.maxLength);
  if (clean.ok) return { ok: true, post: { ...post, text: clean.text } };
  return clean.reason === 'empty'
    ? refusal('empty', 'A comment needs at least one visible character.')
    : refusal('too_long', `A comment may have at most ${settings.maxLength} characters here.`);
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
