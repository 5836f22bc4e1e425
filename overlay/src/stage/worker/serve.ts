/** The worker's side: a stage on the canvas it was given, which follows the page's orders and runs by itself between them. */
import { DOMAdapter } from 'pixi.js';
import type { Adapter } from 'pixi.js';
import type { Appearance } from '../../lanes/bullet.ts';
import { buildCanvas, buildWebgl, webglContext } from '../build-stage.ts';
import type { StageParts } from '../build-stage.ts';
import { PictureStage } from '../picture-stage.ts';
import { warmUp } from '../warm-up.ts';
import type { FromWorker, Order, ToWorker } from './messages.ts';
import { PaceFollower } from './pace.ts';

/** What of a worker's global scope is used. */
interface Scope {
  postMessage(message: FromWorker, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent<ToWorker>) => void): void;
}

type Opening = Extract<ToWorker, { type: 'open' }>;

/** Serves the page from now on. */
export function serve(scope: Scope): void {
  let served: Served | undefined;
  // Orders may come before the stage is there.
  const early: Extract<ToWorker, { type: 'orders' }>[] = [];
  const open = async (opening: Opening): Promise<void> => {
    const tell = (message: FromWorker): void => scope.postMessage(message, []);
    const parts = await buildParts(opening, {
      onRestored: () => served?.onRestored(),
      onLost: (error) => tell({ type: 'lost', message: error.message }),
    });
    served = new Served(parts, opening, tell);
    tell({ type: 'ready', screen: parts.screen.kind });
    for (const { orders, pace } of early) served.obey(orders, pace);
  };
  scope.addEventListener('message', ({ data }) => {
    if (data.type === 'open') {
      open(data).catch((error: unknown) => scope.postMessage({ type: 'lost', message: String(error) }, []));
    } else if (served === undefined) early.push(data);
    else served.obey(data.orders, data.pace);
  });
}

async function buildParts(
  { canvas, isPicky, mayUseGl }: Opening,
  hooks: Parameters<typeof buildWebgl>[2],
): Promise<StageParts> {
  useWorkerAdapter();
  const context = mayUseGl ? webglContext(canvas, isPicky) : null;
  return context === null ? buildCanvas(canvas) : buildWebgl(canvas, context, hooks);
}

/** pixi expects a document unless it is told otherwise. What it never needs here has no answer. */
function useWorkerAdapter(): void {
  const adapter: Partial<Adapter> = {
    createCanvas: (width = 1, height = 1) => new OffscreenCanvas(width, height),
    getCanvasRenderingContext2D: () => OffscreenCanvasRenderingContext2D,
    getWebGLRenderingContext: () => WebGLRenderingContext,
    getNavigator: () => navigator,
    getBaseUrl: () => location.href,
  };
  DOMAdapter.set(adapter as Adapter);
}

class Served {
  readonly #stage: PictureStage;
  readonly #tell: (message: FromWorker) => void;
  readonly #looks = new Map<number, Appearance>();
  readonly #pace = new PaceFollower();
  #isFrameAsked = false;
  #undrawnAsked = 0;
  #bytes = 0;
  #quality = 1;

  constructor(parts: StageParts, { size, fontFamily, isPicky }: Opening, tell: (message: FromWorker) => void) {
    this.#stage = new PictureStage(parts, size, isPicky);
    this.#tell = tell;
    warmUp(parts.painter, fontFamily);
    this.#tellFigures();
  }

  obey(orders: readonly Order[], pace: Parameters<PaceFollower['follow']>[0] | undefined): void {
    const refused: number[] = [];
    for (const order of orders) if (!this.#follow(order) && order.order === 'show') refused.push(order.bullet.key);
    if (refused.length > 0) this.#tell({ type: 'refused', keys: refused });
    if (pace !== undefined) this.#pace.follow(pace, performance.timeOrigin + performance.now());
    this.#askFrame();
  }

  #follow(order: Order): boolean {
    if (order.order === 'hide') {
      for (const key of order.keys) {
        this.#looks.delete(key);
        this.#stage.remove(key);
      }
    } else if (order.order === 'resize') this.#stage.resize(order.size);
    else if (order.order === 'mask') this.#stage.setMask(order.mask);
    else if (order.order === 'emotes') this.#stage.setEmotes(order.emotes);
    else if (order.order === 'tell-undrawn') this.#undrawnAsked += 1;
    else {
      const { key } = order.bullet;
      const known = this.#looks.get(key);
      const appearance = order.bullet.appearance ?? known;
      if (appearance === undefined) return false;
      const bullet = { ...order.bullet, appearance };
      if (known !== undefined) this.#stage.update(bullet);
      else if (!this.#stage.add(bullet)) return false;
      this.#looks.set(key, appearance);
    }
    return true;
  }

  onRestored(): void {
    this.#stage.repaint();
    this.#askFrame();
  }

  #askFrame(): void {
    if (this.#isFrameAsked) return;
    this.#isFrameAsked = true;
    requestAnimationFrame((frameMs) => {
      this.#isFrameAsked = false;
      const isBehind = this.#stage.render(this.#pace.next(performance.timeOrigin + frameMs));
      this.#tellFigures();
      if (this.#undrawnAsked > 0) void this.#tellUndrawn();
      if (isBehind || this.#pace.runs) this.#askFrame();
      else this.#stage.rest();
    });
  }

  async #tellUndrawn(): Promise<void> {
    const answers = this.#undrawnAsked;
    this.#undrawnAsked = 0;
    this.#tell({ type: 'undrawn', keys: await this.#stage.undrawn(), answers });
  }

  #tellFigures(): void {
    const bytes = this.#stage.textureBytes();
    const quality = this.#stage.quality();
    if (bytes === this.#bytes && quality === this.#quality) return;
    this.#tell({ type: 'figures', bytes, quality });
    this.#bytes = bytes;
    this.#quality = quality;
  }
}
