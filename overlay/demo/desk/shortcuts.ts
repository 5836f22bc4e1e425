/** Single keys for a moderator's hands, listed by `?`, and switched off for who speaks or types otherwise. */
import { element, make, makeWord } from '../element.ts';
import { keepPreference, readPreference } from '../preferences.ts';
import type { DeskWord } from './words.ts';

export interface Shortcut {
  /** As `KeyboardEvent.key` says them, all with the same effect; the first is shown. */
  readonly keys: readonly string[];
  readonly word: DeskWord;
  readonly run: () => void;
  /** It works while the moderator types as well. */
  readonly always?: true;
}

const SHOWN_KEYS: Readonly<Record<string, string>> = { ' ': 'Space', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑' };

export function setUpShortcuts(shortcuts: readonly Shortcut[]): void {
  const help = element('help', HTMLDialogElement);
  const onOff = element('help-on', HTMLInputElement);
  onOff.checked = readPreference('desk-keys') !== false;
  onOff.addEventListener('change', () => keepPreference('desk-keys', onOff.checked));
  element('help-keys', HTMLElement).replaceChildren(
    ...shortcuts.flatMap(({ keys, word }) => [
      make('dt', '', ...keys.map((key) => make('kbd', '', SHOWN_KEYS[key] ?? key))),
      make('dd', '', makeWord(word)),
    ]),
  );
  element('help-open', HTMLButtonElement).addEventListener('click', () => help.showModal());
  element('help-close', HTMLButtonElement).addEventListener('click', () => help.close());

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented) return;
    if (document.querySelector('dialog[open]') || !document.body.classList.contains('at-work')) return;
    const shortcut = shortcuts.find(({ keys }) => keys.includes(event.key));
    if (!shortcut || (!shortcut.always && (isTyping(event.target) || !onOff.checked))) return;
    // A button that has the focus is pressed by Space itself.
    if (event.key === ' ' && event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    shortcut.run();
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
