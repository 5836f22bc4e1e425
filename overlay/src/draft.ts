/** What a page gives to be posted or drawn, and what it hears when that can't be. */
import { cleanText, readPost, type CommentStyle, type DanmakuComment, type PostFields } from '@danmaku-live/protocol';
import type { Refusal } from './connection/pending-posts.ts';

/** A comment as it is typed. */
export interface Draft extends CommentStyle {
  /** One line; longer than the room's `maxLength`, or empty, is refused. */
  readonly text: string;
  /** What the author sees, in seconds since 1970 or from a recording's start; the overlay fills it in where it knows. */
  readonly media?: number;
}

/** A comment as a page may give it: what is missing is filled in. */
export type DrawnComment = Pick<DanmakuComment, 'text'> & Partial<DanmakuComment>;

/** Rejection of {@link Overlay.post}; the message is one plain sentence in English. */
export class PostRefused extends Error implements Refusal {
  /** Of the protocol, or `no_answer` and `closed`; see {@link Refusal}. */
  readonly code: Refusal['code'];
  /** After how many milliseconds the same may be tried again. */
  readonly retryAfterMs?: number;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'PostRefused';
    this.code = refusal.code;
    if (refusal.retryAfterMs !== undefined) this.retryAfterMs = refusal.retryAfterMs;
  }
}

/** Whom comments are by that no room has seen. */
export const NOBODY = { id: '', name: '' } as const;

export type CheckedDraft =
  { readonly ok: true; readonly fields: PostFields } | { readonly ok: false; readonly refusal: Refusal };

/** What the gateway would say of it, as far as can be known here. */
export function checkDraft(draft: Draft, maxLength?: number): CheckedDraft {
  const read = readPost({ ...draft });
  if (!read.ok) {
    return { ok: false, refusal: { code: 'invalid', message: `The field "${read.field}" ${read.reason}.` } };
  }
  const clean = cleanText(read.post.text, maxLength);
  if (clean.ok) return { ok: true, fields: { ...read.post, text: clean.text } };
  const message = clean.reason === 'empty' ? 'The comment is empty.' : 'The comment is too long.';
  return { ok: false, refusal: { code: clean.reason, message } };
}
