/**
 * Tells screen readers of the room's comments, politely: the newest, at most one every few seconds, and none that eyes
 * are spared.
 */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { Engine } from '../engine.ts';

/** Long enough that one is read before the next comes. */
const PACE_MS = 5_000;
/** Kept of a stretch, in case the newest are recalled; the rest is only counted. */
const MOST_WAITING = 100;

type Recalled = Parameters<Engine['recall']>[0];

export interface Announcer {
  /** The newest of a stretch is told, and how many came besides. */
  hear(comment: DanmakuComment): void;
  /** Taken off every screen: it is not told any more, nor found where it was told. */
  recall(what: Recalled): void;
  /** Off: what waits is forgotten. */
  setOn(isOn: boolean): void;
  destroy(): void;
}

/**
 * @param say told the newest of a stretch and how many came besides; without a comment: what was said is to go.
 * @param isWanted whether a comment may be shown as things are now; asked when it comes and again when it is told.
 */
export function createAnnouncer(
  say: (comment?: DanmakuComment, others?: number) => void,
  isWanted: (comment: DanmakuComment) => boolean,
): Announcer {
  let isOn = false;
  let waiting: DanmakuComment[] = [];
  let passedBy = 0;
  let told: DanmakuComment | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const forget = (): void => {
    waiting = [];
    passedBy = 0;
  };
  const tell = (): void => {
    timer = undefined;
    const wanted = waiting.filter(isWanted);
    const others = wanted.length - 1 + passedBy;
    forget();
    const newest = wanted.at(-1);
    if (newest === undefined) return;
    told = newest;
    say(newest, others);
    timer = setTimeout(tell, PACE_MS);
  };
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    forget();
  };
  const empty = (): void => {
    told = undefined;
    say();
  };
  return {
    hear(comment) {
      if (!isOn || !isWanted(comment)) return;
      waiting.push(comment);
      if (waiting.length > MOST_WAITING) passedBy += waiting.splice(0, waiting.length - MOST_WAITING).length;
      timer ??= setTimeout(tell);
    },
    recall(what) {
      const isMeant = ({ id, user }: DanmakuComment): boolean =>
        'user' in what ? user.id === what.user : what.ids.includes(id);
      waiting = waiting.filter((comment) => !isMeant(comment));
      if (told !== undefined && isMeant(told)) empty();
    },
    setOn(on) {
      if (isOn && !on) {
        stop();
        empty();
      }
      isOn = on;
    },
    destroy: stop,
  };
}
