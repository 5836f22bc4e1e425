/** A viewer who also posts, as a careful client does: what has no answer is sent again with its ref on the next line. */
import type { ServerMessage, WelcomeMessage } from '@danmaku-live/protocol';
import type { Post } from './evidence.ts';
import { Viewer } from './viewer.ts';

/** What one author can have typed while there is no answer. */
const MAX_PENDING = 20;
/** Half of the time a ref is remembered: what is given up can't appear twice. */
const GIVE_UP_MS = 30_000;

export class Publisher extends Viewer {
  readonly posts: Post[] = [];
  readonly #pending = new Map<string, Post>();
  #token: string | undefined;
  /** The gateway knows who this is. */
  #isKnown = false;

  get hasPending(): boolean {
    return this.#pending.size > 0;
  }

  /** @returns whether it was taken on; who waits for too many answers waits. */
  post(text: string): Post | undefined {
    if (this.#pending.size >= MAX_PENDING) return undefined;
    const ref = `${this.posts.length}`;
    const post: Post = { author: this.name, ref, text, sentMs: Date.now(), answer: { kind: 'none' } };
    this.posts.push(post);
    this.#pending.set(ref, post);
    if (this.#isKnown) this.#send(post);
    return post;
  }

  override tick(nowMs: number): void {
    super.tick(nowMs);
    if (!this.isJoined) this.#isKnown = false;
    for (const [ref, { sentMs }] of this.#pending) if (nowMs - sentMs > GIVE_UP_MS) this.#pending.delete(ref);
  }

  protected override welcomed({ you }: WelcomeMessage): void {
    this.#isKnown = this.#token === undefined;
    if (this.#token === undefined) this.#token = you.token;
    else this.send({ type: 'auth', token: this.#token });
    if (this.#isKnown) this.#sendAll();
  }

  protected override answered(message: ServerMessage): void {
    const atMs = Date.now();
    if (message.type === 'ack') this.#settle(message.ref, { kind: 'acknowledged', atMs, id: message.id });
    else if (message.type === 'refused' && message.ref !== undefined) {
      this.#settle(message.ref, { kind: 'refused', atMs, code: message.code });
    } else if (message.type === 'you' || message.type === 'refused') {
      // A token that is no longer good: a new guest goes on.
      if (message.type === 'you') this.#token = message.you.token ?? this.#token;
      else this.#token = undefined;
      this.#isKnown = true;
      this.#sendAll();
    }
  }

  #settle(ref: string, answer: Post['answer']): void {
    const post = this.#pending.get(ref);
    if (!post) return;
    this.#pending.delete(ref);
    post.answer = answer;
  }

  #sendAll(): void {
    for (const post of this.#pending.values()) this.#send(post);
  }

  #send({ ref, text }: Post): void {
    this.send({ type: 'post', ref, text });
  }
}
