/** The reader's settings of the overlay, live, and kept for the next visit. */
import type { Mode } from '@danmaku-live/protocol';
import { DEFAULT_SETTINGS, OUTLINES, type OverlaySettings } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import { parseSettings } from '../../src/parse-settings.ts';
import { element, make, makeWord } from '../element.ts';
import type { Picture } from '../picture.ts';
import { keepPreference, readPreference } from '../preferences.ts';
import type { Speech } from '../speech.ts';
import type { Word } from '../words.ts';
import { createChoice, createChoices, createSlider, createSwitch, type Control, type SliderRange } from './controls.ts';

const MODES: readonly (readonly [Mode, Word])[] = [
  ['scroll', 'modeScroll'],
  ['reverse', 'modeReverse'],
  ['top', 'modeTop'],
  ['bottom', 'modeBottom'],
];

const SLIDERS: readonly (readonly ['opacity' | 'area' | 'speed' | 'density' | 'outline', SliderRange])[] = [
  ['opacity', { min: 0.1, max: 1, step: 0.05, format: percent }],
  ['area', { min: 0.1, max: 1, step: 0.05, format: percent }],
  ['speed', { min: 0.25, max: 4, step: 0.05, format: times }],
  ['density', { min: 0, max: 1, step: 0.05, format: percent }],
  ['outline', { min: 0, max: 3, step: 0.1, format: times }],
];

/** The font slider's leftmost place stands for `auto`. */
const SMALLEST_FONT_PX = 12;
const AUTO_FONT_PX = SMALLEST_FONT_PX - 2;
const LARGEST_FONT_PX = 60;

/** What the card changes; the rest of the settings is not its business, and is not kept. */
const KEPT = ['opacity', 'area', 'speed', 'density', 'outline', 'fontSize', 'modes', 'merge', 'reducedMotion'] as const;

/**
 * Fills the settings card. The overlay's own `settings` event moves the controls, whoever changed them.
 *
 * @param keptAs the name of the preference that they are kept under.
 * @param picture with somebody to pass behind, where there is one.
 */
export function setUpSettings(overlay: Overlay, speech: Speech, keptAs = 'settings', picture?: Picture): void {
  const controls: ((settings: OverlaySettings) => void)[] = [];
  const place = element('settings', HTMLElement);
  const add = <Value>(control: Control<Value>, read: (settings: OverlaySettings) => Value): void => {
    place.append(control.element);
    controls.push((settings) => control.show(read(settings)));
  };

  for (const [name, range] of SLIDERS) {
    add(
      createSlider(name, range, (value) => overlay.set({ [name]: value })),
      ({ [name]: value }) => (typeof value === 'string' ? OUTLINES[value] : value),
    );
  }
  const fontRange: SliderRange = {
    min: AUTO_FONT_PX,
    max: LARGEST_FONT_PX,
    step: 2,
    format: (px) => (px < SMALLEST_FONT_PX ? speech.say('auto') : `${px} px`),
  };
  add(
    createSlider('fontSize', fontRange, (px) => overlay.set({ fontSize: px < SMALLEST_FONT_PX ? 'auto' : px })),
    ({ fontSize }) => (fontSize === 'auto' ? AUTO_FONT_PX : fontSize),
  );
  add(
    createChoices('modes', MODES, (modes) => overlay.set({ modes })),
    ({ modes }) => modes,
  );
  place.append(make('p', 'field-name', makeWord('motion')));
  add(
    createChoice<OverlaySettings['reducedMotion']>(
      'motion',
      [
        ['auto', 'motionAuto'],
        ['on', 'motionOn'],
        ['off', 'motionOff'],
      ],
      (reducedMotion) => overlay.set({ reducedMotion }),
    ),
    ({ reducedMotion }) => reducedMotion,
  );
  add(
    createSwitch('merge', (merge) => overlay.set({ merge })),
    ({ merge }) => merge,
  );
  if (picture) {
    add(
      createSwitch('mask', (isOn) => overlay.set({ mask: isOn ? picture.mask : null })),
      ({ mask }) => mask !== null,
    );
  }
  add(
    createSwitch('paused', (paused) => overlay.set({ paused })),
    ({ paused }) => paused,
  );

  const show = (settings: OverlaySettings): void => {
    for (const control of controls) control(settings);
  };
  overlay.on('settings', (settings) => {
    show(settings);
    picture?.setHost(settings.mask !== null);
    keepPreference(keptAs, Object.fromEntries(KEPT.map((name) => [name, settings[name]])));
  });
  speech.onChange(() => show(overlay.settings));
  element('reset', HTMLButtonElement).addEventListener('click', () => {
    overlay.set(
      Object.fromEntries([...KEPT, 'paused' as const, 'mask' as const].map((name) => [name, DEFAULT_SETTINGS[name]])),
    );
  });
  const kept = parseSettings(readPreference(keptAs) ?? {}).settings;
  if (Object.keys(kept).length > 0) overlay.set(kept);
  speech.refresh();
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function times(factor: number): string {
  return `${Number(factor.toFixed(2))}×`;
}
