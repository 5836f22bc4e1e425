/** Texts with emotes on a 2D canvas: words and pictures side by side. The font is set already. */
import type { Appearance } from '../lanes/bullet.ts';
import type { Context2D } from './canvas.ts';
import { emoteBox } from './emotes.ts';
import type { Piece, StageEmotes } from './emotes.ts';
import type { Emote } from './stage.ts';

/** What is used of the measures of a text. */
export type TextExtent = Pick<
  TextMetrics,
  'width' | 'actualBoundingBoxLeft' | 'actualBoundingBoxRight' | 'actualBoundingBoxAscent' | 'actualBoundingBoxDescent'
>;

interface PlacedPiece extends Piece {
  /** From where the whole text begins. */
  readonly x: number;
  readonly extent: TextExtent;
}

/** A text as it will be painted, in the canvas's pixels. */
export function extentOf(context: Context2D, emotes: StageEmotes, { text, fontPx, outlinePx }: Appearance): TextExtent {
  const pieces = emotes.piecesOf(text);
  if (pieces === undefined) return context.measureText(text);
  const whole = {
    width: 0,
    actualBoundingBoxLeft: -Infinity,
    actualBoundingBoxRight: -Infinity,
    actualBoundingBoxAscent: -Infinity,
    actualBoundingBoxDescent: -Infinity,
  };
  for (const { x, extent, emote } of placed(context, pieces, fontPx)) {
    // Letters have an edge besides, pictures have none: a line with both is no taller.
    const edgePx = emote === undefined ? 0 : outlinePx;
    whole.width += extent.width;
    whole.actualBoundingBoxLeft = Math.max(whole.actualBoundingBoxLeft, extent.actualBoundingBoxLeft - x);
    whole.actualBoundingBoxRight = Math.max(whole.actualBoundingBoxRight, extent.actualBoundingBoxRight + x);
    whole.actualBoundingBoxAscent = Math.max(whole.actualBoundingBoxAscent, extent.actualBoundingBoxAscent - edgePx);
    whole.actualBoundingBoxDescent = Math.max(whole.actualBoundingBoxDescent, extent.actualBoundingBoxDescent - edgePx);
  }
  return whole;
}

/**
 * Paints the pictures of a text that begins at (`x`, `y`), and has its words painted.
 *
 * @param em in the canvas's pixels.
 */
export function paintPieces(
  context: Context2D,
  emotes: StageEmotes,
  text: string,
  em: number,
  x: number,
  y: number,
  paintWords: (words: string, x: number) => void,
): void {
  const pieces = emotes.piecesOf(text);
  if (pieces === undefined) return paintWords(text, x);
  const all = placed(context, pieces, em);
  // Pictures first: words may leave a shadow set.
  for (const { emote, x: from } of all) if (emote !== undefined) paintEmote(context, emote, em, x + from, y);
  for (const { emote, text: words, x: from } of all) if (emote === undefined) paintWords(words, x + from);
}

/** An emote that begins at (`x`, `y`) on its baseline. */
export function paintEmote(context: Context2D, emote: Emote, em: number, x: number, y: number): void {
  const { left, above, width, height } = emoteBox(emote, em);
  context.imageSmoothingEnabled = true;
  context.imageSmoothingQuality = 'high';
  context.drawImage(emote.picture, x + left, y - above, width, height);
}

/** From left to right. */
function placed(context: Context2D, pieces: readonly Piece[], em: number): PlacedPiece[] {
  let x = 0;
  const ordered = context.direction === 'rtl' ? [...pieces].reverse() : pieces;
  return ordered.map((piece) => {
    const extent = piece.emote === undefined ? context.measureText(piece.text) : emoteExtent(piece.emote, em);
    const place = { ...piece, x, extent };
    x += extent.width;
    return place;
  });
}

export function emoteExtent(emote: Emote, em: number): TextExtent {
  const { left, above, width, height, advance } = emoteBox(emote, em);
  return {
    width: advance,
    actualBoundingBoxLeft: -left,
    actualBoundingBoxRight: left + width,
    actualBoundingBoxAscent: above,
    actualBoundingBoxDescent: height - above,
  };
}
