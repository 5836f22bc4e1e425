/** One comment is held at a time: it stands still, its card is raised over it, and a menu opens beside it. */
import { createCard, placeCard, within } from './card.ts';
import type { Place } from './place.ts';
import { createMenu, focusItem, type MenuActs } from './menu.ts';
import type { VisibleComment } from '../engine.ts';

/** How often is looked whether it is still there. */
const LOOK_MS = 200;
const GAP_PX = 6;
/** Round card and menu, so that the way from one to the other counts as both. */
const SLACK_PX = 8;

/** `rest`: while the mouse is on it. `tap`: until something else is pressed. `keys`: while it has the focus. */
export type Way = 'rest' | 'tap' | 'keys';

export interface Holding {
  readonly heldId: string | undefined;
  readonly way: Way;
  /** Lets go of another. Answers whether the comment is on screen. @param pointX of the window, where the menu is wanted. */
  hold(id: string, way: Way, pointX?: number): boolean;
  /** The menu is opened and has the focus. */
  enterMenu(): void;
  /** The menu is closed; the comment is held on. */
  leaveMenu(): void;
  release(): void;
  /** Whether the keyboard is on the comment or in its menu. */
  hasFocus(): boolean;
  isAt(x: number, y: number): boolean;
}

export interface HoldingHooks {
  actsOn(id: string): Omit<MenuActs, 'leave' | 'resized'>;
  isLiked(id: string): boolean;
  /** What had the focus is gone. */
  onFocusGone(): void;
}

export function createHolding(place: Place, hooks: HoldingHooks): Holding {
  const { engine, host, root } = place;
  let heldId: string | undefined;
  let way: Way = 'rest';
  let card: HTMLButtonElement | undefined;
  let menu: HTMLElement | undefined;
  let menuX: number | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;

  const boxOf = (id: string): VisibleComment | undefined => engine.visible().find((shown) => shown.id === id);

  function hold(id: string, by: Way, pointX?: number): boolean {
    const shown = engine.find(id);
    if (shown === undefined) return false;
    if (id !== heldId) drop();
    if (!engine.hold(id)) return false;
    way = by;
    menuX = pointX === undefined ? undefined : pointX - host.getBoundingClientRect().left;
    if (heldId === undefined) {
      heldId = id;
      const isListed = engine.stats().stage === 'list';
      card = createCard(place.words(), { shown, settings: place.settings(), isListed });
      card.addEventListener('click', enterMenu);
      root.append(card);
      timer = setInterval(follow, LOOK_MS);
    }
    if (by !== 'keys') openMenu();
    follow();
    if (by === 'keys') card?.focus({ preventScroll: true });
    return true;
  }

  /** It may have been recalled, or moved by a change of settings or size. */
  function follow(): void {
    const box = heldId === undefined ? undefined : boxOf(heldId);
    if (box === undefined || card === undefined) return release();
    placeCard(card, box, host);
    if (menu === undefined) return;
    const { offsetLeft, offsetTop, offsetWidth, offsetHeight } = card;
    const { clientWidth, clientHeight } = host;
    const x = (menuX ?? offsetLeft + offsetWidth / 2) - menu.offsetWidth / 2;
    const below = offsetTop + offsetHeight + GAP_PX;
    const above = offsetTop - GAP_PX - menu.offsetHeight;
    menu.style.left = `${within(x, menu.offsetWidth, clientWidth)}px`;
    const fits = below + menu.offsetHeight <= clientHeight || above < 0;
    menu.style.top = `${within(fits ? below : above, menu.offsetHeight, clientHeight)}px`;
  }

  function openMenu(): void {
    const shown = heldId === undefined ? undefined : engine.find(heldId);
    if (menu !== undefined || shown === undefined) return;
    const { comment, own } = shown;
    menu = createMenu(
      place.words(),
      comment,
      { isLiked: hooks.isLiked(comment.id), isOwn: own, canReport: place.hears('report') },
      { ...hooks.actsOn(comment.id), leave: leaveMenu, resized: follow },
    );
    card?.setAttribute('aria-expanded', 'true');
    root.append(menu);
  }

  function enterMenu(): void {
    openMenu();
    follow();
    way = 'keys';
    if (menu) focusItem(menu, 0);
  }

  function leaveMenu(): void {
    menu?.remove();
    menu = undefined;
    card?.setAttribute('aria-expanded', 'false');
    card?.focus({ preventScroll: true });
  }

  function release(): void {
    if (heldId === undefined) return;
    const hadFocus = hasFocus();
    drop();
    if (hadFocus) hooks.onFocusGone();
  }

  function hasFocus(): boolean {
    const { activeElement } = root;
    return activeElement !== null && (activeElement === card || menu?.contains(activeElement) === true);
  }

  function drop(): void {
    if (heldId === undefined) return;
    heldId = undefined;
    clearInterval(timer);
    engine.hold(undefined);
    menu?.remove();
    card?.remove();
    menu = undefined;
    card = undefined;
  }

  return {
    get heldId() {
      return heldId;
    },
    get way() {
      return way;
    },
    hold,
    enterMenu,
    leaveMenu,
    release,
    hasFocus,
    isAt: (x, y) => [card, menu].some((element) => element !== undefined && isInside(element, x, y)),
  };
}

function isInside(element: HTMLElement, x: number, y: number): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return x >= left - SLACK_PX && x <= right + SLACK_PX && y >= top - SLACK_PX && y <= bottom + SLACK_PX;
}
