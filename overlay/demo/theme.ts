/** Light or dark: what the device prefers, until the reader says otherwise. */
import { keepPreference, readChoice } from './preferences.ts';

const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Sets the page's theme, and lets `button` change it. */
export function setUpTheme(root: HTMLElement, button: HTMLElement): void {
  const preference = matchMedia('(prefers-color-scheme: dark)');
  let chosen: Theme | undefined = readChoice('theme', THEMES);
  const apply = (): void => {
    root.dataset['theme'] = chosen ?? (preference.matches ? 'dark' : 'light');
  };
  apply();
  preference.addEventListener('change', apply);
  button.addEventListener('click', () => {
    chosen = root.dataset['theme'] === 'dark' ? 'light' : 'dark';
    keepPreference('theme', chosen);
    apply();
  });
}
