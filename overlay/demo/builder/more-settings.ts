/** Settings that matter to whoever puts the overlay somewhere, beside those that the demo offers its readers. */
import { DEFAULT_SETTINGS, type OverlaySettings } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import { make, makeWord } from '../element.ts';
import { createChoice, createSlider, type Control } from '../panel/controls.ts';

const SAFE_PERCENT = { min: 0, max: 40, step: 1 } as const;

/** Adds to `place`; the controls follow the overlay's settings, whoever changes them. */
export function addMoreSettings(overlay: Overlay, place: HTMLElement, reset: HTMLElement): void {
  const add = <Value>(control: Control<Value>, read: (settings: OverlaySettings) => Value): void => {
    place.append(control.element);
    overlay.on('settings', (settings) => control.show(read(settings)));
    control.show(read(overlay.settings));
  };
  add(
    createSlider('builderFreeBelow', { ...SAFE_PERCENT, format: (share) => `${share} %` }, (share) => {
      const { safeArea } = overlay.settings;
      overlay.set({ safeArea: { ...safeArea, bottom: share === 0 ? 0 : `${share}%` } });
    }),
    ({ safeArea }) => Number.parseFloat(String(safeArea.bottom)),
  );
  add(
    createSlider('builderMost', { min: 10, max: 600, step: 10, format: String }, (maxOnScreen) =>
      overlay.set({ maxOnScreen }),
    ),
    ({ maxOnScreen }) => maxOnScreen,
  );
  add(
    createSlider(
      'builderLineHeight',
      { min: 1, max: 2.5, step: 0.05, format: (factor) => `${factor}×` },
      (lineHeight) => overlay.set({ lineHeight }),
    ),
    ({ lineHeight }) => lineHeight,
  );
  place.append(make('p', 'field-name', makeWord('builderDirection')));
  add(
    createChoice<OverlaySettings['direction']>(
      'builderDirection',
      [
        ['auto', 'auto'],
        ['ltr', 'builderLtr'],
        ['rtl', 'builderRtl'],
      ],
      (direction) => overlay.set({ direction }),
    ),
    ({ direction }) => direction,
  );
  const { safeArea, maxOnScreen, lineHeight, direction } = DEFAULT_SETTINGS;
  reset.addEventListener('click', () => overlay.set({ safeArea, maxOnScreen, lineHeight, direction }));
}
