import { EVERYTHING, startOurs } from './ours.ts';
import type { StartSystem } from './system.ts';

/** From the sources, so that a profile names functions as they are called there. */
export const start: StartSystem = (stage) =>
  startOurs(stage, 'canvas', EVERYTHING, undefined, () => import('../../../src/index.ts'));
