/** A held comment, raised over the others: its text, easy to read, where it stands. It shows and decides nothing. */
import { make } from '../composer/make.ts';
import type { ShownComment, VisibleComment } from '../engine.ts';
import type { OverlaySettings } from '../options.ts';
import type { OverlayWords } from './words.ts';

export interface CardLook {
  readonly shown: ShownComment;
  readonly settings: OverlaySettings;
  /** The list of reduced motion names the author, and so does what covers an entry of it. */
  readonly isListed: boolean;
}

/** A button, so that the keyboard can be on it; the mouse never meets it. */
export function createCard(words: OverlayWords, { shown, settings, isListed }: CardLook): HTMLButtonElement {
  const { comment, fontPx, count, own } = shown;
  const card = make('button', {
    type: 'button',
    part: 'held',
    class: own ? 'card own' : 'card',
    'aria-haspopup': 'menu',
    'aria-expanded': 'false',
    'aria-label': words.said(comment.user.name, comment.text),
  });
  card.style.fontSize = `${fontPx}px`;
  card.style.fontFamily = settings.fontFamily;
  if (comment.color !== undefined && isBright(comment.color)) card.style.color = comment.color;
  if (isListed && comment.user.name !== '') card.append(make('span', { class: 'author' }, comment.user.name));
  card.append(make('bdi', {}, comment.text));
  if (count > 1) card.append(make('span', { class: 'count' }, `×${count}`));
  return card;
}

/** Bright enough to be read on the card: contrast 4.5 or more. */
function isBright(color: string): boolean {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => (parseInt(color.slice(at, at + 2), 16) / 255) ** 2.2);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > LEAST_LUMINANCE;
}

const LEAST_LUMINANCE = 0.22;

/** Over the comment's own box and within the picture. */
export function placeCard(card: HTMLElement, box: VisibleComment, host: HTMLElement): void {
  card.style.minWidth = `${box.width}px`;
  card.style.minHeight = `${box.height}px`;
  const { offsetWidth, offsetHeight } = card;
  card.style.left = `${within(box.x + (box.width - offsetWidth) / 2, offsetWidth, host.clientWidth)}px`;
  card.style.top = `${within(box.y + (box.height - offsetHeight) / 2, offsetHeight, host.clientHeight)}px`;
}

/** Where something of `length` begins so that it is inside `room`. */
export function within(from: number, length: number, room: number): number {
  return Math.max(MARGIN_PX, Math.min(from, room - length - MARGIN_PX));
}

const MARGIN_PX = 4;
