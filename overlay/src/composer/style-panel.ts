/** How the next comment will look: colour, flight, size. Remembered while the page is open. */
import { DEFAULT_STYLE, MODES, SIZES, type Mode, type Size } from '@danmaku-live/protocol';
import { make, makeChoice, makeIcon } from './make.ts';
import type { ComposerWords } from './words.ts';

export interface ChosenStyle {
  readonly mode: Mode;
  readonly color: string;
  readonly size: Size;
}

export const PLAIN: ChosenStyle = DEFAULT_STYLE;

/** Bright enough to be read over any picture with a dark edge. */
const COLORS = [
  '#ffffff',
  '#ffd866',
  '#ff9e64',
  '#ff6b6b',
  '#ff79c6',
  '#c79bff',
  '#7aa2ff',
  '#4fd6ff',
  '#50e3a4',
  '#b8e986',
  '#c0c6d8',
] as const;

/** What the style panel holds. */
export function styleControls(
  words: ComposerWords,
  chosen: ChosenStyle,
  onChange: (style: ChosenStyle) => void,
): readonly Node[] {
  let style = chosen;
  const pick = (change: Partial<ChosenStyle>): void => {
    style = { ...style, ...change };
    onChange(style);
  };

  const swatches = COLORS.map((color, n) => {
    const dot = make('i');
    dot.style.background = color;
    return { value: color, label: words.colors[n] ?? color, content: dot };
  });
  const colors = makeChoice<string>(words.color, 'swatches', swatches, style.color, (color) => {
    own.value = color;
    pick({ color });
  });
  const own = make('input', { type: 'color', value: style.color, 'aria-label': words.ownColor, title: words.ownColor });
  own.addEventListener('input', () => {
    for (const radio of colors.querySelectorAll('input[type=radio]')) (radio as HTMLInputElement).checked = false;
    pick({ color: own.value });
  });
  colors.append(make('label', { class: 'own', title: words.ownColor }, own));

  const modes = MODES.map((mode) => {
    const content = make('b', {}, makeIcon(mode), words.modes[mode]);
    return { value: mode, label: words.modes[mode], content };
  });
  const sizes = SIZES.map((size) => ({ value: size, label: words.sizes[size], content: words.sizes[size] }));
  return [
    colors,
    makeChoice(words.mode, 'tiles', modes, style.mode, (mode) => pick({ mode })),
    makeChoice(words.size, 'segments', sizes, style.size, (size) => pick({ size })),
  ];
}
