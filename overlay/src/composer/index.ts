/** The input bar, a file of its own: loaded when a `<danmaku-composer>` is in the page. */
import type { Overlay } from '../overlay.ts';

export interface ComposerView {
  attach(overlay: Overlay | undefined): void;
  /** The language may have changed. */
  relabel(): void;
  destroy(): void;
}

export interface ComposerModule {
  readonly createComposer: (host: HTMLElement) => ComposerView;
}
export function createComposer(_host: HTMLElement): ComposerView {
  return { attach() {}, relabel() {}, destroy() {} };
}
