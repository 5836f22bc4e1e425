/** Comments that a page made up: what is missing is filled in, so that they are like those of a room. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { NOBODY, checkDraft } from '../draft.ts';
import type { DrawnComment } from '../draft.ts';

export class GivenComments {
  readonly #onError: (error: Error) => void;
  #drawn = 0;

  /** @param onError told of each that can't be drawn, and why. */
  constructor(onError: (error: Error) => void) {
    this.#onError = onError;
  }

  complete(comments: readonly DrawnComment[]): DanmakuComment[] {
    return comments.flatMap((comment) => {
      const checked = checkDraft(comment);
      if (!checked.ok) {
        this.#onError(new Error(`A comment was not drawn: ${checked.refusal.message}`));
        return [];
      }
      this.#drawn += 1;
      return [{ id: `drawn:${this.#drawn}`, user: NOBODY, time: Date.now(), ...comment, ...checked.fields }];
    });
  }
}
