/** What traffic and recordings order goes to whichever stage there is. */
import type { Sink } from '../lanes/traffic.ts';
import type { Stage } from '../stage/stage.ts';

/** @param onText told of each text that is about to be shown. */
export function sinkTo(stageNow: () => Stage | undefined, onText: (text: string) => void): Sink {
  return {
    measure(appearance, count) {
      onText(appearance.text);
      return stageNow()?.measure(appearance, count) ?? { width: 0, height: 0 };
    },
    add: (bullet) => stageNow()?.add(bullet) ?? false,
    update: (bullet) => stageNow()?.update(bullet),
    remove: (key) => stageNow()?.remove(key),
  };
}

/** Keys of bullets, each another one. */
export function keyMaker(): () => number {
  let last = 0;
  return () => (last += 1);
}
