import { ROOMY, startOurs } from './ours.ts';
import type { StartSystem } from './system.ts';

/** Connected to a room whose frames come every 50 ms. */
export const start: StartSystem = (stage) => startOurs(stage, 'auto', ROOMY, 'flush-50');
