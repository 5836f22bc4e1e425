/** A short line over the picture, with what can be done about it: one at a time, read out politely. */
import { make, makeIcon } from '../composer/make.ts';

export interface Notice {
  readonly element: HTMLElement;
  /**
   * @param action a button in it.
   * @param stayMs gone after this; without, it stays until it is closed.
   */
  show(text: string, closeLabel: string, action?: NoticeAction, stayMs?: number): void;
  hide(): void;
}

export interface NoticeAction {
  readonly label: string;
  readonly run: () => void;
}

export function createNotice(): Notice {
  const element = make('div', { class: 'notice', part: 'notice', role: 'status' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = (): void => {
    clearTimeout(timer);
    element.replaceChildren();
  };
  return {
    element,
    hide,
    show(text, closeLabel, action, stayMs) {
      hide();
      element.append(make('span', {}, text));
      if (action) {
        const button = make('button', { type: 'button', class: 'action' }, action.label);
        button.addEventListener('click', () => {
          hide();
          action.run();
        });
        element.append(button);
      }
      const closer = make('button', { type: 'button', class: 'icon', 'aria-label': closeLabel }, makeIcon('close'));
      closer.addEventListener('click', hide);
      element.append(closer);
      if (stayMs !== undefined) timer = setTimeout(hide, stayMs);
    },
  };
}
