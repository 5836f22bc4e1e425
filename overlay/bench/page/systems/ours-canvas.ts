import { EVERYTHING, startOurs } from './ours.ts';
import type { StartSystem } from './system.ts';

export const start: StartSystem = (stage) => startOurs(stage, 'canvas', EVERYTHING);
