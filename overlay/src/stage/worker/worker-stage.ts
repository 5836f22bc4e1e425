/**
 * The page's side of a stage in a worker: measures, since lanes need widths at once, and passes everything else on,
 * gathered into one message a tick. While nothing changes it says nothing.
 */
import type { Appearance, Bullet, TextSize } from '../../lanes/bullet.ts';
import { layCanvas } from '../canvas-screen.ts';
import { measureWithCounter } from '../counter.ts';
import type { NamedEmote, Stage, StageMask, StagePlace, StageSize } from '../stage.ts';
import { Paper } from '../paper.ts';
import { TextPainter } from '../text-painter.ts';
import { warmUp } from '../warm-up.ts';
import type { FromWorker, Order, ToWorker } from './messages.ts';
import type { Pace } from './pace.ts';
import { PaceTeller } from './pace.ts';
import { usesPageFonts } from './page-fonts.ts';
import { startWorker } from './start-worker.ts';

/** A worker that has not begun by then never will. */
const START_MS = 20_000;
/** What has flown out of the picture is taken out within so many frames: with other orders, or all at once. */
const LINGER_FRAMES = 8;
/** Of what leaves within this, less than a letter is seen; it is time for what the last frame showed, too. */
const LEAVING_MS = 50;

interface Known {
  readonly appearance: Appearance;
  /** When it has flown out of the picture, on stage time; what stands is seen until it is taken out. */
  readonly goneMs: number;
}

export class WorkerStage implements Stage {
  readonly kind: Stage['kind'];
  readonly #worker: Worker;
  readonly #canvas: HTMLCanvasElement;
  readonly #painter: TextPainter;
  readonly #options: StagePlace;
  readonly #pace = new PaceTeller();
  /** Bullets as the worker knows them. */
  readonly #known = new Map<number, Known>();
  readonly #families = new Set<string>();
  #size: StageSize;
  #orders: Order[] = [];
  #told: Pace | undefined;
  #stageMs = 0;
  /** Frames since something has to be taken out that nobody sees any more. */
  #lingered = 0;
  #isFlushAsked = false;
  #bytes = 0;
  #quality = 1;
  #isOver = false;
  #undrawnWaiting: ((keys: readonly number[]) => void)[] = [];

  private constructor(
    worker: Worker,
    canvas: HTMLCanvasElement,
    painter: TextPainter,
    screen: string,
    options: StagePlace,
  ) {
    this.#worker = worker;
    this.#canvas = canvas;
    this.#painter = painter;
    this.#options = options;
    this.#size = options.size;
    this.kind = screen === 'webgl' ? 'worker' : 'worker-canvas2d';
    worker.addEventListener('message', (event: MessageEvent<FromWorker>) => this.#hear(event.data));
    worker.addEventListener('error', (event) => this.#onLost(event.message));
    worker.addEventListener('messageerror', () => this.#onLost('a message could not be read'));
    document.fonts.addEventListener('loadingdone', this.#onFonts);
    layCanvas(canvas, options.size);
    options.parent.append(canvas);
    warmUp(painter, options.fontFamily);
  }

  /** Rejects where a worker can't draw: the page's own thread has to, then. */
  static async create(options: StagePlace): Promise<WorkerStage> {
    const paper = new Paper(1, 1);
    if (!('transferControlToOffscreen' in HTMLCanvasElement.prototype)) {
      throw new Error('This browser has no canvas for workers.');
    }
    // The fonts of a page are not those of its workers.
    if (usesPageFonts(options.fontFamily)) throw new Error('The page has fonts of its own.');
    const worker = startWorker();
    try {
      const canvas = document.createElement('canvas');
      const screen = await opened(worker, canvas, options);
      return new WorkerStage(worker, canvas, new TextPainter(paper), screen, options);
    } catch (cause) {
      worker.terminate();
      throw cause;
    }
  }

  #hear(message: FromWorker): void {
    if (message.type === 'figures') {
      this.#bytes = message.bytes;
      this.#quality = message.quality;
    } else if (message.type === 'undrawn') {
      this.#answerUndrawn(message.keys, message.answers);
    } else if (message.type === 'lost') this.#onLost(message.message);
    else if (message.type === 'refused') {
      for (const key of message.keys) this.#known.delete(key);
      this.#options.onRefused(message.keys);
    }
  }

  #onLost(message: string): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#answerUndrawn([]);
    this.#options.onLost(new Error(`The worker that draws is gone: ${message}`));
  }

  readonly #onFonts = (): void => {
    this.#painter.forget();
    // What flies in a font that has only now arrived can't be drawn by the worker.
    for (const family of this.#families)
      if (usesPageFonts(family)) return this.#onLost('the page has fonts of its own');
    this.#options.onFontsChanged();
  };

  measure(appearance: Appearance, count: number): TextSize {
    return measureWithCounter(this.#painter, appearance, count);
  }

  add(bullet: Bullet): boolean {
    this.#show(bullet);
    return true;
  }

  update(bullet: Bullet): void {
    this.#show(bullet);
  }

  #show(bullet: Bullet): void {
    const { key, appearance, size, motion, count, pulseAt, first } = bullet;
    const isKnown = this.#known.get(key)?.appearance === appearance;
    this.#known.set(key, { appearance, goneMs: motion.velocity === 0 ? Infinity : motion.untilMs });
    if (!this.#families.has(appearance.fontFamily)) {
      this.#families.add(appearance.fontFamily);
      if (usesPageFonts(appearance.fontFamily)) queueMicrotask(() => this.#onLost('the page has fonts of its own'));
    }
    const looks = isKnown ? undefined : appearance;
    this.#order({ order: 'show', bullet: { key, appearance: looks, size, motion, count, pulseAt, first } });
  }

  remove(key: number): void {
    const known = this.#known.get(key);
    if (known === undefined) return;
    this.#known.delete(key);
    // One order takes out all that leave together; it stands behind the order that showed them.
    const last = this.#orders.at(-1);
    if (last?.order === 'hide') last.keys.push(key);
    else this.#orders.push({ order: 'hide', keys: [key] });
    if (known.goneMs > this.#stageMs + LEAVING_MS) this.#askFlush();
  }

  clear(): void {
    for (const key of this.#known.keys()) this.remove(key);
  }

  resize(size: StageSize): void {
    const { width, height, pixelRatio } = this.#size;
    if (size.width === width && size.height === height && size.pixelRatio === pixelRatio) return;
    this.#size = size;
    layCanvas(this.#canvas, size);
    this.#order({ order: 'resize', size });
  }

  setEmotes(emotes: readonly NamedEmote[]): void {
    this.#painter.setEmotes(emotes);
    this.#order({ order: 'emotes', emotes });
  }

  setMask(mask: StageMask | undefined): void {
    this.#order({ order: 'mask', mask });
  }

  render(stageMs: number, frameMs = frameNowMs()): boolean {
    this.#stageMs = stageMs;
    const told = this.#pace.at(stageMs, ORIGIN_MS + frameMs);
    if (told !== undefined) this.#tellPace(told);
    if (this.#orders.length > 0 && (this.#lingered += 1) > LINGER_FRAMES) this.#askFlush();
    return false;
  }

  rest(stageMs: number): void {
    this.#stageMs = stageMs;
    const told = this.#pace.hold(stageMs, ORIGIN_MS + frameNowMs());
    if (told !== undefined) this.#tellPace(told);
    if (this.#orders.length > 0) this.#askFlush();
  }

  #tellPace(pace: Pace): void {
    this.#told = pace;
    this.#askFlush();
  }

  #order(order: Order): void {
    this.#orders.push(order);
    this.#askFlush();
  }

  #askFlush(): void {
    if (this.#isFlushAsked) return;
    this.#isFlushAsked = true;
    queueMicrotask(() => this.#flush());
  }

  /** Whatever becomes of it, what was told is not told again. */
  #flush(): void {
    const [orders, pace] = [this.#orders, this.#told];
    this.#orders = [];
    this.#told = undefined;
    this.#isFlushAsked = false;
    this.#lingered = 0;
    const pictures = orders.flatMap((order) => (order.order === 'mask' && order.mask ? [order.mask.picture] : []));
    try {
      if (!this.#isOver) return post(this.#worker, { type: 'orders', orders, pace }, pictures);
    } catch (cause) {
      this.#onLost(`it could not be told what to draw: ${String(cause)}`);
    }
    for (const picture of pictures) picture.close();
  }

  quality(): number {
    return this.#quality;
  }

  undrawn(): Promise<readonly number[]> {
    this.#order({ order: 'tell-undrawn' });
    return new Promise((resolve) => this.#undrawnWaiting.push(resolve));
  }

  #answerUndrawn(keys: readonly number[], answers = Infinity): void {
    for (const resolve of this.#undrawnWaiting.splice(0, answers)) resolve(keys);
  }

  textureBytes(): number {
    return this.#bytes;
  }

  destroy(): void {
    this.#isOver = true;
    this.#answerUndrawn([]);
    document.fonts.removeEventListener('loadingdone', this.#onFonts);
    this.#worker.terminate();
    this.#canvas.remove();
    this.#options.onEnd();
  }
}

/** With it times are milliseconds since 1970: the same clock in both threads. */
const ORIGIN_MS = performance.timeOrigin;

/** When the current frame began. */
function frameNowMs(): number {
  const { currentTime } = document.timeline;
  return typeof currentTime === 'number' ? currentTime : performance.now();
}

function post(worker: Worker, message: ToWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}

/** Hands the canvas over. Resolves with what draws on it. */
function opened(
  worker: Worker,
  element: HTMLCanvasElement,
  { size, fontFamily, renderer, mayUseGl }: StagePlace,
): Promise<string> {
  const ending = new AbortController();
  return new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('The worker did not begin.')), START_MS);
    const { signal } = ending;
    const onMessage = ({ data }: MessageEvent<FromWorker>): void => {
      if (data.type === 'ready') resolve(data.screen);
      else if (data.type === 'lost') reject(new Error(data.message));
    };
    const onError = (event: ErrorEvent): void => {
      event.preventDefault();
      reject(new Error(`The worker could not be started: ${event.message}`));
    };
    signal.addEventListener('abort', () => clearTimeout(timer));
    worker.addEventListener('message', onMessage, { signal });
    worker.addEventListener('error', onError, { signal });
    const canvas = element.transferControlToOffscreen();
    post(worker, { type: 'open', canvas, size, fontFamily, isPicky: renderer === 'auto', mayUseGl }, [canvas]);
  }).finally(() => ending.abort());
}
