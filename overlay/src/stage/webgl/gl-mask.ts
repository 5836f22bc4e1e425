/** The mask as a texture: uploaded when it is another picture, never because time passes. */
import { ImageSource, UniformGroup } from 'pixi.js';
import type { StageMask } from '../stage.ts';

export class GlMask {
  readonly uniforms = new UniformGroup({ uMask: { value: new Float32Array([0, 0, 1, 1]), type: 'vec4<f32>' } });
  #source: ImageSource | undefined;

  get source(): ImageSource | undefined {
    return this.#source;
  }

  /** Returns whether shaders must look it up in another texture, or no longer. */
  set(mask: StageMask | undefined, pixelRatio: number): boolean {
    const before = this.#source;
    const old: ImageBitmap | undefined = before?.resource as ImageBitmap | undefined;
    if (mask !== undefined) this.place(mask, pixelRatio);
    const fits = before !== undefined && mask?.picture.width === old?.width && mask?.picture.height === old?.height;
    if (mask !== undefined && fits) {
      before.resource = mask.picture;
      before.update();
    } else {
      this.#source =
        mask &&
        new ImageSource({ resource: mask.picture, alphaMode: 'no-premultiply-alpha', autoGarbageCollect: false });
      before?.destroy();
    }
    if (old !== mask?.picture) old?.close();
    return this.#source !== before;
  }

  /** Where it lies, in device pixels. */
  place({ x, y, width, height }: Omit<StageMask, 'picture'>, pixelRatio: number): void {
    this.uniforms.uniforms.uMask.set([x * pixelRatio, y * pixelRatio, width * pixelRatio, height * pixelRatio]);
    this.uniforms.update();
  }
}
