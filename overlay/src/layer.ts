/**
 * The box that comments fly in, kept exactly over its target.
 *
 * A container gets the box as its last child, so it stays over the picture wherever the container goes (fullscreen
 * included). A bare <video> is neither moved nor wrapped, which would restart it: the box becomes its next sibling
 * and is shifted over it. When something goes fullscreen without the box (the video alone, or a player inside the
 * container), the box follows into the browser's top layer as a popover. It never takes pointer events.
 */

export interface Layer {
  readonly host: HTMLElement;
  /** Hears the clicks that are meant for comments. */
  readonly pointerTarget: EventTarget;
  /** The target fills the page: a box beside it follows into the top layer. */
  cover(isFilled: boolean): void;
  destroy(): void;
}

const OVER_TARGET = 'position:absolute;pointer-events:none;overflow:hidden;';
const OVER_SCREEN =
  'position:fixed;inset:0;width:100%;height:100%;margin:0;padding:0;border:0;' +
  'background:none;pointer-events:none;overflow:hidden;';

/** @param root where the box goes; the target itself unless a shadow root stands for it. */
export function createLayer(target: HTMLElement, root?: ShadowRoot): Layer {
  const host = document.createElement('div');
  host.setAttribute('part', 'layer');
  const ending = new AbortController();
  const { signal } = ending;
  const place =
    target instanceof HTMLVideoElement
      ? besideVideo(target, host, signal)
      : insideContainer(target, root, host, signal);
  let isCovering = false;
  const follow = (): void => {
    // Each root names its own: the document knows of what goes fullscreen in a shadow no more than its host.
    const full = (target.getRootNode() as Document | ShadowRoot).fullscreenElement;
    // An element that keeps its shadow to itself may show any part of it.
    const mayBePart = full instanceof HTMLVideoElement || (/-/.test(target.localName) && !target.shadowRoot);
    const leavesUsOut = target.contains(full) && (full !== target || mayBePart);
    if (leavesUsOut || isCovering || target.shadowRoot?.fullscreenElement) raise(host);
    else lower(host, place);
  };
  document.addEventListener('fullscreenchange', follow, { signal });
  place();
  return {
    host,
    pointerTarget: target,
    cover(isFilled) {
      isCovering = isFilled && target instanceof HTMLVideoElement;
      follow();
    },
    destroy() {
      ending.abort();
      host.remove();
    },
  };
}

function insideContainer(
  target: HTMLElement,
  root: ShadowRoot | undefined,
  host: HTMLElement,
  signal: AbortSignal,
): () => void {
  if (!root && /^(static)?$/.test(getComputedStyle(target).position)) {
    const before = target.style.position;
    target.style.position = 'relative';
    signal.addEventListener('abort', () => (target.style.position = before));
  }
  (root ?? target).append(host);
  let watched: HTMLElement | undefined;
  const place = (): void => {
    if (host.hasAttribute('popover')) return;
    // The element is as wide as the page lets it be; a video right in it need not be.
    const video = root && target.querySelector<HTMLVideoElement>(':scope>video');
    if (video && video !== watched) resized.observe((watched = video));
    const at = video?.offsetWidth ? `left:${video.offsetLeft}px;top:${video.offsetTop}px;${sizeOf(video)}` : 'inset:0;';
    host.style.cssText = OVER_TARGET + at;
  };
  const resized = new ResizeObserver(place);
  resized.observe(target);
  signal.addEventListener('abort', () => resized.disconnect());
  return place;
}

function sizeOf({ offsetWidth, offsetHeight }: HTMLElement): string {
  return `width:${offsetWidth}px;height:${offsetHeight}px;`;
}

function besideVideo(video: HTMLVideoElement, host: HTMLElement, signal: AbortSignal): () => void {
  video.after(host);
  const place = (): void => {
    if (!host.isConnected || host.hasAttribute('popover')) return;
    // Insets stay auto: the box keeps its natural place beside the video and moves with the page by itself.
    host.style.cssText = `${OVER_TARGET}${sizeOf(video)}transform-origin:0 0;`;
    const from = host.getBoundingClientRect();
    const to = video.getBoundingClientRect();
    const scale = video.offsetWidth > 0 ? to.width / video.offsetWidth : 1;
    host.style.translate = `${(to.left - from.left) / (scale || 1)}px ${(to.top - from.top) / (scale || 1)}px`;
  };
  const resized = new ResizeObserver(place);
  resized.observe(video);
  if (video.parentElement) resized.observe(video.parentElement);
  signal.addEventListener('abort', () => resized.disconnect());
  window.addEventListener('resize', place, { signal });
  // The page's own scrolling moves both alike; a scrolled box around the video may hold the video only.
  const onScroll = ({ target: scrolled }: Event): void => {
    if (scrolled instanceof Element && scrolled.contains(video)) place();
  };
  window.addEventListener('scroll', onScroll, { signal, capture: true, passive: true });
  return place;
}

function raise(host: HTMLElement): void {
  if (!('popover' in host) || host.hasAttribute('popover')) return;
  host.popover = 'manual';
  host.style.cssText = OVER_SCREEN;
  host.showPopover();
}

function lower(host: HTMLElement, place: () => void): void {
  if (!host.hasAttribute('popover')) return;
  host.removeAttribute('popover');
  place();
}
