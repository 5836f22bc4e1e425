/** What can be done with a held comment: a row of buttons beside it, and the words that can be blocked. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { make, makeIcon, type Icon } from '../composer/make.ts';
import { wordsIn } from './word-choice.ts';
import type { OverlayWords } from './words.ts';

export interface MenuOffer {
  readonly isLiked: boolean;
  /** Nobody likes, blocks or reports what they said themselves. */
  readonly isOwn: boolean;
  /** Whether the page takes reports. */
  readonly canReport: boolean;
}

export interface MenuActs {
  copy(): void;
  /** Answers whether it is liked now. */
  like(): boolean;
  report(): void;
  blockUser(): void;
  blockWord(word: string): void;
  /** The way back to the comment. */
  leave(): void;
  /** The menu has another size now. */
  resized(): void;
}

export function createMenu(
  words: OverlayWords,
  comment: DanmakuComment,
  offer: MenuOffer,
  acts: MenuActs,
): HTMLElement {
  const menu = make('div', { part: 'menu', class: 'menu', role: 'menu', 'aria-label': words.menu });

  const like = item('like', words.like, () => {
    const isLiked = acts.like();
    like.setAttribute('aria-checked', String(isLiked));
    if (isLiked) like.classList.add('beats');
  });
  like.setAttribute('role', 'menuitemcheckbox');
  like.setAttribute('aria-checked', String(offer.isLiked));
  like.addEventListener('animationend', () => like.classList.remove('beats'));

  const actions = [item('copy', words.copy, acts.copy)];
  if (!offer.isOwn) {
    actions.push(like);
    if (comment.user.id !== '') actions.push(item('user', words.blockUser, acts.blockUser));
    actions.push(item('word', words.blockWord, chooseWord));
    if (offer.canReport) actions.push(item('report', words.report, acts.report));
  }
  showActions();

  function showActions(): void {
    menu.setAttribute('aria-label', words.menu);
    menu.classList.remove('choosing');
    menu.replaceChildren(...actions);
  }

  function chooseWord(): void {
    const back = item('back', words.back, () => {
      showActions();
      acts.resized();
      focusItem(menu, 0);
    });
    const choices = wordsIn(comment.text).map((word) => {
      const choice = make('button', { type: 'button', role: 'menuitem', tabindex: '-1', class: 'choice' }, word);
      choice.addEventListener('click', () => acts.blockWord(word));
      return choice;
    });
    menu.setAttribute('aria-label', words.blockWhich);
    menu.classList.add('choosing');
    menu.replaceChildren(back, make('span', { class: 'title', 'aria-hidden': 'true' }, words.blockWhich), ...choices);
    acts.resized();
    focusItem(menu, 1);
  }

  menu.addEventListener('keydown', (event) => {
    const at = items(menu).findIndex((one) => one === (menu.getRootNode() as ShadowRoot).activeElement);
    const step = STEPS.get(event.key);
    if (step !== undefined) focusItem(menu, at + step);
    else if (event.key === 'Home') focusItem(menu, 0);
    else if (event.key === 'End') focusItem(menu, -1);
    else if (event.key === 'Escape' || event.key === 'Tab') acts.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return menu;
}

const STEPS = new Map([
  ['ArrowRight', 1],
  ['ArrowDown', 1],
  ['ArrowLeft', -1],
  ['ArrowUp', -1],
]);

/** Round the end it goes on at the beginning. */
export function focusItem(menu: HTMLElement, at: number): void {
  const all = items(menu);
  all.at(all.length === 0 ? 0 : at % all.length)?.focus({ preventScroll: true });
}

function items(menu: HTMLElement): HTMLButtonElement[] {
  return [...menu.querySelectorAll('button')];
}

function item(icon: Icon, label: string, onClick: () => void): HTMLButtonElement {
  const button = make(
    'button',
    { type: 'button', role: 'menuitem', tabindex: '-1', part: `menu-item menu-${icon}`, class: icon },
    makeIcon(icon),
    make('span', {}, label),
  );
  button.addEventListener('click', onClick);
  return button;
}
