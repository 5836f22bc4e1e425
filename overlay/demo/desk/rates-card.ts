/** Viewers and comments a second, now and over the last five minutes. */
import { element } from '../element.ts';
import { createPlot } from './plot.ts';
import type { RoomApi } from './room-api.ts';

const ASK_MS = 2000;
const SHOWN_MS = 5 * 60_000;

/** Asks while the page is seen and `isOn`. @returns asks now. */
export function setUpRates(api: RoomApi, isOn: () => boolean): () => void {
  const viewers = element('rate-viewers', HTMLElement);
  const comments = element('rate-comments', HTMLElement);
  const plotViewers = createPlot(element('plot-viewers', SVGSVGElement), SHOWN_MS / ASK_MS);
  const plotComments = createPlot(element('plot-comments', SVGSVGElement), SHOWN_MS / ASK_MS);
  let isAsking = false;

  async function ask(): Promise<void> {
    if (document.hidden || isAsking || !isOn()) return;
    isAsking = true;
    try {
      const figures = await api.figures();
      viewers.textContent = figures.viewers.toLocaleString('en');
      comments.textContent = figures.commentsPerSecond.toFixed(1);
      plotViewers(figures.viewers);
      plotComments(figures.commentsPerSecond);
    } catch {
      // The connection's state says what is wrong; the last figures stay.
    } finally {
      isAsking = false;
    }
  }
  setInterval(() => void ask(), ASK_MS);
  return () => void ask();
}
