/** Short answers to what the moderator did, with a way back where there is one. */
import { element, make } from '../element.ts';
import type { DeskSpeech } from './words.ts';

export interface Toast {
  readonly text: string;
  readonly isTrouble?: boolean;
  readonly undo?: () => void;
}

export interface Toasts {
  show(toast: Toast): void;
  /** Takes back what was done last, if it can be and is still shown. */
  undoLast(): void;
}

const SHOWN_MS = 10_000;
const MOST = 3;

export function createToasts(speech: DeskSpeech): Toasts {
  const place = element('toasts', HTMLElement);
  const undos = new WeakMap<Element, () => void>();

  function end(toast: Element): void {
    undos.delete(toast);
    toast.remove();
  }

  return {
    show({ text, isTrouble = false, undo }) {
      const toast = make('div', isTrouble ? 'toast toast-trouble' : 'toast', make('span', 'toast-text', text));
      const timer = setTimeout(() => end(toast), SHOWN_MS);
      if (undo) {
        const button = make('button', 'toast-undo', speech.say('undo'));
        button.type = 'button';
        const once = (): void => {
          clearTimeout(timer);
          end(toast);
          undo();
        };
        button.addEventListener('click', once);
        undos.set(toast, once);
        toast.append(button);
      }
      while (place.children.length >= MOST) end(place.firstElementChild ?? toast);
      place.append(toast);
    },
    undoLast() {
      const last = [...place.children].reverse().find((toast) => undos.has(toast));
      if (last) undos.get(last)?.();
    },
  };
}
