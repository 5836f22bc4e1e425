/** Tells screen readers of the room's comments, politely: the newest, at most one every few seconds. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { make } from '../composer/make.ts';
import type { OverlayWords } from './words.ts';

/** Long enough that one is read before the next comes. */
const PACE_MS = 5_000;

export interface Announcer {
  readonly element: HTMLElement;
  /** The newest of a stretch is told, and how many came besides. */
  hear(comment: DanmakuComment): void;
  /** Off: what waits is forgotten. */
  setOn(isOn: boolean): void;
  destroy(): void;
}

export function createAnnouncer(words: () => OverlayWords): Announcer {
  const element = make('div', { class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'true' });
  let isOn = false;
  let waiting: DanmakuComment | undefined;
  let others = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (): void => {
    timer = undefined;
    if (waiting === undefined) return;
    const said = words().said(waiting.user.name, waiting.text);
    element.textContent = others > 0 ? `${said}, ${words().more(others)}` : said;
    waiting = undefined;
    others = 0;
    timer = setTimeout(tell, PACE_MS);
  };
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
    waiting = undefined;
    others = 0;
  };
  return {
    element,
    hear(comment) {
      if (!isOn) return;
      if (waiting !== undefined) others += 1;
      waiting = comment;
      timer ??= setTimeout(tell);
    },
    setOn(on) {
      if (isOn && !on) {
        stop();
        element.textContent = '';
      }
      isOn = on;
    },
    destroy: stop,
  };
}
