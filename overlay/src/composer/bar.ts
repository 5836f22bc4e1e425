/** The bar itself: what stands where. It shows what it is told and decides nothing. */
import { make, makeIcon } from './make.ts';
import type { ComposerWords } from './words.ts';

export interface BarView {
  /** In the empty field. */
  readonly placeholder: string;
  /** Nothing can be typed. */
  readonly isClosed: boolean;
  /** Sending would do something. */
  readonly canSend: boolean;
  readonly isSending: boolean;
  /** Whole seconds until the next comment; 0: none. */
  readonly waitSeconds: number;
  /** How much of the wait is left, 1 to 0. */
  readonly waitShare: number;
  readonly counter: string;
  readonly isOver: boolean;
  /** Said politely to screen readers when little is left. */
  readonly hint: string;
  /** Why the last comment is still here. */
  readonly reason: string;
  readonly color: string;
  readonly isShown: boolean;
}

export interface Bar {
  readonly form: HTMLFormElement;
  /** What is seen as the bar: panels stand over it. */
  readonly box: HTMLElement;
  readonly field: HTMLInputElement;
  readonly styleButton: HTMLButtonElement;
  readonly settingsButton: HTMLButtonElement;
  readonly shownButton: HTMLButtonElement;
  render(view: BarView): void;
  relabel(words: ComposerWords): void;
}

export function createBar(): Bar {
  const field = make('input', {
    type: 'text',
    part: 'field',
    enterkeyhint: 'send',
    autocomplete: 'off',
    autocapitalize: 'sentences',
    'aria-describedby': 'reason counter',
  });
  const counter = make('span', { id: 'counter', part: 'counter' });
  const hint = make('span', { class: 'unseen', 'aria-live': 'polite' });
  const reason = make('p', { id: 'reason', part: 'reason', role: 'alert' });
  const styleButton = iconButton('style', 'style-button');
  const settingsButton = iconButton('settings', 'settings-button');
  const shownButton = iconButton('shown', 'shown-button');
  const sendText = make('span');
  const send = make('button', { type: 'submit', part: 'send' }, makeIcon('send'), sendText);
  let words: ComposerWords | undefined;

  const well = make('div', { class: 'field' }, field, counter);
  const box = make('div', { class: 'bar', part: 'bar' }, shownButton, styleButton, well, settingsButton, send);
  const form = make('form', { novalidate: '' }, reason, box, hint);

  return {
    form,
    box,
    field,
    styleButton,
    settingsButton,
    shownButton,
    render(view) {
      setText(counter, view.counter);
      setText(hint, view.hint);
      setText(reason, view.reason);
      field.placeholder = view.placeholder;
      field.disabled = view.isClosed;
      field.setAttribute('aria-invalid', String(view.isOver));
      counter.toggleAttribute('data-over', view.isOver);
      form.toggleAttribute('data-sending', view.isSending);
      styleButton.style.setProperty('--chosen', view.color);
      shownButton.setAttribute('aria-pressed', String(view.isShown));
      // Not `disabled`: a button that is pressed keeps the focus while it waits.
      send.setAttribute('aria-disabled', String(!view.canSend));
      send.toggleAttribute('data-waiting', view.waitSeconds > 0);
      send.style.setProperty('--left', String(view.waitShare));
      if (!words) return;
      setText(sendText, view.waitSeconds > 0 ? `${view.waitSeconds} s` : words.send);
      send.setAttribute('aria-label', view.waitSeconds > 0 ? words.wait(view.waitSeconds) : words.send);
    },
    relabel(next) {
      words = next;
      field.setAttribute('aria-label', next.composer);
      label(styleButton, next.style);
      label(settingsButton, next.settings);
      label(shownButton, next.show);
    },
  };
}

function iconButton(icon: 'style' | 'settings' | 'shown', part: string): HTMLButtonElement {
  return make('button', { type: 'button', class: `icon ${icon}`, part }, makeIcon(icon));
}

function label(button: HTMLButtonElement, text: string): void {
  button.setAttribute('aria-label', text);
  button.title = text;
}

/** Writing the same text again would make a live region speak again. */
function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}
