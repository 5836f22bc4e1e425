/** The interaction before its file has arrived, and whether it is wanted at all. */
import type { Interaction } from './interaction/index.ts';
import type { InteractionContext } from './interaction/place.ts';
import type { OverlaySettings } from './options.ts';
import type { Parts } from './parts.ts';
import { requestFile } from './file-request.ts';

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
  let giveUp: (() => void) | undefined;
  let isFilled = false;

  const ask = (): void => {
    giveUp ??= requestFile(
      load,
      ({ createInteraction }) => {
        met = createInteraction(contextNow());
        met.fillPage(isFilled);
      },
      (cause) => onError(new Error('The menu of comments could not be loaded; trying again.', { cause })),
    );
  };
  return {
    want({ interaction, announce }) {
      if (interaction || announce) ask();
    },
    fillPage(filled) {
      isFilled = filled;
      met?.fillPage(filled);
      ask();
    },
    recall: (what) => met?.recall(what),
    destroy() {
      // Nor is it asked for from now on.
      (giveUp ??= () => undefined)();
      met?.destroy();
    },
  };
}
