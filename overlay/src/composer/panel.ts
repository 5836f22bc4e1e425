/** A panel over the page that a button opens: closes by Escape, by a click elsewhere, and by its button. */
import { make, makeIcon } from './make.ts';

/** To the edges of the window, and to the bar. */
const MARGIN_PX = 8;
const LARGEST_PX = 600;

export interface Panel {
  readonly element: HTMLElement;
  close(): void;
  destroy(): void;
}

/**
 * @param bar the panel stands above it (below where there is no room) and within its width.
 * @param fill makes what is in the panel, anew at each opening, so that it shows what is true then.
 */
export function createPanel(
  button: HTMLButtonElement,
  bar: HTMLElement,
  label: () => string,
  closeLabel: () => string,
  fill: () => readonly Node[],
): Panel {
  const element = make('div', { class: 'panel', part: 'panel', role: 'dialog', popover: 'auto', tabindex: '-1' });
  const ending = new AbortController();
  const { signal } = ending;

  const isOpen = (): boolean => element.matches(':popover-open');
  const close = (): void => {
    if (isOpen()) element.hidePopover();
  };
  const place = (): void => {
    if (!isOpen()) return;
    const anchor = button.getBoundingClientRect();
    const within = bar.getBoundingClientRect();
    // What a phone's keyboard leaves of the window.
    const view = window.visualViewport;
    const viewTop = view?.offsetTop ?? 0;
    const viewHeight = view?.height ?? innerHeight;
    element.style.maxHeight = `${Math.min(LARGEST_PX, viewHeight - 2 * MARGIN_PX)}px`;
    const { offsetWidth: width, offsetHeight: height } = element;
    const above = within.top - MARGIN_PX - height;
    const below = Math.min(within.bottom + MARGIN_PX, viewTop + viewHeight - height - MARGIN_PX);
    const centred = (anchor.left + anchor.right - width) / 2;
    const rightmost = Math.min(within.right, document.documentElement.clientWidth - MARGIN_PX) - width;
    const highest = viewTop + MARGIN_PX;
    element.style.top = `${Math.max(highest, above >= highest ? above : below)}px`;
    element.style.left = `${Math.max(MARGIN_PX, Math.min(Math.max(centred, within.left), rightmost))}px`;
  };

  // Browsers before 2024 lack popovers: there the bar has its field only.
  button.hidden = !('popover' in element);
  button.setAttribute('aria-haspopup', 'dialog');
  button.setAttribute('aria-expanded', 'false');
  // The browser closes an open panel as the press begins; without this the same press would open it again.
  let wasOpen = false;
  button.addEventListener('pointerdown', () => (wasOpen = isOpen()), { signal });
  button.addEventListener(
    'click',
    () => {
      const closesNow = wasOpen || isOpen();
      wasOpen = false;
      if (closesNow) return close();
      const closer = make('button', { type: 'button', class: 'icon', 'aria-label': closeLabel() }, makeIcon('close'));
      closer.addEventListener('click', close);
      element.setAttribute('aria-label', label());
      element.replaceChildren(make('header', {}, make('h2', {}, label()), closer), ...fill());
      element.showPopover();
      place();
      (element.querySelector<HTMLElement>('input:checked, input') ?? element).focus({ preventScroll: true });
    },
    { signal },
  );
  element.addEventListener('toggle', () => button.setAttribute('aria-expanded', String(isOpen())), { signal });
  // A part of it that unfolds makes it taller.
  element.addEventListener('toggle', place, { signal, capture: true });
  window.addEventListener('resize', place, { signal });
  window.visualViewport?.addEventListener('resize', place, { signal });
  window.addEventListener('scroll', place, { signal, capture: true, passive: true });
  return {
    element,
    close,
    destroy() {
      close();
      ending.abort();
    },
  };
}
