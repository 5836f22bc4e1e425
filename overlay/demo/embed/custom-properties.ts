/**
 * Settings from CSS custom properties of the page's body: `--danmaku-font-size: 40px`, one for each setting, named as
 * its attribute. Stage programmes let people add CSS to a page, and nothing else.
 */
import { DEFAULT_SETTINGS, RANGES, type OverlaySettings } from '../../src/options.ts';
import { attributeOf, parseSettings } from '../../src/parse-settings.ts';

export interface ReadProperties {
  readonly settings: Partial<OverlaySettings>;
  /** Sentences for the console. */
  readonly problems: readonly string[];
}

export function readCustomProperties(style: Pick<CSSStyleDeclaration, 'getPropertyValue'>): ReadProperties {
  const given: Record<string, string> = {};
  for (const field of Object.keys(DEFAULT_SETTINGS)) {
    const value = style.getPropertyValue(propertyOf(field)).trim();
    if (value !== '') given[field] = plainValue(field, value);
  }
  const { settings, problems } = parseSettings(given);
  return { settings, problems: problems.map(({ field, reason }) => `The property ${propertyOf(field)} ${reason}.`) };
}

function propertyOf(field: string): string {
  return `--danmaku-${attributeOf(field)}`;
}

/** CSS writes `40px`, `80%` and `"on"` where an attribute has `40`, `0.8` and `on`. */
function plainValue(field: string, value: string): string {
  if (field === 'fontFamily') return value;
  const bare = /^(["'])(.*)\1$/.exec(value)?.[2] ?? value;
  if (!Object.hasOwn(RANGES, field)) return bare;
  const [, amount, unit] = /^(-?\d*\.?\d+)(px|%)$/.exec(bare) ?? [];
  if (amount === undefined) return bare;
  return unit === '%' ? String(Number(amount) / 100) : amount;
}

/** Calls `onChange` when style sheets were added, changed or loaded, once for all that happen together. */
export function watchCustomProperties(onChange: () => void): void {
  let frame: number | undefined;
  const tell = (): void => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      onChange();
    });
  };
  const observer = new MutationObserver(tell);
  observer.observe(document.head, { childList: true, subtree: true, characterData: true });
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true, attributeFilter: ['class', 'style'] });
  }
  // A style sheet from an address is there later than its element.
  document.head.addEventListener('load', tell, { capture: true });
  window.addEventListener('load', tell);
}
