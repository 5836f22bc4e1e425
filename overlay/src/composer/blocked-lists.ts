/** The users and words that the reader hides: each can be taken off the list again, and words can be added. */
import type { OverlaySettings } from '../options.ts';
import { make, makeIcon } from './make.ts';
import type { ComposerWords } from './words.ts';

/** A user's name, where it is known; else the id. */
export type NameOf = (userId: string) => string;

type Field = 'blockedUsers' | 'blockedWords';

export function blockedLists(
  words: ComposerWords,
  settings: () => OverlaySettings,
  change: (change: Partial<OverlaySettings>) => void,
  nameOf: NameOf,
): HTMLElement {
  const summary = make('summary', {});
  const users = make('ul', { 'aria-label': words.blockedUsers });
  const texts = make('ul', { 'aria-label': words.blockedWords });
  const field = make('input', {
    type: 'text',
    maxlength: '100',
    autocomplete: 'off',
    enterkeyhint: 'done',
    placeholder: words.blockWord,
    'aria-label': words.blockWord,
  });
  const add = make('button', { type: 'button', class: 'add' }, words.add);

  function set(name: Field, list: readonly string[]): void {
    change({ [name]: list });
    render();
  }

  function entries(name: Field, say: (entry: string) => string): HTMLElement[] {
    return settings()[name].map((entry) => {
      const remove = make('button', { type: 'button', 'aria-label': words.unblock(say(entry)) }, makeIcon('close'));
      remove.addEventListener('click', () => {
        set(
          name,
          settings()[name].filter((other) => other !== entry),
        );
        (box.querySelector<HTMLElement>('li button') ?? summary).focus();
      });
      return make('li', {}, make('bdi', {}, say(entry)), remove);
    });
  }

  function render(): void {
    const { blockedUsers, blockedWords } = settings();
    summary.textContent = `${words.blocked} (${blockedUsers.length + blockedWords.length})`;
    users.replaceChildren(...entries('blockedUsers', nameOf));
    texts.replaceChildren(...entries('blockedWords', (word) => word));
  }

  function addWord(): void {
    const word = field.value.trim();
    if (word === '') return;
    set('blockedWords', [word, ...settings().blockedWords.filter((other) => other !== word)]);
    field.value = '';
    field.focus();
  }

  add.addEventListener('click', addWord);
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.isComposing && event.keyCode !== 229) addWord();
  });
  const box = make(
    'details',
    { class: 'blocked' },
    summary,
    users,
    texts,
    make('div', { class: 'adding' }, field, add),
  );
  render();
  return box;
}
