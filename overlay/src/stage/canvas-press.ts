/** Composes comments of glyphs on a canvas: browsers stroke text slowly once a room uses some hundred characters. */
import type { Slot } from './atlas.ts';
import type { Context2D } from './canvas.ts';
import { cssOf } from './colours.ts';
import type { PackedColour, Paint } from './colours.ts';
import { Workbench } from './cuttings.ts';
import type { Cutting, Cuttings } from './cuttings.ts';
import { hasColours } from './pages.ts';
import type { Press } from './press.ts';
import type { Spot, Strip } from './strip.ts';

/** A glyph of ink is two cuttings, in these colours. */
const FILL = 0xffffffff;
const EDGE = 0xff000000;

interface Arrival {
  readonly from: Spot;
  readonly to: Slot;
}

interface Part {
  readonly part: Slot;
  readonly x: number;
  readonly y: number;
}

interface Composition {
  readonly slot: Slot;
  readonly ink: Part[];
  readonly coloured: Part[];
  paint: Paint | undefined;
}

export class CanvasPress implements Press {
  readonly keepsInk = false;
  readonly #cuttings: Cuttings;
  readonly #bench = new Workbench();
  readonly #layer = new Workbench();
  #arrivals: Arrival[] = [];
  #compositions = new Map<number, Composition>();

  constructor(cuttings: Cuttings) {
    this.#cuttings = cuttings;
  }

  bring(from: Spot, to: Slot): void {
    this.#arrivals.push({ from, to });
  }

  erase(slot: Slot): void {
    this.#compositions.set(slot.page, { slot, ink: [], coloured: [], paint: undefined });
  }

  put(part: Slot, { page, x, y }: Spot & { readonly page: number }, paint: Paint): void {
    const composition = this.#compositions.get(page);
    if (composition === undefined) return;
    composition.paint = paint;
    (hasColours(part.page) ? composition.coloured : composition.ink).push({ part, x, y });
  }

  run(strip: Strip): void {
    const pixels = this.#arrivals.some(({ to }) => !hasColours(to.page))
      ? strip.context.getImageData(0, 0, strip.width, strip.height)
      : undefined;
    for (const { from, to } of this.#arrivals) {
      const isInk = !hasColours(to.page) && pixels !== undefined;
      const cuttings = isInk ? this.#layersOf(pixels, from, to) : [this.#cut(strip, from, to)];
      this.#cuttings.set(to.page, cuttings);
    }
    for (const composition of this.#compositions.values()) this.#compose(composition);
    this.#arrivals = [];
    this.#compositions.clear();
  }

  #cut(strip: Strip, { x, y }: Spot, { width, height }: Slot): Cutting {
    const context = this.#bench.clear(width, height);
    context.drawImage(strip.context.canvas, x, y, width, height, 0, 0, width, height);
    return this.#bench.take();
  }

  /** On the strip red is fill and green is outline. */
  #layersOf({ data, width: stride }: ImageData, { x, y }: Spot, { width, height }: Slot): Cutting[] {
    return ([FILL, EDGE] as const).map((colour, channel) => {
      const layer = new ImageData(width, height);
      const words = new Uint32Array(layer.data.buffer);
      for (let row = 0, to = 0; row < height; row += 1) {
        let from = ((y + row) * stride + x) * 4 + channel;
        for (let end = to + width; to < end; to += 1, from += 4) {
          words[to] = (colour & 0xffffff) | ((data[from] ?? 0) << 24);
        }
      }
      this.#bench.clear(width, height).putImageData(layer, 0, 0);
      return this.#bench.take();
    });
  }

  #compose({ slot, ink, coloured, paint }: Composition): void {
    const context = this.#bench.clear(slot.width, slot.height);
    if (paint !== undefined) {
      this.#lay(context, ink, 1, EDGE, paint.edge);
      this.#lay(context, ink, 0, FILL, paint.fill);
    }
    this.#draw(context, coloured, 0);
    this.#cuttings.set(slot.page, [this.#bench.take()]);
  }

  /** One layer of all parts, in the colour that is wanted. */
  #lay(context: Context2D, parts: readonly Part[], layer: number, is: PackedColour, wanted: PackedColour): void {
    if (parts.length === 0) return;
    const { width, height } = context.canvas;
    if ((is & 0xffffff) === (wanted & 0xffffff)) {
      context.globalAlpha = (wanted >>> 24) / 255;
      this.#draw(context, parts, layer);
      context.globalAlpha = 1;
      return;
    }
    const between = this.#layer.clear(width, height);
    this.#draw(between, parts, layer);
    between.globalCompositeOperation = 'source-in';
    between.fillStyle = cssOf(wanted);
    between.fillRect(0, 0, width, height);
    context.drawImage(between.canvas, 0, 0);
  }

  #draw(context: Context2D, parts: readonly Part[], layer: number): void {
    for (const { part, x, y } of parts) {
      const cutting = this.#cuttings.get(part.page)?.[layer];
      const { width, height } = part;
      if (cutting !== undefined) context.drawImage(cutting, part.x, part.y, width, height, x, y, width, height);
    }
  }

  freePage(page: number): void {
    this.#cuttings.free(page);
  }
}
