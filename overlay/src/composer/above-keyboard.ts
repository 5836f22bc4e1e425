/**
 * Phones lay their keyboard over the page. While somebody types, the bar is lifted so far that the keyboard does not
 * cover it, and lies at its edge when the page is scrolled back to the picture.
 */

/** Smaller differences are toolbars. */
const LEAST_KEYBOARD_PX = 120;
const MARGIN_PX = 4;

/** @param signal ends it. */
export function keepAboveKeyboard(bar: HTMLElement, signal: AbortSignal): void {
  const view = window.visualViewport;
  if (!view) return;
  let liftPx = 0;
  const place = (): void => {
    const { top, bottom } = bar.getBoundingClientRect();
    const covered = bottom + liftPx - (view.offsetTop + view.height - MARGIN_PX);
    const room = top + liftPx - view.offsetTop;
    const lifts = isKeyboardOpen(view) && bar.matches(':focus-within') && covered > 0 && room > 0;
    const next = lifts ? Math.round(Math.min(covered, room)) : 0;
    if (next === liftPx) return;
    liftPx = next;
    bar.style.translate = next > 0 ? `0 ${-next}px` : '';
    bar.toggleAttribute('data-lifted', next > 0);
  };
  for (const type of ['resize', 'scroll']) view.addEventListener(type, place, { signal });
  for (const type of ['focusin', 'focusout']) bar.addEventListener(type, () => queueMicrotask(place), { signal });
  window.addEventListener('scroll', place, { signal, capture: true, passive: true });
}

/** Zooming in makes the view smaller, too; a keyboard only takes from its height. */
function isKeyboardOpen({ height, scale }: VisualViewport): boolean {
  return document.documentElement.clientHeight - height * scale > LEAST_KEYBOARD_PX;
}
