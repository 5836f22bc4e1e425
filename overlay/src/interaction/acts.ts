/** What the menu does: each act is told to the page as an event, and to the reader in a line. */
import type { InteractionContext, Place } from './place.ts';
import { copyText } from './clipboard.ts';
import type { HoldingHooks } from './holding.ts';
import type { Notice } from './notice.ts';

const BRIEF_MS = 2_500;
/** Long enough to think better of it. */
const UNDO_MS = 8_000;
/** Likes remembered, so that the heart stays red while the page is open. */
const MOST_LIKED = 500;

export function createActs(
  context: InteractionContext,
  place: Place,
  notice: Notice,
  done: () => void,
): Pick<HoldingHooks, 'actsOn' | 'isLiked'> {
  const { overlay, engine, events } = context;
  const liked = new Set<string>();

  const say = (text: string): void => notice.show(text, place.words().close, undefined, BRIEF_MS);

  function block(id: string, list: 'blockedUsers' | 'blockedWords', entry: string, name: string): void {
    const comment = engine.find(id)?.comment;
    done();
    overlay.set({ [list]: [entry, ...overlay.settings[list].filter((other) => other !== entry)] });
    if (comment) events.emit('block', { comment, ...(list === 'blockedUsers' ? { user: entry } : { word: entry }) });
    const undo = (): void => overlay.set({ [list]: overlay.settings[list].filter((other) => other !== entry) });
    const words = place.words();
    notice.show(words.blocked(name), words.close, { label: words.undo, run: undo }, UNDO_MS);
  }

  return {
    isLiked: (id) => liked.has(id),
    actsOn: (id) => ({
      copy() {
        const text = engine.find(id)?.comment.text;
        if (text === undefined) return;
        void copyText(text, place.root).then((isCopied) => {
          if (isCopied) say(place.words().copied);
        });
      },
      like() {
        const comment = engine.find(id)?.comment;
        if (!comment) return liked.has(id);
        const isLiked = !liked.delete(id);
        if (isLiked) liked.add(id);
        for (const oldest of [...liked].slice(0, -MOST_LIKED)) liked.delete(oldest);
        events.emit('like', { comment, liked: isLiked });
        return isLiked;
      },
      report() {
        const comment = engine.find(id)?.comment;
        done();
        if (!comment) return;
        events.emit('report', { comment });
        say(place.words().reported);
      },
      blockUser() {
        const user = engine.find(id)?.comment.user;
        if (user) block(id, 'blockedUsers', user.id, user.name || user.id);
      },
      blockWord: (word) => block(id, 'blockedWords', word, word),
    }),
  };
}
