/** The counter behind a text that stands for several. */
import type { Appearance, TextSize } from '../lanes/bullet.ts';
import type { TextPainter } from './text-painter.ts';

/** In em of the text. */
const COUNTER = { font: 0.72, gap: 0.12 };

export function counterOf(appearance: Appearance, count: number): Appearance {
  return { ...appearance, text: `×${count}`, fontPx: appearance.fontPx * COUNTER.font, own: false };
}

/** What a text covers with its counter, if it has one. */
export function measureWithCounter(painter: TextPainter, appearance: Appearance, count: number): TextSize {
  const text = painter.measure(appearance);
  if (count <= 1) return text;
  const counter = painter.measure(counterOf(appearance, count));
  return {
    width: text.width + COUNTER.gap * appearance.fontPx + counter.width,
    height: Math.max(text.height, counter.height),
  };
}
