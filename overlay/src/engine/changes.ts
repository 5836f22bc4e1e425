/** What a change of settings touches. */
import type { OverlaySettings } from '../options.ts';

/** Settings that change where comments are or how large. */
const GEOMETRY = [
  'area',
  'speed',
  'fontSize',
  'fontFamily',
  'lineHeight',
  'outline',
  'styles',
  'badges',
  'safeArea',
  'direction',
] as const;
/** Settings that change which comments are shown. */
const RULES = ['modes', 'blockedWords', 'blockedUsers'] as const;
/** Settings that change which comments find a place. */
const POLICY = [...RULES, 'density', 'maxOnScreen', 'merge'] as const;

export interface Changes {
  readonly geometry: boolean;
  readonly rules: boolean;
  readonly policy: boolean;
}

export function changesBetween(before: OverlaySettings, after: OverlaySettings): Changes {
  const differ = (names: readonly (keyof OverlaySettings)[]): boolean =>
    names.some((name) => before[name] !== after[name]);
  return { geometry: differ(GEOMETRY), rules: differ(RULES), policy: differ(POLICY) };
}
