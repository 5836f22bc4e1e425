/**
 * A player that fills the page, for devices whose own fullscreen shows nothing but the video (iPhones). The player is
 * moved into the browser's top layer, not in the page, so that the video goes on; its styles are put back afterwards.
 */
import { make, makeIcon } from '../composer/make.ts';
import type { Layer } from '../layer.ts';

const FILLS =
  'position:fixed;inset:0;width:100%;height:100%;max-width:none;max-height:none;margin:0;padding:0;border:0;' +
  'box-sizing:border-box;border-radius:0;transform:none;aspect-ratio:auto;background:#000;overflow:hidden;z-index:2147483647;object-fit:contain';
/** From the player down to the video: nothing on the way keeps it small. */
const FILLS_PARENT =
  'width:100%;height:100%;max-width:none;max-height:none;min-height:0;margin:0;padding:0;border:0;box-sizing:border-box;aspect-ratio:auto;object-fit:contain';

export interface FilledPage {
  readonly isFilled: boolean;
  fill(isFilled: boolean): void;
}

/** @param root where the way out is shown. @param onChange told when it is filled, and when it no longer is. */
export function createFilledPage(
  target: HTMLElement,
  layer: Layer,
  root: ShadowRoot,
  leaveLabel: () => string,
  onChange: (isFilled: boolean) => void,
): FilledPage {
  let undo: (() => void)[] = [];

  /** Sets declarations, and remembers the style attribute as it was. */
  const dress = (element: HTMLElement, css: string): void => {
    const before = element.getAttribute('style');
    for (const declaration of css.split(';')) {
      const [name = '', value = ''] = declaration.split(':');
      element.style.setProperty(name, value, 'important');
    }
    undo.push(() => {
      if (before !== null) element.style.cssText = before;
      // Asked for first: an attribute that Chromium has not written down yet would come back empty.
      else if (element.hasAttribute('style')) element.removeAttribute('style');
    });
  };

  function enter(): void {
    const leave = make(
      'button',
      { type: 'button', class: 'unfill', part: 'fill-exit' },
      makeIcon('close'),
      leaveLabel(),
    );
    leave.addEventListener('click', () => fill(false));
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape' && !event.defaultPrevented) fill(false);
    };
    document.addEventListener('keydown', onKey);
    leave.addEventListener('keydown', onKey);
    // Done last, when the player is back in its place: over that the layer is laid.
    undo.push(() => layer.cover(false));
    const video = target instanceof HTMLVideoElement ? target : target.querySelector('video');
    if (video) video.playsInline = true;
    for (let element: HTMLElement | null = video; element && element !== target; element = element.parentElement) {
      dress(element, FILLS_PARENT);
    }
    dress(target, FILLS);
    dress(document.documentElement, 'overflow:hidden');
    // A popover that is asked for is in the top layer: no box of the page clips it or lies over it.
    if ('popover' in target && !target.hasAttribute('popover')) {
      target.popover = 'manual';
      target.showPopover();
      undo.push(() => target.removeAttribute('popover'));
    }
    layer.cover(true);
    root.append(leave);
    leave.focus({ preventScroll: true });
    undo.push(() => {
      document.removeEventListener('keydown', onKey);
      leave.remove();
    });
  }

  function fill(isFilled: boolean): void {
    if (isFilled === undo.length > 0 || (isFilled && !target.isConnected)) return;
    if (isFilled) enter();
    else {
      const steps = undo;
      undo = [];
      for (const step of steps.reverse()) step();
    }
    onChange(isFilled);
  }

  return {
    get isFilled() {
      return undo.length > 0;
    },
    fill,
  };
}
