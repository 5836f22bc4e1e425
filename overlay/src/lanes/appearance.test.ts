import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../options.ts';
import type { OverlaySettings } from '../options.ts';
import { appearanceOf, looksLike } from './appearance.ts';
import { layoutOf } from './layout.ts';

const COMMENT = { id: 'c', text: '前方高能', time: 0, user: { id: 'u', name: 'Ann' } };

function look(outline: OverlaySettings['outline']) {
  const settings = { ...DEFAULT_SETTINGS, fontSize: 40, outline };
  return appearanceOf(COMMENT, false, layoutOf(settings, 1280, 720, false), settings);
}

describe('the outline of a comment', () => {
  it('has names for common widths', () => {
    expect(look('none')).toEqual(look(0));
    expect(look('normal')).toEqual(look(1));
    const [thin, normal, heavy] = (['thin', 'normal', 'heavy'] as const).map((name) => look(name).outlinePx);
    expect(thin).toBeLessThan(normal ?? 0);
    expect(normal).toBeLessThan(heavy ?? 0);
  });

  it('is another look as a shadow', () => {
    expect(look('shadow').shadow).toBe(true);
    expect(looksLike(look('shadow'), { ...look('shadow'), shadow: false })).toBe(false);
  });
});
