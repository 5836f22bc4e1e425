/** One comment's text on a 2D canvas: how much it covers, and its picture. The only place that knows glyphs. */
import type { Appearance, TextSize } from '../lanes/bullet.ts';
import type { Context2D } from './canvas.ts';
import { edgeOf, isDark } from './colours.ts';
import { StageEmotes } from './emotes.ts';
import { extentOf, paintPieces } from './pieces.ts';
import type { Paper } from './paper.ts';
import type { NamedEmote } from './stage.ts';

/** The box of a text in CSS pixels, and where its baseline begins in it. */
export interface TextBox extends TextSize {
  readonly textX: number;
  readonly baseline: number;
  /** Above and below these nothing is painted. */
  readonly inkTop: number;
  readonly inkBottom: number;
  /** From where the text begins to where another would. */
  readonly advance: number;
}

/** Least extent above and below the baseline, in em: rows stay level whatever the letters are. */
const EXTENT = { above: 0.94, below: 0.21 };
/** What the frame of an own comment adds: beside the text and above and below it, in em. */
const FRAME = { beside: 0.4, above: 0.06, below: 0.04, radius: 0.35 };
const WEIGHT = 600;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u;
const KANA = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const HANGUL = /\p{Script=Hangul}/u;
const CACHED_BOXES = 1_000;

export class TextPainter {
  readonly #boxes = new Map<string, TextBox>();
  readonly #paper: Paper;
  readonly emotes = new StageEmotes();

  constructor(paper: Paper) {
    this.#paper = paper;
  }

  measure(appearance: Appearance): TextBox {
    const key = keyOf(appearance);
    let box = this.#boxes.get(key);
    if (box === undefined) {
      if (this.#boxes.size >= CACHED_BOXES) this.#boxes.clear();
      box = this.#measure(appearance);
      this.#boxes.set(key, box);
    }
    return box;
  }

  #measure(appearance: Appearance): TextBox {
    const { fontPx, outlinePx, own } = appearance;
    const context = this.#paper.forText();
    useFont(context, appearance, 1);
    const metrics = extentOf(context, this.emotes, appearance);
    const overhang = Math.max(0, metrics.actualBoundingBoxLeft);
    const ink = Math.max(metrics.width, metrics.actualBoundingBoxRight);
    const beside = outlinePx + (own ? FRAME.beside * fontPx : 0);
    const above = Math.max(EXTENT.above * fontPx, metrics.actualBoundingBoxAscent + outlinePx);
    const below = Math.max(EXTENT.below * fontPx, metrics.actualBoundingBoxDescent + outlinePx);
    // A shadow reaches further than an outline, as far as the box lets it; one pixel is for smooth edges.
    const reach = outlinePx + (appearance.shadow === true ? Infinity : 1);
    const [frameAbove, frameBelow] = own ? [FRAME.above * fontPx, FRAME.below * fontPx] : [0, 0];
    const height = above + below + frameAbove + frameBelow;
    const baseline = above + frameAbove;
    return {
      width: overhang + ink + 2 * beside,
      height,
      textX: beside + overhang,
      baseline,
      inkTop: own ? 0 : Math.max(0, baseline - metrics.actualBoundingBoxAscent - reach),
      inkBottom: own ? height : Math.min(height, baseline + metrics.actualBoundingBoxDescent + reach),
      advance: metrics.width,
    };
  }

  setEmotes(emotes: readonly NamedEmote[]): void {
    this.emotes.set(emotes);
    this.forget();
  }

  /** Fonts have changed: what was measured is wrong. */
  forget(): void {
    this.#boxes.clear();
  }

  /**
   * Paints the text with the top left of its box at (`x`, `y`) device pixels.
   *
   * @param scale device pixels per CSS pixel.
   */
  paint(appearance: Appearance, box: TextBox, scale: number, x: number, y: number): void {
    const context = this.#paper.forText();
    const { text, color, own, fontPx } = appearance;
    if (own) paintFrame(context, appearance, box, scale, x, y);
    useFont(context, appearance, scale);
    // The baseline on a whole pixel keeps horizontal strokes sharp.
    const [textX, textY] = [x + box.textX * scale, y + Math.round(box.baseline * scale)];
    const fill = fillOf(context, appearance, scale, textY);
    paintPieces(context, this.emotes, text, fontPx * scale, textX, textY, (words, wordsX) => {
      paintText(context, appearance, words, scale, wordsX, textY, edgeOf(color), fill);
    });
  }

  /** The same as red fill and green outline, to be coloured later; without emotes and the frame of an own comment. */
  paintInk(appearance: Appearance, box: TextBox, scale: number, x: number, y: number): void {
    const context = this.#paper.forText();
    useFont(context, appearance, scale);
    const [textX, textY] = [x + box.textX * scale, y + Math.round(box.baseline * scale)];
    context.globalCompositeOperation = 'lighter';
    paintText(context, appearance, appearance.text, scale, textX, textY, '#0f0', '#f00');
  }

  /** How wide the text is up to this code unit, in CSS pixels. */
  advanceTo(appearance: Appearance, at: number): number {
    const context = this.#paper.forText();
    useFont(context, appearance, 1);
    return extentOf(context, this.emotes, { ...appearance, text: appearance.text.slice(0, at) }).width;
  }
}

function paintFrame(
  context: Context2D,
  { color, fontPx }: Appearance,
  box: TextBox,
  scale: number,
  x: number,
  y: number,
): void {
  const line = Math.max(1.5, fontPx * 0.06) * scale;
  const inset = line;
  context.beginPath();
  context.roundRect(
    x + inset,
    y + inset,
    box.width * scale - 2 * inset,
    box.height * scale - 2 * inset,
    FRAME.radius * fontPx * scale,
  );
  context.fillStyle = isDark(color) ? 'rgb(255 255 255 / 0.3)' : 'rgb(0 0 0 / 0.3)';
  context.fill();
  context.strokeStyle = edgeOf(color);
  context.lineWidth = line * 2;
  context.stroke();
  context.strokeStyle = color;
  context.lineWidth = line;
  context.stroke();
}

/** A shadow's offset and blur, as shares of how far it reaches. */
const SHADOW = { offset: 0.4, blur: 0.75 };

/** Paints `text` in these colours, which may not be those of `appearance`, with an edge of its kind. */
export function paintText(
  context: Context2D,
  { outlinePx, shadow }: Appearance,
  text: string,
  scale: number,
  x: number,
  y: number,
  edge: string,
  fill: string | CanvasGradient,
): void {
  const edgePx = outlinePx * scale;
  if (edgePx > 0 && shadow === true) {
    context.shadowColor = edge;
    context.shadowBlur = edgePx * SHADOW.blur;
    context.shadowOffsetX = context.shadowOffsetY = edgePx * SHADOW.offset;
  } else if (edgePx > 0) {
    context.lineWidth = 2 * edgePx;
    context.strokeStyle = edge;
    context.strokeText(text, x, y);
  }
  context.fillStyle = fill;
  context.fillText(text, x, y);
}

/** Where a gradient runs from and to, above and below the baseline, in em. */
const GRADIENT = { above: 0.85, below: 0.1 };

function fillOf(context: Context2D, appearance: Appearance, scale: number, y: number): string | CanvasGradient {
  const { color, gradient, fontPx } = appearance;
  if (gradient === undefined) return color;
  const em = fontPx * scale;
  const fill = context.createLinearGradient(0, y - GRADIENT.above * em, 0, y + GRADIENT.below * em);
  gradient.forEach((stop, i) => fill.addColorStop(i, stop));
  return fill;
}

/** Sets everything that decides the shape of a text; `appearance.text` says its language and direction. */
export function useFont(context: Context2D, { text, fontPx, fontFamily }: Appearance, scale: number): void {
  // A family the browser can't parse would leave the font of the comment before.
  context.font = `${WEIGHT} ${fontPx * scale}px sans-serif`;
  context.font = `${WEIGHT} ${fontPx * scale}px ${fontFamily}`;
  context.direction = RIGHT_TO_LEFT.test(text) ? 'rtl' : 'ltr';
  context.textAlign = 'left';
  context.textBaseline = 'alphabetic';
  context.lineJoin = 'round';
  if ('lang' in context) context.lang = langOf(text);
}

/** Chinese, Japanese and Korean share code points but not shapes. */
export function langOf(text: string): 'ja' | 'ko' | 'zh' {
  return KANA.test(text) ? 'ja' : HANGUL.test(text) ? 'ko' : 'zh';
}

/** Texts of equal key have equal pictures. */
export function keyOf(appearance: Appearance): string {
  return `${appearance.color} ${String(appearance.gradient)} ${appearance.own} ${inkKeyOf(appearance)}`;
}

/** Texts of equal key have equal pictures but for their colours. */
export function inkKeyOf(appearance: Appearance): string {
  return `${faceKeyOf(appearance)}\n${appearance.text}`;
}

/** What but text and colours decides the look of a glyph. */
export function faceKeyOf({ fontPx, fontFamily, outlinePx, shadow }: Appearance): string {
  return `${fontPx} ${shadow === true ? 'shadow' : ''}${outlinePx} ${fontFamily}`;
}
