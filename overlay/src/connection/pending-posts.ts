/**
 * Comments on their way: posted, not yet answered. They outlive a line: what is unanswered is sent again with the
 * same `ref` on the next one (a gateway answers a repeated `ref` as the first time for 60 s), and given up after 30 s.
 */
import type { PostFields, PostMessage, RefusalCode } from '@danmaku-live/protocol';

/** Half of the time a gateway remembers a `ref`: a comment that is given up can't appear twice. */
const GIVE_UP_MS = 30_000;
/** What one reader can have typed meanwhile. */
const MAX_PENDING = 20;

/** Why a comment was not accepted. `no_answer` and `closed` are said here, all others by the gateway. */
export interface Refusal {
  readonly code: RefusalCode | 'no_answer' | 'closed';
  /** One plain sentence in English. */
  readonly message: string;
  /** After how many milliseconds the same comment may be tried again. */
  readonly retryAfterMs?: number;
}

export const NOT_CONNECTED: Refusal = { code: 'closed', message: 'There is no connection to a room.' };

interface PendingPost {
  readonly message: PostMessage;
  readonly resolve: (accepted: { readonly id: string }) => void;
  readonly reject: (refusal: Refusal) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

export interface PendingPosts {
  /** Keeps a post until it is answered. The promise rejects with a {@link Refusal}. */
  add(ref: string, fields: PostFields): Promise<{ readonly id: string }>;
  /** Every unanswered post, oldest first: what a new line sends again. */
  messages(): PostMessage[];
  accept(ref: string, id: string): void;
  refuse(ref: string, refusal: Refusal): void;
  refuseAll(refusal: Refusal): void;
}

/** @param giveUpMs how long an answer is awaited, less than the 60 s a gateway remembers a `ref`. */
export function createPendingPosts(giveUpMs = GIVE_UP_MS): PendingPosts {
  const pending = new Map<string, PendingPost>();

  const take = (ref: string): PendingPost | undefined => {
    const post = pending.get(ref);
    if (post) clearTimeout(post.timer);
    pending.delete(ref);
    return post;
  };
  const refuse = (ref: string, refusal: Refusal): void => take(ref)?.reject(refusal);

  return {
    add(ref, fields) {
      return new Promise((resolve, reject: (refusal: Refusal) => void) => {
        if (pending.size >= MAX_PENDING) {
          reject({ code: 'overloaded', message: 'Too many of your comments are still waiting for an answer.' });
          return;
        }
        const giveUp: Refusal = { code: 'no_answer', message: 'The gateway did not answer in time.' };
        const timer = setTimeout(() => refuse(ref, giveUp), giveUpMs);
        pending.set(ref, { message: { type: 'post', ref, ...fields }, resolve, reject, timer });
      });
    },
    messages: () => Array.from(pending.values(), (post) => post.message),
    accept: (ref, id) => take(ref)?.resolve({ id }),
    refuse,
    refuseAll(refusal) {
      for (const ref of pending.keys()) refuse(ref, refusal);
    },
  };
}
