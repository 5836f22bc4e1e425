/** Draws with WebGL through pixi: one draw call a page, and no work at all for a bullet that only moves. */
import { Shader, State, UniformGroup } from 'pixi.js';
import { fitCanvas } from '../canvas-screen.ts';
import type { Screen, Sprite, Transfer } from '../screen.ts';
import type { StageSize } from '../stage.ts';
import type { BulletRenderer } from './bullet-renderer.ts';
import { PageSource } from './page-source.ts';
import { bulletProgram } from './program.ts';
import { QuadBatch } from './quad-batch.ts';
import type { Frame, QuadRef } from './quad-batch.ts';

/** Times in the shader are floats: after this long they count from a new moment. */
const EPOCH_MS = 60_000;
/** A lost context that has not come back by then stays away. */
const RESTORE_MS = 4_000;
const CLEAR: [number, number, number, number] = [0, 0, 0, 0];

/** A page and its quads: ordinary ones, and those drawn over all others. */
interface Page {
  readonly source: PageSource;
  readonly shader: Shader;
  readonly back: QuadBatch;
  readonly front: QuadBatch;
}

interface Shown {
  readonly batch: QuadBatch;
  readonly ref: QuadRef;
}

export interface ContextHooks {
  /** The context is back and every page blank. */
  onRestored(): void;
  /** It does not come back. */
  onGone(): void;
}

export class WebglScreen implements Screen {
  readonly kind = 'webgl';
  readonly #renderer: BulletRenderer;
  readonly #pages = new Map<number, Page>();
  readonly #shown = new Map<number, Shown[]>();
  readonly #uniforms = new UniformGroup({
    uTime: { value: 0, type: 'f32' },
    uStage: { value: new Float32Array([1, 1]), type: 'vec2<f32>' },
  });
  readonly #state = State.for2d();
  readonly #hooks: ContextHooks;
  readonly #canvas: HTMLCanvasElement;
  #frame: Frame = { pixelRatio: 1, epochMs: 0 };
  #isLost = false;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(renderer: BulletRenderer, hooks: ContextHooks) {
    this.#renderer = renderer;
    this.#hooks = hooks;
    this.#canvas = renderer.canvas;
    this.#canvas.addEventListener('webglcontextlost', this.#onLost);
    this.#canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  readonly #onLost = (): void => {
    this.#isLost = true;
    this.#giveUpTimer = setTimeout(() => this.#hooks.onGone(), RESTORE_MS);
  };

  readonly #onRestored = (): void => {
    clearTimeout(this.#giveUpTimer);
    this.#isLost = false;
    this.#hooks.onRestored();
  };

  resize(size: StageSize): void {
    fitCanvas(this.#canvas, size);
    const { width, height } = this.#canvas;
    this.#renderer.resize(Math.max(1, width), Math.max(1, height), 1);
    fitCanvas(this.#canvas, size);
    this.#uniforms.uniforms.uStage.set([Math.max(1, width), Math.max(1, height)]);
    this.#reframe({ ...this.#frame, pixelRatio: size.pixelRatio });
  }

  #reframe(frame: Frame): void {
    this.#frame = frame;
    for (const { back, front } of this.#pages.values()) {
      back.rewrite(frame);
      front.rewrite(frame);
    }
  }

  copy(staging: CanvasRenderingContext2D, width: number, height: number, transfers: readonly Transfer[]): void {
    if (this.#isLost) return;
    const pixels = staging.getImageData(0, 0, width, height);
    for (const number of new Set(transfers.map(({ slot }) => slot.page))) {
      const { source } = this.#page(number);
      // After a restored context pixi knows nothing of it until it is bound once.
      this.#renderer.texture.initSource(source);
      source.take(
        pixels,
        transfers.filter(({ slot }) => slot.page === number),
      );
    }
  }

  #page(number: number): Page {
    let page = this.#pages.get(number);
    if (page === undefined) {
      const source = new PageSource();
      const shader = new Shader({
        glProgram: bulletProgram(),
        resources: { uPage: source, stageUniforms: this.#uniforms },
      });
      page = { source, shader, back: new QuadBatch(), front: new QuadBatch() };
      this.#pages.set(number, page);
    }
    return page;
  }

  freePage(number: number): void {
    const page = this.#pages.get(number);
    if (page === undefined) return;
    this.#pages.delete(number);
    page.shader.destroy();
    page.source.destroy();
    page.back.destroy();
    page.front.destroy();
  }

  show(key: number, sprite: Sprite): void {
    this.hide(key);
    const shown = sprite.quads.map((quad) => {
      const page = this.#page(quad.slot.page);
      const batch = sprite.first ? page.front : page.back;
      const ref: QuadRef = { index: 0, quad, sprite };
      batch.add(ref, this.#frame);
      return { batch, ref };
    });
    this.#shown.set(key, shown);
  }

  hide(key: number): void {
    for (const { batch, ref } of this.#shown.get(key) ?? []) batch.remove(ref);
    this.#shown.delete(key);
  }

  draw(stageMs: number): void {
    if (this.#isLost) return;
    if (Math.abs(stageMs - this.#frame.epochMs) > EPOCH_MS) this.#reframe({ ...this.#frame, epochMs: stageMs });
    this.#uniforms.uniforms.uTime = stageMs - this.#frame.epochMs;
    this.#uniforms.update();
    this.#renderer.renderTarget.bind({ target: this.#renderer.view.renderTarget, clear: true, clearColor: CLEAR });
    for (const page of this.#pages.values()) this.#drawBatch(page, page.back);
    for (const page of this.#pages.values()) this.#drawBatch(page, page.front);
  }

  #drawBatch({ shader }: Page, batch: QuadBatch): void {
    if (batch.size === 0) return;
    batch.upload();
    this.#renderer.encoder.draw({ geometry: batch.geometry, shader, state: this.#state, size: batch.indexCount });
  }

  destroy(): void {
    clearTimeout(this.#giveUpTimer);
    this.#canvas.removeEventListener('webglcontextlost', this.#onLost);
    this.#canvas.removeEventListener('webglcontextrestored', this.#onRestored);
    for (const number of this.#pages.keys()) this.freePage(number);
    this.#renderer.destroy();
    this.#canvas.remove();
  }
}
