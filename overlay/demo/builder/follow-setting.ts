/** A control on the page, and the overlay's setting that it shows, whoever changes that. */
import type { OverlaySettings } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import type { Control } from '../panel/controls.ts';

/** Puts controls into `place` from now on. */
export function createFollower(overlay: Overlay, place: HTMLElement) {
  return <Value>(control: Control<Value>, read: (settings: OverlaySettings) => Value): void => {
    place.append(control.element);
    overlay.on('settings', (settings) => control.show(read(settings)));
    control.show(read(overlay.settings));
  };
}
