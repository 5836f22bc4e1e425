/**
 * The strip as a texture. pixi uploads a changed texture whole; registered as an uploader of its own this one uploads
 * only what is in use, and pixi's idea of the GL state stays right.
 */
import { ExtensionType, TextureSource, extensions } from 'pixi.js';
import type { GLTextureUploader, GlTexture } from 'pixi.js';
import { PAGE_WIDTH, STRIP_HEIGHT } from '../pages.ts';
import { pageOptions } from './gl-pages.ts';

const METHOD = 'danmaku-strip';

export class StripSource extends TextureSource {
  pixels: ImageData | undefined;

  constructor() {
    super({ ...pageOptions('rgba8unorm'), width: PAGE_WIDTH, height: STRIP_HEIGHT });
    this.uploadMethodId = METHOD;
  }

  /** Takes over the pixels, from the top left, now. */
  take(pixels: ImageData): void {
    this.pixels = pixels;
    this.update();
    this.pixels = undefined;
  }
}

const uploader = {
  id: METHOD,
  upload(source: TextureSource, glTexture: GlTexture, gl: WebGL2RenderingContext): void {
    const { target, internalFormat, format, type } = glTexture;
    if (glTexture.width !== source.pixelWidth || glTexture.height !== source.pixelHeight) {
      gl.texImage2D(target, 0, internalFormat, source.pixelWidth, source.pixelHeight, 0, format, type, null);
      glTexture.width = source.pixelWidth;
      glTexture.height = source.pixelHeight;
    }
    if (!(source instanceof StripSource) || source.pixels === undefined) return;
    const { data, width, height } = source.pixels;
    gl.texSubImage2D(target, 0, 0, 0, width, height, format, type, data);
  },
} satisfies GLTextureUploader;

extensions.add({ type: ExtensionType.TextureUploaderWebGL, name: METHOD, ref: uploader });
