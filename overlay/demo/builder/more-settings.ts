/** Settings that matter to whoever puts the overlay somewhere, beside those that the demo offers its readers. */
import { DEFAULT_SETTINGS, type OverlaySettings } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import { element, make, makeWord } from '../element.ts';
import { createChoice, createSlider, createSwitch } from '../panel/controls.ts';
import { createFollower } from './follow-setting.ts';
import { createTextField } from './text-field.ts';

const FREE_PERCENT = { min: 0, max: 40, step: 1, format: (share: number) => `${share} %` } as const;

/** Each system has some of them; what it lacks is replaced by what follows. */
const FONTS = [
  'serif',
  'ui-rounded, "Arial Rounded MT Bold", system-ui, sans-serif',
  '"Kaiti SC", KaiTi, "Noto Serif CJK SC", serif',
  '"Yuanti SC", YouYuan, system-ui, sans-serif',
  '"Hiragino Mincho ProN", "Yu Mincho", "Noto Serif CJK JP", serif',
  'ui-monospace, Consolas, monospace',
];

const GRADIENTS: OverlaySettings['styles'] = {
  owner: { gradient: ['#fff3b0', '#ff9a3d'] },
  paid: { gradient: ['#d9f7ff', '#7ab8ff'] },
};

/** What the controls below change, for the button that resets it. */
const OFFERED = [
  'safeArea',
  'maxOnScreen',
  'lineHeight',
  'fontFamily',
  'direction',
  'badges',
  'styles',
  'emotes',
  'emoteHosts',
  'blockedWords',
  'blockedUsers',
] as const;

/** Fills the rest of the card of settings, and the card of what is not shown. */
export function addMoreSettings(overlay: Overlay): void {
  addLook(overlay);
  addBlocked(overlay);
  element('reset', HTMLButtonElement).addEventListener('click', () =>
    overlay.set(Object.fromEntries(OFFERED.map((name) => [name, DEFAULT_SETTINGS[name]]))),
  );
}

function addLook(overlay: Overlay): void {
  const place = element('settings', HTMLElement);
  const add = createFollower(overlay, place);
  for (const [side, word] of [
    ['top', 'builderFreeAbove'],
    ['bottom', 'builderFreeBelow'],
  ] as const) {
    add(
      createSlider(word, FREE_PERCENT, (share) =>
        overlay.set({ safeArea: { ...overlay.settings.safeArea, [side]: share === 0 ? 0 : `${share}%` } }),
      ),
      ({ safeArea }) => Number.parseFloat(String(safeArea[side])),
    );
  }
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
  add(
    createTextField('builderFont', 'builderFontHint', FONTS, (text) =>
      overlay.set({ fontFamily: text === '' ? DEFAULT_SETTINGS.fontFamily : text }),
    ),
    ({ fontFamily }) => (fontFamily === DEFAULT_SETTINGS.fontFamily ? '' : fontFamily),
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
  add(
    createSwitch('builderBadges', (badges) => overlay.set({ badges })),
    ({ badges }) => badges,
  );
  add(
    createSwitch('builderGradients', (isOn) => overlay.set({ styles: isOn ? GRADIENTS : {} })),
    ({ styles }) => Object.keys(styles).length > 0,
  );
}

function addBlocked(overlay: Overlay): void {
  const add = createFollower(overlay, element('blocked', HTMLElement));
  for (const [name, word, hint] of [
    ['blockedWords', 'builderBlockedWords', 'builderBlockedWordsHint'],
    ['blockedUsers', 'builderBlockedUsers', 'builderBlockedUsersHint'],
  ] as const) {
    add(
      createTextField(word, hint, [], (text) => overlay.set({ [name]: text.split(',') })),
      (settings) => settings[name].join(', '),
    );
  }
}
