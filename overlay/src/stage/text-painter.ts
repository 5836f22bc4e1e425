/** One comment's text on a 2D canvas: how much it covers, and its picture. The only place that knows glyphs. */
import type { Appearance, TextSize } from '../lanes/bullet.ts';

/** The box of a text in CSS pixels, and where its baseline begins in it. */
export interface TextBox extends TextSize {
  readonly textX: number;
  readonly baseline: number;
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
  readonly #context: CanvasRenderingContext2D;

  /** @param context of a canvas read back often: painting there is three times as fast as on a default one. */
  constructor(context: CanvasRenderingContext2D) {
    this.#context = context;
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
    this.#use(appearance, 1);
    const metrics = this.#context.measureText(appearance.text);
    const overhang = Math.max(0, metrics.actualBoundingBoxLeft);
    const ink = Math.max(metrics.width, metrics.actualBoundingBoxRight);
    const beside = outlinePx + (own ? FRAME.beside * fontPx : 0);
    const above = Math.max(EXTENT.above * fontPx, metrics.actualBoundingBoxAscent + outlinePx);
    const below = Math.max(EXTENT.below * fontPx, metrics.actualBoundingBoxDescent + outlinePx);
    const [frameAbove, frameBelow] = own ? [FRAME.above * fontPx, FRAME.below * fontPx] : [0, 0];
    return {
      width: overhang + ink + 2 * beside,
      height: above + below + frameAbove + frameBelow,
      textX: beside + overhang,
      baseline: above + frameAbove,
    };
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
    const context = this.#context;
    const { text, color, outlinePx, own } = appearance;
    const edge = edgeOf(color);
    if (own) this.#paintFrame(appearance, box, scale, x, y);
    this.#use(appearance, scale);
    // The baseline on a whole pixel keeps horizontal strokes sharp.
    const [textX, textY] = [x + box.textX * scale, y + Math.round(box.baseline * scale)];
    if (outlinePx > 0) {
      context.lineWidth = 2 * outlinePx * scale;
      context.strokeStyle = edge;
      context.strokeText(text, textX, textY);
    }
    context.fillStyle = color;
    context.fillText(text, textX, textY);
  }

  #paintFrame({ color, fontPx }: Appearance, box: TextBox, scale: number, x: number, y: number): void {
    const context = this.#context;
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

  #use({ text, fontPx, fontFamily }: Appearance, scale: number): void {
    const context = this.#context;
    const font = `${WEIGHT} ${fontPx * scale}px ${fontFamily}`;
    // A family the browser can't parse would leave the font of the comment before.
    context.font = `${WEIGHT} ${fontPx * scale}px sans-serif`;
    context.font = font;
    context.direction = RIGHT_TO_LEFT.test(text) ? 'rtl' : 'ltr';
    context.textAlign = 'left';
    context.textBaseline = 'alphabetic';
    context.lineJoin = 'round';
    // Chinese, Japanese and Korean share code points but not shapes.
    if ('lang' in context) context.lang = KANA.test(text) ? 'ja' : HANGUL.test(text) ? 'ko' : 'zh';
  }
}

/** Texts of equal key have equal pictures. */
export function keyOf({ text, fontPx, fontFamily, color, outlinePx, own }: Appearance): string {
  return `${fontPx} ${color} ${outlinePx} ${own} ${fontFamily}\n${text}`;
}

/** The colour round the glyphs: dark round light ones, light round dark ones, so that both show on any picture. */
function edgeOf(color: string): string {
  return isDark(color) ? 'rgb(255 255 255 / 0.9)' : 'rgb(0 0 0 / 0.85)';
}

function isDark(color: string): boolean {
  const value = Number.parseInt(color.slice(1), 16);
  const [red, green, blue] = [value >> 16, (value >> 8) & 255, value & 255];
  // Perceived lightness; deep blue and dark red need a light edge to show on black.
  return 0.299 * red + 0.587 * green + 0.114 * blue < 90;
}
