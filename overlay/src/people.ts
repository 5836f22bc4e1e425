/** The interaction before its file has arrived, and whether it is wanted at all. */
import type { Interaction } from './interaction/index.ts';
import type { InteractionContext } from './interaction/place.ts';
import type { OverlaySettings } from './options.ts';
import type { Parts } from './parts.ts';

const RETRY_MS = 10_000;

export interface People {
  /** Has the file loaded as soon as a setting needs it. */
  want(settings: OverlaySettings): void;
  fillPage(filled: boolean): void;
  recall: Interaction['recall'];
  destroy(): void;
}

export function meetPeople(
  contextNow: () => InteractionContext,
  load: Parts['loadInteraction'],
  onError: (error: Error) => void,
): People {
  let met: Interaction | undefined;
  let isAsked = false;
  let isFilled = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hasEnded = false;

  const ask = (attempt: number): void => {
    isAsked = true;
    load(attempt).then(
      ({ createInteraction }) => {
        if (hasEnded) return;
        met = createInteraction(contextNow());
        met.fillPage(isFilled);
      },
      (cause: unknown) => {
        if (hasEnded) return;
        onError(new Error('The menu of comments could not be loaded; trying again.', { cause }));
        timer = setTimeout(() => ask(attempt + 1), RETRY_MS);
      },
    );
  };
  return {
    want({ interaction, announce }) {
      if ((interaction || announce) && !isAsked) ask(0);
    },
    fillPage(filled) {
      isFilled = filled;
      if (met) met.fillPage(filled);
      else if (!isAsked) ask(0);
    },
    recall: (what) => met?.recall(what),
    destroy() {
      hasEnded = true;
      clearTimeout(timer);
      met?.destroy();
    },
  };
}
