/** Draws with WebGL through pixi: one draw call a page, and no work at all for a bullet that only moves. */
import { Shader, State, UniformGroup } from 'pixi.js';
import type { Canvas } from '../canvas.ts';
import { kindOf } from '../pages.ts';
import type { Screen, Sprite } from '../screen.ts';
import type { StageMask, StageSize } from '../stage.ts';
import type { BulletRenderer } from './bullet-renderer.ts';
import { GlMask } from './gl-mask.ts';
import type { GlPages } from './gl-pages.ts';
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
  shader: Shader;
  readonly back: QuadBatch;
  readonly front: QuadBatch;
}

interface Shown {
  readonly batch: QuadBatch;
  readonly ref: QuadRef;
}

export interface ContextHooks {
  /** Nothing can be drawn for the moment. */
  onAway(): void;
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
  readonly #mask = new GlMask();
  #maskPlace: StageMask | undefined;
  readonly #state = State.for2d();
  readonly #hooks: ContextHooks;
  readonly #canvas: Canvas;
  readonly #textures: GlPages;
  #frame: Frame = { pixelRatio: 1, epochMs: 0 };
  #isLost = false;
  #giveUpTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(renderer: BulletRenderer, textures: GlPages, hooks: ContextHooks) {
    this.#renderer = renderer;
    this.#textures = textures;
    textures.onFree((page) => this.#dropPage(page));
    this.#hooks = hooks;
    this.#canvas = renderer.canvas;
    this.#canvas.addEventListener('webglcontextlost', this.#onLost);
    this.#canvas.addEventListener('webglcontextrestored', this.#onRestored);
  }

  readonly #onLost = (): void => {
    this.#isLost = true;
    this.#hooks.onAway();
    this.#giveUpTimer = setTimeout(() => this.#hooks.onGone(), RESTORE_MS);
  };

  readonly #onRestored = (): void => {
    clearTimeout(this.#giveUpTimer);
    this.#isLost = false;
    this.#hooks.onRestored();
  };

  resize(size: StageSize): void {
    const width = Math.max(1, Math.round(size.width * size.pixelRatio));
    const height = Math.max(1, Math.round(size.height * size.pixelRatio));
    this.#renderer.resize(width, height, 1);
    this.#uniforms.uniforms.uStage.set([width, height]);
    this.#reframe({ ...this.#frame, pixelRatio: size.pixelRatio });
    if (this.#maskPlace !== undefined) this.#mask.place(this.#maskPlace, size.pixelRatio);
  }

  #reframe(frame: Frame): void {
    this.#frame = frame;
    for (const { back, front } of this.#pages.values()) {
      back.rewrite(frame);
      front.rewrite(frame);
    }
  }

  #page(number: number): Page {
    let page = this.#pages.get(number);
    if (page === undefined) {
      page = { shader: this.#newShader(number), back: new QuadBatch(), front: new QuadBatch() };
      this.#pages.set(number, page);
    }
    return page;
  }

  #newShader(page: number): Shader {
    const { source, uniforms } = this.#mask;
    const mask = source === undefined ? {} : { uMaskPage: source, maskUniforms: uniforms };
    return new Shader({
      glProgram: bulletProgram(kindOf(page), source !== undefined),
      resources: { uPage: this.#textures.get(page), stageUniforms: this.#uniforms, ...mask },
    });
  }

  setMask(mask: StageMask | undefined): void {
    this.#maskPlace = mask;
    if (!this.#mask.set(mask, this.#frame.pixelRatio)) return;
    for (const [number, page] of this.#pages) {
      page.shader.destroy();
      page.shader = this.#newShader(number);
    }
  }

  #dropPage(number: number): void {
    const page = this.#pages.get(number);
    if (page === undefined) return;
    this.#pages.delete(number);
    page.shader.destroy();
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
    this.#textures.clear();
    this.setMask(undefined);
    this.#renderer.destroy();
  }
}
