/**
 * What danmaku pass behind: the page's mask as one small bitmap, made anew only when it has changed, and where it
 * lies on the stage.
 */
import type { Layout } from '../lanes/layout.ts';
import type { MaskFrame, MaskRect, MaskSetting, MaskSource } from '../options.ts';
import type { Stage } from '../stage/stage.ts';

/** A mask's edges are soft anyway: more pixels than this would cost time and show nothing. */
const LONGEST_PX = 640;

/** What the mask is stretched over, in CSS pixels. */
interface MaskedBox {
  readonly width: number;
  readonly height: number;
}

export interface MaskHooks {
  /** Told once of a mask that can't be used; comments fly without it then. */
  onError(error: Error): void;
  /** An image has come that was asked for while it was loading: another frame may not follow by itself. */
  readonly onStale: () => void;
}

export class Mask {
  readonly #hooks: MaskHooks;
  #given: MaskSetting = null;
  /** The same, or `null` once it proved of no use. */
  #setting: MaskSetting = null;
  #shown: { readonly source: unknown; readonly version: unknown; readonly key: string } | undefined;
  #stage: Stage | undefined;

  constructor(hooks: MaskHooks) {
    this.#hooks = hooks;
  }

  /** Whether it is asked for in every tick. */
  get isLive(): boolean {
    return typeof this.#setting === 'function';
  }

  /** Hands the mask of this moment to `stage`. A stage that is another one is told again. */
  show(setting: MaskSetting, stage: Stage, { left, top }: Layout, { width, height }: MaskedBox): void {
    if (setting !== this.#given) {
      this.#given = this.#setting = setting;
      this.#shown = undefined;
    }
    try {
      this.#show(stage, left, top, width, height);
    } catch (cause) {
      this.#setting = null;
      stage.setMask(undefined);
      this.#hooks.onError(new Error('The mask can not be used.', { cause }));
    }
  }

  #show(stage: Stage, left: number, top: number, hostWidth: number, hostHeight: number): void {
    if (stage !== this.#stage) this.#shown = undefined;
    const frame = frameOf(typeof this.#setting === 'function' ? this.#setting() : this.#setting);
    const source = frame?.source ?? null;
    const key = `${left} ${top} ${hostWidth} ${hostHeight}`;
    const isSame = this.#shown?.source === source && this.#shown.version === frame?.version && this.#shown.key === key;
    // A canvas without a version may have been painted on since.
    if (isSame && (frame?.version !== undefined || !this.isLive || source === null)) return;
    if (this.#stage === undefined && source === null) return;
    this.#stage = stage;
    const picture = source === null ? undefined : pictureOf(source, hostWidth, hostHeight);
    // An image that is still loading is asked for again.
    const isDone = source === null || picture !== undefined;
    if (!isDone && 'naturalWidth' in source) source.addEventListener('load', this.#hooks.onStale, { once: true });
    this.#shown = isDone ? { source, version: frame?.version, key } : undefined;
    stage.setMask(picture && { picture, x: -left, y: -top, width: hostWidth, height: hostHeight });
  }
}

function frameOf(given: MaskSource | MaskFrame | null | undefined): MaskFrame | undefined {
  if (given === null || given === undefined) return undefined;
  return 'source' in given ? given : { source: given, version: undefined };
}

/** The mask at the size it is drawn with; opaque where danmaku are hidden. `undefined` while an image is loading. */
function pictureOf(source: MaskSource, hostWidth: number, hostHeight: number): ImageBitmap | undefined {
  if (typeof OffscreenCanvas === 'undefined') throw new Error('This browser has no canvases without an element.');
  if ('naturalWidth' in source && source.naturalWidth === 0) return undefined;
  const scale = Math.min(1, LONGEST_PX / Math.max(hostWidth, hostHeight));
  const [width, height] = [Math.max(1, Math.round(hostWidth * scale)), Math.max(1, Math.round(hostHeight * scale))];
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) return undefined;
  if (isRects(source)) {
    for (const rect of source) {
      const [x, y, w, h] = [
        along(rect.x, hostWidth),
        along(rect.y, hostHeight),
        along(rect.width, hostWidth),
        along(rect.height, hostHeight),
      ];
      context.fillRect(x * scale, y * scale, w * scale, h * scale);
    }
  } else if (source.width > 0 && source.height > 0) context.drawImage(source, 0, 0, width, height);
  // What another origin painted on may not be read, and no GPU or worker takes it. It may come to that at any time.
  if (!isRects(source)) context.getImageData(0, 0, 1, 1);
  return canvas.transferToImageBitmap();
}

function isRects(source: MaskSource): source is readonly MaskRect[] {
  return Array.isArray(source);
}

function along(value: number | string, side: number): number {
  return typeof value === 'string' ? (Number.parseFloat(value) / 100) * side : value;
}
