/** When the crowd speaks: at random, on average as often as asked, more when something happens. Pure. */
import type { Random } from '../random.ts';
import { momentsAt, type MomentKind, type SceneName } from '../scene/timeline.ts';

/** How much louder the crowd gets when this begins. */
const STIR: Readonly<Record<MomentKind, number>> = {
  train: 0.5,
  fireworks: 1.4,
  heart: 1.8,
  finale: 1.8,
  lanterns: 0.6,
  meteor: 1.2,
  dolphins: 1.6,
  balloons: 0.6,
  petals: 0.8,
  gulls: 0.3,
};
/** Nobody types in no time: the first reactions come this long after the moment began. */
const REACTION_MS = 700;
const CALM = 0.8;

/**
 * Factor on the asked rate at `timeMs`: below 1 while nothing happens, up to about 3 just after something began,
 * then dying away. Its mean over a cycle stays near 1.
 */
export function excitement(scene: SceneName, timeMs: number): number {
  let factor = CALM;
  for (const { kind, elapsedMs } of momentsAt(scene, timeMs)) {
    if (elapsedMs < REACTION_MS) continue;
    factor += STIR[kind] * Math.exp(-(elapsedMs - REACTION_MS) / 4500);
  }
  return factor;
}

/** Milliseconds until the next comment, at `perSecond` on average (a Poisson process). */
export function nextArrivalMs(random: Random, perSecond: number): number {
  return (-Math.log(1 - random()) / perSecond) * 1000;
}
