/**
 * A texture page that takes rectangles. pixi uploads a changed texture whole; registered as an uploader of its
 * own this one uploads only what is new, and pixi's idea of the GL state stays right.
 */
import { ExtensionType, TextureSource, extensions } from 'pixi.js';
import type { GLTextureUploader, GlTexture } from 'pixi.js';
import { PAGE_HEIGHT, PAGE_WIDTH } from '../screen.ts';
import type { Transfer } from '../screen.ts';

const METHOD = 'danmaku-page';

export class PageSource extends TextureSource {
  pixels: ImageData | undefined;
  transfers: readonly Transfer[] = [];

  constructor() {
    super({
      width: PAGE_WIDTH,
      height: PAGE_HEIGHT,
      alphaMode: 'premultiply-alpha-on-upload',
      autoGarbageCollect: false,
      scaleMode: 'linear',
      addressMode: 'clamp-to-edge',
    });
    this.uploadMethodId = METHOD;
  }

  /** Copies parts of `pixels` to this page, now. */
  take(pixels: ImageData, transfers: readonly Transfer[]): void {
    this.pixels = pixels;
    this.transfers = transfers;
    this.update();
    this.pixels = undefined;
    this.transfers = [];
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
    if (!(source instanceof PageSource) || source.pixels === undefined) return;
    const { data, width } = source.pixels;
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, width);
    for (const { slot, x, y } of source.transfers) {
      gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, x);
      gl.pixelStorei(gl.UNPACK_SKIP_ROWS, y);
      gl.texSubImage2D(target, 0, slot.x, slot.y, slot.width, slot.height, format, type, data);
    }
    gl.pixelStorei(gl.UNPACK_ROW_LENGTH, 0);
    gl.pixelStorei(gl.UNPACK_SKIP_PIXELS, 0);
    gl.pixelStorei(gl.UNPACK_SKIP_ROWS, 0);
  },
} satisfies GLTextureUploader;

extensions.add({ type: ExtensionType.TextureUploaderWebGL, name: METHOD, ref: uploader });
