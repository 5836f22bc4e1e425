/** Texture pages on the GPU, each made when it is first named. Their content is only ever drawn into them. */
import { TextureSource } from 'pixi.js';
import { PAGE_WIDTH, heightOf, kindOf } from '../pages.ts';
import type { PageKind } from '../pages.ts';

type Format = 'r8unorm' | 'rg8unorm' | 'rgba8unorm';

const FORMATS: Readonly<Record<PageKind, Format>> = {
  text: 'r8unorm',
  softText: 'rg8unorm',
  colourText: 'rgba8unorm',
  glyphs: 'rg8unorm',
  colourGlyphs: 'rgba8unorm',
};

export class GlPages {
  readonly #sources = new Map<number, TextureSource>();
  readonly #onFree = new Set<(page: number) => void>();

  get(page: number): TextureSource {
    let source = this.#sources.get(page);
    if (source === undefined) {
      source = new TextureSource({ ...pageOptions(FORMATS[kindOf(page)]), width: PAGE_WIDTH, height: heightOf(page) });
      this.#sources.set(page, source);
    }
    return source;
  }

  /** Whoever keeps something for a page drops it when told. */
  onFree(listener: (page: number) => void): void {
    this.#onFree.add(listener);
  }

  free(page: number): void {
    const source = this.#sources.get(page);
    if (source === undefined) return;
    this.#sources.delete(page);
    for (const listener of this.#onFree) listener(page);
    source.destroy();
  }

  clear(): void {
    for (const page of this.#sources.keys()) this.free(page);
  }
}

/** For textures that hold what they are given: never collected, never premultiplied. */
export function pageOptions(format: Format) {
  return {
    format,
    alphaMode: 'no-premultiply-alpha',
    autoGarbageCollect: false,
    scaleMode: 'linear',
    addressMode: 'clamp-to-edge',
  } as const;
}
