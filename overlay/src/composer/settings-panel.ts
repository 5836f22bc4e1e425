/** The reader's settings of the overlay, live. */
import { MODES } from '@danmaku-live/protocol';
import { DEFAULT_SETTINGS, type OverlaySettings } from '../options.ts';
import { blockedLists, type NameOf } from './blocked-lists.ts';
import { makeSwitch, slider, steps } from './controls.ts';
import { make, makeChoice } from './make.ts';
import type { ComposerWords } from './words.ts';

type Change = (change: Partial<OverlaySettings>) => void;

const AREAS = [0.25, 0.5, 0.75, 1] as const;
const OFFSET_SECONDS = [-20, 20, 0.5] as const;
const DENSITIES = [0, 0.5, 1] as const;
/** The font slider's leftmost place stands for `auto`. */
const SMALLEST_FONT_PX = 14;
const FONT_STEP_PX = 2;
const LARGEST_FONT_PX = 48;
/** What this panel can change, and so what its reset resets. */
const OFFERED = [
  ...(['opacity', 'area', 'speed', 'fontSize', 'density', 'modes'] as const),
  ...(['offset', 'merge', 'reducedMotion', 'interaction', 'announce'] as const),
];
const MOTIONS = ['auto', 'on', 'off'] as const;

/**
 * What the settings panel holds.
 *
 * @param settings those of now, asked whenever they count.
 */
export function settingsControls(
  words: ComposerWords,
  settings: () => OverlaySettings,
  isShown: boolean,
  change: Change,
  show: (isShown: boolean) => void,
  nameOf: NameOf,
): readonly Node[] {
  const reset = make('button', { type: 'button', class: 'quiet' }, words.reset);
  const body = make('div', { class: 'rows' }, ...rows(words, settings(), change));
  reset.addEventListener('click', () => {
    change(Object.fromEntries(OFFERED.map((field) => [field, DEFAULT_SETTINGS[field]])));
    body.replaceChildren(...rows(words, DEFAULT_SETTINGS, change));
  });
  return [makeSwitch(words.show, isShown, show), body, blockedLists(words, settings, change, nameOf), reset];
}

function rows(words: ComposerWords, settings: OverlaySettings, change: Change): readonly Node[] {
  const font = settings.fontSize === 'auto' ? SMALLEST_FONT_PX - FONT_STEP_PX : settings.fontSize;
  const isAuto = (px: number): boolean => px < SMALLEST_FONT_PX;
  return [
    slider(words.opacity, [0.1, 1, 0.05], settings.opacity, percent, (opacity) => change({ opacity })),
    slider(
      words.speed,
      [0.25, 4, 0.05],
      settings.speed,
      (speed) => `${speed.toFixed(2)}×`,
      (speed) => change({ speed }),
    ),
    slider(
      words.fontSize,
      [SMALLEST_FONT_PX - FONT_STEP_PX, LARGEST_FONT_PX, FONT_STEP_PX],
      font,
      (px) => (isAuto(px) ? words.auto : `${px} px`),
      (px) => change({ fontSize: isAuto(px) ? 'auto' : px }),
    ),
    steps(words.area, AREAS, AREAS.map(percent), settings.area, (area) => change({ area })),
    steps(words.density, DENSITIES, words.densities, settings.density, (density) => change({ density })),
    modes(words, settings, change),
    // Where comments follow the programme's own time, players may be off by a little.
    ...(settings.sync === 'media' || settings.offset !== 0
      ? [
          slider(
            words.offset,
            OFFSET_SECONDS,
            settings.offset,
            (s) => `${s} s`,
            (offset) => change({ offset }),
          ),
        ]
      : []),
    makeSwitch(words.merge, settings.merge, (merge) => change({ merge })),
    makeChoice(
      words.motion,
      'segments',
      MOTIONS.map((motion, n) => ({
        value: motion,
        label: words.motions[n] ?? motion,
        content: words.motions[n] ?? motion,
      })),
      settings.reducedMotion,
      (reducedMotion) => change({ reducedMotion }),
    ),
    makeSwitch(words.interaction, settings.interaction, (interaction) => change({ interaction })),
    makeSwitch(words.announce, settings.announce, (announce) => change({ announce })),
  ];
}

function modes(words: ComposerWords, settings: OverlaySettings, change: Change): HTMLElement {
  const boxes = MODES.map((mode) => {
    const input = make('input', { type: 'checkbox', value: mode });
    input.checked = settings.modes.includes(mode);
    input.addEventListener('change', () => {
      change({ modes: MODES.filter((_, n) => boxes[n]?.checked === true) });
    });
    return input;
  });
  const labels = boxes.map((input, n) => make('label', {}, input, make('span', {}, words.modes[MODES[n] ?? 'scroll'])));
  return make('fieldset', { class: 'segments' }, make('legend', {}, words.shown), ...labels);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
