/**
 * Composes comments on the GPU: gathers rectangles by where they come from and where they go, and draws each group
 * at once. Rectangles lie on whole pixels, so that nothing is smoothed on the way.
 */
import { Shader, State } from 'pixi.js';
import type { TextureSource } from 'pixi.js';
import type { Slot } from '../atlas.ts';
import type { Paint } from '../colours.ts';
import { PAGE_WIDTH, STRIP_HEIGHT, hasColours, heightOf, kindOf } from '../pages.ts';
import type { Press } from '../press.ts';
import type { Spot, Strip } from '../strip.ts';
import type { BulletRenderer } from './bullet-renderer.ts';
import type { GlPages } from './gl-pages.ts';
import { MODE, PRESS_ATTRIBUTES, pressProgram } from './press-program.ts';
import { MOST_QUADS, QuadBuffer } from './quad-buffer.ts';
import { StripSource } from './strip-source.ts';

/** Where the strip stands for a page. */
const STRIP = -1;
/** In this order: a picture is erased before its parts come, and its fill lies over its outline. */
const PHASE = { bring: 0, erase: 1, outline: 2, fill: 3, colour: 4 } as const;

interface Order {
  readonly phase: number;
  readonly from: number;
  readonly to: number;
  readonly fromX: number;
  readonly fromY: number;
  readonly toX: number;
  readonly toY: number;
  readonly width: number;
  readonly height: number;
  readonly mode: number;
  readonly colour: number;
}

export class GlPress implements Press {
  readonly keepsInk = true;
  readonly #renderer: BulletRenderer;
  readonly #pages: GlPages;
  readonly #strip = new StripSource();
  readonly #quads = new QuadBuffer(PRESS_ATTRIBUTES, 256);
  readonly #shaders = new Map<number, Shader>();
  readonly #replace = new State();
  readonly #union = new State();
  readonly #over = State.for2d();
  #orders: Order[] = [];
  #isPaused = false;

  constructor(renderer: BulletRenderer, pages: GlPages) {
    this.#renderer = renderer;
    this.#pages = pages;
    this.#replace.blend = false;
    this.#union.blend = true;
    // Outlines of neighbours overlap, and must not add up.
    this.#union.blendMode = 'max';
    pages.onFree((page) => this.#dropShader(page));
  }

  bring(from: Spot, to: Slot): void {
    const mode = hasColours(to.page) ? MODE.premultiply : copyMode(to.page);
    // A picture that comes whole is one of the last orders of its page, a glyph one of the first.
    this.#order(PHASE.bring, STRIP, from, to.page, to, to, mode, 0);
  }

  erase(slot: Slot): void {
    this.#order(PHASE.erase, STRIP, { x: 0, y: 0 }, slot.page, slot, slot, MODE.erase, 0);
  }

  put(part: Slot, to: Spot & { readonly page: number }, { fill, edge }: Paint): void {
    const { page } = part;
    if (!hasColours(to.page)) this.#order(PHASE.outline, page, part, to.page, to, part, copyMode(to.page), 0);
    else if (hasColours(page)) this.#order(PHASE.colour, page, part, to.page, to, part, MODE.copy, 0);
    else {
      this.#order(PHASE.outline, page, part, to.page, to, part, MODE.outline, edge);
      this.#order(PHASE.fill, page, part, to.page, to, part, MODE.fill, fill);
    }
  }

  #order(
    phase: number,
    from: number,
    { x: fromX, y: fromY }: Spot,
    to: number,
    { x: toX, y: toY }: Spot,
    { width, height }: { readonly width: number; readonly height: number },
    mode: number,
    colour: number,
  ): void {
    this.#orders.push({ phase, from, to, fromX, fromY, toX, toY, width, height, mode, colour });
  }

  run(strip: Strip): void {
    const orders = this.#orders;
    if (orders.length === 0) return;
    this.#orders = [];
    if (this.#isPaused) return;
    // After a restored context pixi knows nothing of it until it is bound once.
    this.#renderer.texture.initSource(this.#strip);
    if (!strip.isEmpty) this.#strip.take(strip.context.getImageData(0, 0, strip.width, strip.height));
    orders.sort((a, b) => a.phase - b.phase || a.to - b.to || a.from - b.from);
    for (let i = 0; i < orders.length; i += MOST_QUADS) this.#print(orders.slice(i, i + MOST_QUADS));
  }

  #print(orders: readonly Order[]): void {
    this.#quads.ensure(orders.length);
    orders.forEach((order, i) => this.#write(order, i));
    this.#quads.upload(orders.length);
    for (let start = 0; start < orders.length;) {
      const first = orders[start];
      if (first === undefined) return;
      let end = start + 1;
      while (end < orders.length && isAlike(first, orders[end])) end += 1;
      this.#draw(first, start, end - start);
      start = end;
    }
  }

  #draw({ phase, from, to }: Order, start: number, count: number): void {
    const { renderTarget, encoder } = this.#renderer;
    const shader = this.#shader(from);
    renderTarget.bind({ target: this.#pages.get(to), clear: false });
    const state = phase <= PHASE.erase ? this.#replace : hasColours(to) ? this.#over : this.#union;
    encoder.draw({ geometry: this.#quads.geometry, shader, state, start: start * 6, size: count * 6 });
  }

  #shader(page: number): Shader {
    let shader = this.#shaders.get(page);
    if (shader === undefined) {
      const uPage: TextureSource = page === STRIP ? this.#strip : this.#pages.get(page);
      shader = new Shader({ glProgram: pressProgram(), resources: { uPage } });
      this.#shaders.set(page, shader);
    }
    return shader;
  }

  #write({ from, to, fromX, fromY, toX, toY, width, height, mode, colour }: Order, index: number): void {
    const { data, words, vertexFloats } = this.#quads;
    const fromHeight = from === STRIP ? STRIP_HEIGHT : heightOf(from);
    const toHeight = heightOf(to);
    for (let corner = 0; corner < 4; corner += 1) {
      const right = corner === 1 || corner === 2 ? width : 0;
      const below = corner > 1 ? height : 0;
      const at = (index * 4 + corner) * vertexFloats;
      data[at] = ((toX + right) / PAGE_WIDTH) * 2 - 1;
      data[at + 1] = ((toY + below) / toHeight) * 2 - 1;
      data[at + 2] = (fromX + right) / PAGE_WIDTH;
      data[at + 3] = (fromY + below) / fromHeight;
      words[at + 4] = colour;
      data[at + 5] = mode;
    }
  }

  /** The context is lost: orders come to nothing until {@link resume}. */
  pause(): void {
    this.#isPaused = true;
  }

  resume(): void {
    this.#isPaused = false;
  }

  freePage(page: number): void {
    this.#pages.free(page);
  }

  #dropShader(page: number): void {
    this.#shaders.get(page)?.destroy();
    this.#shaders.delete(page);
  }
}

/** How ink comes to a page of ink. */
function copyMode(page: number): number {
  return kindOf(page) === 'text' ? MODE.pack : MODE.copy;
}

/** Whether both can be drawn at once. */
function isAlike(a: Order, b: Order | undefined): boolean {
  return b !== undefined && a.phase === b.phase && a.to === b.to && a.from === b.from;
}
