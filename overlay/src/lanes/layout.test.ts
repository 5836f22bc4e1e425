import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../options.ts';
import { headingOf, layoutOf, rowsFor, velocityOf } from './layout.ts';

const layout = (change: Partial<typeof DEFAULT_SETTINGS> = {}, width = 1280, height = 720, rtl = false) =>
  layoutOf({ ...DEFAULT_SETTINGS, ...change }, width, height, rtl);

describe('the layout', () => {
  it('keeps the safe area free, in pixels or percent', () => {
    const { left, top, width, height } = layout({ safeArea: { top: 20, right: '10%', bottom: '25%', left: 30 } });
    expect([left, top, width, height]).toEqual([30, 20, 1280 - 30 - 128, 720 - 20 - 180]);
  });

  it('uses the share of the height that is asked for, from the top', () => {
    expect(layout({ area: 0.5 })).toMatchObject({ top: 0, height: 360 });
  });

  it('follows the smaller side with the automatic font size, within readable limits', () => {
    expect(layout().fontPx).toBe(26);
    expect(layout({}, 390, 844).fontPx).toBe(16);
    expect(layout({}, 3840, 2160).fontPx).toBe(48);
  });

  it('fills the height with whole rows', () => {
    const { rows, rowHeight, height } = layout();
    expect(rows * rowHeight).toBeCloseTo(height, 6);
    expect(rows).toBe(22);
  });

  it('has at least one row, however small the stage', () => {
    expect(layout({}, 100, 5).rows).toBe(1);
    expect(layout({ safeArea: { top: 9_999, right: 0, bottom: 0, left: 0 } }).rows).toBe(1);
  });

  it('survives settings that are no numbers', () => {
    const odd = layout({ speed: Number.NaN, area: Number.NaN, lineHeight: Number.NaN, fontSize: Number.NaN });
    for (const value of Object.values(odd)) if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
  });

  it('flies left on pages read from the left, right on others, and reverse the other way', () => {
    expect(headingOf('scroll', layout().mirrored)).toBe('left');
    expect(headingOf('reverse', layout().mirrored)).toBe('right');
    expect(headingOf('scroll', layout({}, 1280, 720, true).mirrored)).toBe('right');
    expect(headingOf('scroll', layout({ direction: 'ltr' }, 1280, 720, true).mirrored)).toBe('left');
    expect(headingOf('reverse', layout({ direction: 'rtl' }).mirrored)).toBe('left');
    expect(headingOf('top', false)).toBe('still');
  });

  it('lets long comments fly faster, but not without limit', () => {
    const wide = layout();
    expect(velocityOf(wide, 500)).toBeGreaterThan(velocityOf(wide, 100));
    expect(velocityOf(wide, 50_000)).toBe(velocityOf(wide, 1280));
  });

  it('gives tall comments adjacent rows, at most all there are', () => {
    const { rowHeight, rows } = layout();
    expect(rowsFor(layout(), rowHeight * 1.1)).toBe(1);
    expect(rowsFor(layout(), rowHeight * 1.3)).toBe(2);
    expect(rowsFor(layout(), rowHeight * 500)).toBe(rows);
  });
});
