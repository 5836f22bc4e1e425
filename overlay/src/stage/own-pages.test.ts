import { describe, expect, it } from 'vitest';
import { OwnPages } from './own-pages.ts';
import { hasColours, kindOf } from './pages.ts';

const MIB = 1024 * 1024;

describe('pages of one picture each', () => {
  it('weigh what the pictures cover, and nothing once these are gone', () => {
    const pages = new OwnPages();
    const empty = pages.bytes;
    const slots = [300, 20, 2_000].map((width) => pages.allocate('colourText', width, 34, false));
    expect(pages.bytes - empty).toBe(2_320 * 34 * 4);
    expect(new Set(slots.map((slot) => slot?.page)).size).toBe(3);
    for (const slot of slots) expect(slot !== undefined && pages.release(slot)).toBe(true);
    expect(pages.bytes).toBe(empty);
    expect(pages.usedShare).toBe(0);
  });

  it('have a limit, and keep a little for what must be shown', () => {
    const pages = new OwnPages();
    let count = 0;
    while (pages.allocate('colourText', 2_048, 512, false) !== undefined) count += 1;
    expect(pages.bytes).toBeLessThanOrEqual(224 * MIB);
    expect(pages.bytes).toBeGreaterThan(200 * MIB);
    expect(pages.usedShare).toBeGreaterThan(0.9);
    expect(pages.allocate('colourText', 2_048, 512, true)).toBeDefined();
    while (pages.allocate('colourText', 2_048, 512, true) !== undefined) count += 1;
    expect(pages.bytes).toBeLessThanOrEqual(224 * MIB);
  });

  it('leave glyphs only so much, and give numbers again without mixing kinds up', () => {
    const pages = new OwnPages();
    const glyphs = [];
    for (;;) {
      const slot = pages.allocate('glyphs', 64, 64, true);
      if (slot === undefined) break;
      glyphs.push(slot);
    }
    expect(pages.bytes).toBeLessThan(32 * MIB);
    const [first] = glyphs;
    if (first !== undefined) pages.release(first);
    const text = pages.allocate('colourText', 64, 64, false);
    expect(text !== undefined && kindOf(text.page)).toBe('colourText');
    expect(glyphs.every(({ page }) => kindOf(page) === 'glyphs' && !hasColours(page))).toBe(true);
    if (text !== undefined) pages.release(text);
    for (const slot of glyphs.slice(1)) pages.release(slot);
    expect(pages.usedShare).toBe(0);
  });
});
