/** Clicks and taps on comments. The layer is deaf to pointers, so they are found by their coordinates. */

/**
 * Asks `onPoint` about every click of the main button on `target` that lies in `box`, in CSS pixels from the
 * box's top left. The event itself is left alone.
 */
export function listenForSelect(
  target: EventTarget,
  box: HTMLElement,
  signal: AbortSignal,
  onPoint: (x: number, y: number) => void,
): void {
  const onClick = (event: Event): void => {
    if (!(event instanceof MouseEvent) || event.button !== 0) return;
    const { left, top, width, height } = box.getBoundingClientRect();
    const [x, y] = [event.clientX - left, event.clientY - top];
    if (x >= 0 && y >= 0 && x <= width && y <= height) onPoint(x, y);
  };
  target.addEventListener('click', onClick, { signal });
}
