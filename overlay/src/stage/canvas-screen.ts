/** Draws with canvas 2D: where there is no WebGL, or only one in software, which is slower. */
import { pulseAt, xAt } from '../lanes/motion.ts';
import { context2d } from './canvas.ts';
import type { Canvas, Context2D } from './canvas.ts';
import type { Cuttings } from './cuttings.ts';
import type { Quad, Screen, Sprite } from './screen.ts';
import type { StageMask, StageSize } from './stage.ts';

/** Of the transparent margin of a picture that is stretched. */
const INSET = 0.5;

export class CanvasScreen implements Screen {
  readonly kind = 'canvas2d';
  readonly #context: Context2D;
  readonly #cuttings: Cuttings;
  readonly #sprites = new Map<number, Sprite>();
  /** The same sprites to run through without an iterator: ordinary ones, then those drawn over them. */
  #order: Sprite[] = [];
  #isOrdered = true;
  #mask: StageMask | undefined;
  #size: StageSize = { width: 0, height: 0, pixelRatio: 1 };

  /** @param cuttings the screen's to free in the end. */
  constructor(canvas: Canvas, cuttings: Cuttings) {
    const context = context2d(canvas);
    if (context === null) throw new Error('This browser has no canvas 2D left to draw on.');
    this.#context = context;
    this.#cuttings = cuttings;
  }

  resize(size: StageSize): void {
    this.#size = size;
    const { canvas } = this.#context;
    const [width, height] = [Math.round(size.width * size.pixelRatio), Math.round(size.height * size.pixelRatio)];
    // A canvas that is given a size is blank, even if it is the same.
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
  }

  show(key: number, sprite: Sprite): void {
    this.#sprites.set(key, sprite);
    this.#isOrdered = false;
  }

  hide(key: number): void {
    if (this.#sprites.delete(key)) this.#isOrdered = false;
  }

  setMask(mask: StageMask | undefined): void {
    this.#mask?.picture.close();
    this.#mask = mask;
  }

  draw(stageMs: number): void {
    const { width, height } = this.#context.canvas;
    this.#context.clearRect(0, 0, width, height);
    if (!this.#isOrdered) {
      this.#order = [...this.#sprites.values()].sort((a, b) => Number(a.first) - Number(b.first));
      this.#isOrdered = true;
    }
    for (let i = 0; i < this.#order.length; i += 1) {
      const sprite = this.#order[i];
      if (sprite !== undefined) this.#drawSprite(sprite, stageMs);
    }
    this.#applyMask();
  }

  #applyMask(): void {
    if (this.#mask === undefined) return;
    const { picture, x, y, width, height } = this.#mask;
    const { pixelRatio } = this.#size;
    this.#context.globalCompositeOperation = 'destination-out';
    this.#context.drawImage(picture, x * pixelRatio, y * pixelRatio, width * pixelRatio, height * pixelRatio);
    this.#context.globalCompositeOperation = 'source-over';
  }

  #drawSprite({ motion, pulseAt: grewAt, quads }: Sprite, stageMs: number): void {
    if (motion.velocity === 0 && stageMs < motion.fromMs) return;
    const { pixelRatio } = this.#size;
    // Whole pixels: sharper, and without a GPU three times as fast as between them.
    const x = Math.round(xAt(motion, stageMs) * pixelRatio);
    const y = Math.round(motion.y * pixelRatio);
    for (let i = 0; i < quads.length; i += 1) {
      const quad = quads[i];
      if (quad !== undefined) this.#drawQuad(quad, x, y, quad.pulses ? pulseAt(stageMs - grewAt) : 1);
    }
  }

  #drawQuad(quad: Quad, x: number, y: number, scale: number): void {
    const { slot, centerX, centerY } = quad;
    const stretchX = (quad.width / slot.width) * scale;
    const stretchY = (quad.height / slot.height) * scale;
    // What is stretched and lies in several pieces would have a seam where they share a column.
    const inset = stretchX === 1 && stretchY === 1 ? 0 : INSET;
    const left = x + centerX + (quad.x - centerX) * scale + inset * stretchX;
    const top = y + centerY + (quad.y - centerY) * scale + inset * stretchY;
    const [fromWidth, fromHeight] = [slot.width - 2 * inset, slot.height - 2 * inset];
    const width = fromWidth * stretchX;
    const cutting = this.#cuttings.get(slot.page)?.[0];
    if (cutting === undefined || left >= this.#context.canvas.width || left + width <= 0) return;
    const height = fromHeight * stretchY;
    this.#context.drawImage(cutting, inset, inset, fromWidth, fromHeight, left, top, width, height);
  }

  destroy(): void {
    this.setMask(undefined);
    this.#cuttings.clear();
  }
}

/** Lays a canvas in the top left of its parent so that its pixels are the device's. */
export function layCanvas({ style }: HTMLCanvasElement, { width, height, pixelRatio }: StageSize): void {
  style.position = 'absolute';
  style.left = '0';
  style.top = '0';
  style.width = `${Math.round(width * pixelRatio) / pixelRatio}px`;
  style.height = `${Math.round(height * pixelRatio) / pixelRatio}px`;
}
