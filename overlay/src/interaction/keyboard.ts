/** Comments by the keyboard: a way in by the Tab key and by a combination, arrows from one to the next. */
import { make } from '../composer/make.ts';
import type { Holding } from './holding.ts';
import { isPressed, isTyping } from './keys.ts';
import type { Notice } from './notice.ts';
import type { Place } from './place.ts';
import { nextTo } from './walk.ts';

const BRIEF_MS = 2_500;

export interface Keyboard {
  /** The way in; seen only while it has the focus. */
  readonly entry: HTMLButtonElement;
  /** The focus goes where it was before. */
  goBack(): void;
}

export function createKeyboard(place: Place, holding: Holding, notice: Notice, signal: AbortSignal): Keyboard {
  const entry = make('button', { type: 'button', class: 'walk' });
  /** Where the focus goes back to. */
  let before: HTMLElement | undefined;

  function enter(): void {
    const active = document.activeElement;
    before = place.root.activeElement === null && active instanceof HTMLElement ? active : entry;
    // The newest has most of its way before it.
    const newest = [...place.engine.visible()].sort((a, b) => ageOf(b.id) - ageOf(a.id))[0];
    if (newest === undefined || !holding.hold(newest.id, 'keys')) {
      notice.show(place.words().nothingShown, place.words().close, undefined, BRIEF_MS);
    }
  }

  const ageOf = (id: string): number => place.engine.find(id)?.comment.time ?? 0;

  entry.addEventListener('click', enter);
  place.root.addEventListener('keydown', (event) => {
    if (!(event instanceof KeyboardEvent) || !(event.target instanceof Element) || !event.target.matches('.card'))
      return;
    const visible = place.engine.visible();
    const from = visible.find(({ id }) => id === holding.heldId);
    const next = from && nextTo(from, visible, event.key);
    if (next !== undefined) holding.hold(next, 'keys');
    else if (event.key === 'Escape') holding.release();
    else if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    event.stopPropagation();
  });
  place.root.addEventListener('focusout', (event) => {
    const { relatedTarget } = event as FocusEvent;
    const staysWithin = relatedTarget instanceof Node && place.root.contains(relatedTarget);
    // Without a next one the focus is on its way: a card was put in place of another.
    if (relatedTarget !== null && !staysWithin && holding.way === 'keys') holding.release();
  });
  document.addEventListener(
    'keydown',
    (event) => {
      const { interaction, focusKey } = place.settings();
      if (!interaction) return;
      if (event.key === 'Escape' && holding.heldId !== undefined) {
        event.preventDefault();
        return holding.release();
      }
      if (event.defaultPrevented || event.repeat || isTyping(event) || !isPressed(focusKey, event)) return;
      event.preventDefault();
      enter();
    },
    { signal },
  );
  return {
    entry,
    goBack() {
      before?.focus({ preventScroll: true });
      before = undefined;
    },
  };
}
