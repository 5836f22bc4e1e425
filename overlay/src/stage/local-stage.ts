/** A stage on the page's own thread. */
import { buildCanvas, buildWebgl, webglContext } from './build-stage.ts';
import type { StageParts } from './build-stage.ts';
import { layCanvas } from './canvas-screen.ts';
import { PictureStage } from './picture-stage.ts';
import type { StagePlace, StageSize } from './stage.ts';
import { warmUp } from './warm-up.ts';

export class LocalStage extends PictureStage {
  readonly #canvas: HTMLCanvasElement;
  readonly #onFonts: () => void;
  readonly #onEnd: () => void;

  private constructor(canvas: HTMLCanvasElement, parts: StageParts, options: StagePlace) {
    super(parts, options.size, options.renderer === 'auto' || options.renderer === 'page');
    this.#canvas = canvas;
    this.#onEnd = () => options.onEnd();
    layCanvas(canvas, options.size);
    options.parent.append(canvas);
    this.#onFonts = () => {
      this.onFontsChanged();
      options.onFontsChanged();
    };
    document.fonts.addEventListener('loadingdone', this.#onFonts);
    warmUp(parts.painter, options.fontFamily);
  }

  /** On canvas 2D where WebGL is missing, and where it is software unless it was asked for by name. */
  static async create(options: StagePlace): Promise<LocalStage> {
    const { renderer } = options;
    if (renderer !== 'canvas' && options.mayUseGl) {
      const stage = await LocalStage.#createWebgl(options);
      if (stage !== undefined) return stage;
      if (renderer === 'webgl') throw new Error('This browser has no WebGL 2.');
    }
    const canvas = document.createElement('canvas');
    return new LocalStage(canvas, buildCanvas(canvas), options);
  }

  static async #createWebgl(options: StagePlace): Promise<LocalStage | undefined> {
    const canvas = document.createElement('canvas');
    const context = webglContext(canvas, options.renderer !== 'webgl');
    if (context === null) return undefined;
    let stage: LocalStage | undefined;
    const hooks = {
      onRestored(): void {
        stage?.repaint();
        options.onStale();
      },
      onLost: (error: Error): void => options.onLost(error),
    };
    try {
      stage = new LocalStage(canvas, await buildWebgl(canvas, context, hooks), options);
    } catch (cause) {
      if (options.renderer === 'webgl') throw cause;
    }
    return stage;
  }

  override resize(size: StageSize): void {
    super.resize(size);
    layCanvas(this.#canvas, size);
  }

  override destroy(): void {
    document.fonts.removeEventListener('loadingdone', this.#onFonts);
    super.destroy();
    this.#canvas.remove();
    this.#onEnd();
  }
}
