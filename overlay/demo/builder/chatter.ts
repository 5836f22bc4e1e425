/** A room full of talk for the preview, drawn here and sent nowhere. */
import type { Overlay } from '../../src/overlay.ts';
import { nextArrivalMs } from '../crowd/arrivals.ts';
import { createAuthor } from '../crowd/author.ts';
import { seededRandom } from '../random.ts';
import type { SceneName } from '../scene/timeline.ts';

const PER_SECOND = 4;

/** Goes on until the page ends; a hidden page is silent. */
export function startChatter(overlay: Overlay, scene: () => SceneName): void {
  const random = seededRandom(Date.now());
  const author = createAuthor(random);
  const speak = (): void => {
    if (!document.hidden) overlay.emit(author.write(scene(), Date.now()));
    setTimeout(speak, nextArrivalMs(random, PER_SECOND));
  };
  speak();
}
