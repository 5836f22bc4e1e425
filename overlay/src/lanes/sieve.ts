/** Which comments are not shown at all: wrong mode, blocked, seen before. */
import { DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../options.ts';

export type SieveReason = 'blocked' | 'mode_off';

/** A question that answers why a comment is not shown, or nothing. Make a new one when the settings change. */
export function sieveOf(settings: OverlaySettings): (comment: DanmakuComment) => SieveReason | undefined {
  const words = settings.blockedWords.map(fold).filter((word) => word !== '');
  const users = new Set(settings.blockedUsers);
  const modes = new Set(settings.modes);
  return (comment) => {
    if (!modes.has(comment.mode ?? DEFAULT_STYLE.mode)) return 'mode_off';
    if (users.has(comment.user.id)) return 'blocked';
    if (words.length === 0) return undefined;
    const text = fold(comment.text);
    return words.some((word) => text.includes(word)) ? 'blocked' : undefined;
  };
}

/** Full-width and ligature forms and case are no way round a blocked word. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** The latest ids, so that a comment delivered again after a reconnect is not shown again. */
export class SeenIds {
  readonly #limit: number;
  readonly #ids = new Set<string>();

  constructor(limit = 10_000) {
    this.#limit = limit;
  }

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** The oldest is forgotten beyond the limit. */
  add(id: string): void {
    this.#ids.delete(id);
    this.#ids.add(id);
    if (this.#ids.size <= this.#limit) return;
    for (const oldest of this.#ids) {
      this.#ids.delete(oldest);
      break;
    }
  }
}
