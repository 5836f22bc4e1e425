/** A room full of talk for the preview, drawn here and sent nowhere. */
import type { DrawnComment } from '../../src/draft.ts';
import type { Overlay } from '../../src/overlay.ts';
import { nextArrivalMs } from '../crowd/arrivals.ts';
import { createAuthor } from '../crowd/author.ts';
import { pick, seededRandom, type Random } from '../random.ts';
import type { SceneName } from '../scene/timeline.ts';

const PER_SECOND = 4;
/** Share of comments that end in an emote, where there are some. */
const WITH_EMOTE = 0.3;
/** One of so many comments is of a role that may look special. */
const SPECIAL_EVERY = 7;
const SPECIAL = ['owner', 'paid', 'moderator'] as const;

/**
 * Goes on until the page ends; a hidden page is silent.
 *
 * @param emotes names of what can be shown.
 */
export function startChatter(overlay: Overlay, scene: () => SceneName, emotes: () => readonly string[]): void {
  const random = seededRandom(Date.now());
  const author = createAuthor(random);
  const speak = (): void => {
    const comment = author.write(scene(), Date.now());
    const names = emotes();
    const ending = names.length > 0 && random() < WITH_EMOTE ? ` :${pick(random, names)}:` : '';
    if (!document.hidden) overlay.emit({ ...comment, text: comment.text + ending, ...special(random) });
    setTimeout(speak, nextArrivalMs(random, PER_SECOND));
  };
  speak();
}

function special(random: Random): Pick<DrawnComment, 'user'> {
  if (random() * SPECIAL_EVERY >= 1) return {};
  return { user: { id: '', name: '', role: pick(random, SPECIAL) } };
}
