/** Everything but the text that decides the look of a glyph. */
import type { Appearance } from '../../lanes/bullet.ts';
import type { Context2D } from '../canvas.ts';
import { edgeOf } from '../colours.ts';
import { emoteExtent, paintEmote } from '../pieces.ts';
import { faceKeyOf, langOf, paintText, useFont } from '../text-painter.ts';
import type { Unit } from './units.ts';

export interface Face {
  readonly appearance: Appearance;
  /** Texture pixels per CSS pixel. */
  readonly scale: number;
  /** Glyphs of equal face and text are equal, but for their colours. */
  readonly key: string;
}

/** What one unit covers round the point where it begins on its baseline, in texture pixels. */
export interface Extent {
  readonly left: number;
  readonly above: number;
  readonly width: number;
  readonly height: number;
  /** Where the next one begins. */
  readonly advance: number;
}

export function faceOf(appearance: Appearance, scale: number): Face {
  return { appearance, scale, key: `${scale} ${langOf(appearance.text)} ${faceKeyOf(appearance)}` };
}

/** Ambiguous pictographs take on the text's colours in some fonts. */
export function cellKey({ key, appearance }: Face, { text, kind, emote }: Unit): string {
  if (emote !== undefined) return `${key} emote ${emote.id}`;
  return `${key} ${kind === 'colour' ? appearance.color : ''}\n${text}`;
}

/** To be called before {@link measureUnit} and {@link paintUnit}; it holds until the context is used for another face. */
export function takeFace(context: Context2D, { appearance, scale }: Face): void {
  useFont(context, appearance, scale);
}

export function measureUnit(context: Context2D, { appearance, scale }: Face, { text, emote }: Unit): Extent {
  const metrics = emote ? emoteExtent(emote, appearance.fontPx * scale) : context.measureText(text);
  // One pixel more: edges are smoothed.
  const reach = appearance.outlinePx * scale + 1;
  const left = Math.ceil(metrics.actualBoundingBoxLeft + reach);
  const above = Math.ceil(metrics.actualBoundingBoxAscent + reach);
  return {
    left,
    above,
    width: left + Math.ceil(metrics.actualBoundingBoxRight + reach),
    height: above + Math.ceil(metrics.actualBoundingBoxDescent + reach),
    advance: metrics.width,
  };
}

/** Paints a unit that begins at (`x`, `y`): ink as red fill and green outline on black, colours as they are. */
export function paintUnit(context: Context2D, face: Face, { text, kind, emote }: Unit, x: number, y: number): void {
  const { appearance, scale } = face;
  if (emote !== undefined) return paintEmote(context, emote, appearance.fontPx * scale, x, y);
  const isInk = kind === 'ink';
  // Fill and outline overlap and must not cover one another.
  if (isInk) context.globalCompositeOperation = 'lighter';
  const [edge, fill] = isInk ? ['#0f0', '#f00'] : [edgeOf(appearance.color), appearance.color];
  paintText(context, appearance, text, scale, x, y, edge, fill);
}
