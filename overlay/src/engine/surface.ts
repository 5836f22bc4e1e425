/** The engine's one layer in the page: its box, its size in CSS and device pixels, and the news of both. */
import type { Layout } from '../lanes/layout.ts';

/** Screens beyond this are drawn a little coarser: nobody sees it, and textures grow with the square. */
const LARGEST_PIXEL_RATIO = 3;

export class Surface {
  /** Where the stage puts its canvas: the host without the safe area. */
  readonly stageBox = document.createElement('div');
  readonly #layer = document.createElement('div');
  readonly #host: HTMLElement;
  readonly #onChange: () => void;
  readonly #observer: ResizeObserver;
  #ratioQuery: MediaQueryList | undefined;
  #knownRatio = 0;
  width: number;
  height: number;

  /** @param onChange told when the size or the pixel ratio is another; the picture is still the old one then. */
  constructor(host: HTMLElement, onChange: () => void) {
    this.#host = host;
    this.#onChange = onChange;
    for (const element of [this.#layer, this.stageBox]) {
      element.style.position = 'absolute';
      element.style.overflow = 'hidden';
      element.style.pointerEvents = 'none';
    }
    this.#layer.style.inset = '0';
    this.#layer.style.contain = 'strict';
    this.#layer.setAttribute('part', 'stage');
    this.#layer.append(this.stageBox);
    host.append(this.#layer);
    this.width = this.#layer.clientWidth;
    this.height = this.#layer.clientHeight;
    this.#observer = new ResizeObserver(() => this.#measure());
    this.#observer.observe(this.#layer);
    this.#watchRatio();
  }

  get pixelRatio(): number {
    return Math.min(globalThis.devicePixelRatio || 1, LARGEST_PIXEL_RATIO);
  }

  get isRtl(): boolean {
    return getComputedStyle(this.#host).direction === 'rtl';
  }

  get hasBox(): boolean {
    return this.width > 0 && this.height > 0;
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#layer;
    if (clientWidth === this.width && clientHeight === this.height) return;
    this.width = clientWidth;
    this.height = clientHeight;
    this.#onChange();
  }

  /** A media query answers for one ratio only: after each change the next is asked for. */
  #watchRatio(): void {
    this.#knownRatio = globalThis.devicePixelRatio;
    this.#ratioQuery?.removeEventListener('change', this.checkRatio);
    this.#ratioQuery = matchMedia(`(resolution: ${this.#knownRatio}dppx)`);
    this.#ratioQuery.addEventListener('change', this.checkRatio);
  }

  /** To be asked in every tick: browsers do not tell of every change (not when a window moves to another screen). */
  readonly checkRatio = (): void => {
    if (globalThis.devicePixelRatio === this.#knownRatio) return;
    this.#watchRatio();
    this.#onChange();
  };

  fit({ left, top, width, height }: Layout): void {
    const { style } = this.stageBox;
    style.left = `${left}px`;
    style.top = `${top}px`;
    style.width = `${width}px`;
    style.height = `${height}px`;
  }

  setOpacity(opacity: number): void {
    this.#layer.style.opacity = String(opacity);
  }

  setShown(isShown: boolean): void {
    this.#layer.style.visibility = isShown ? '' : 'hidden';
  }

  destroy(): void {
    this.#observer.disconnect();
    this.#ratioQuery?.removeEventListener('change', this.checkRatio);
    this.#layer.remove();
  }
}
