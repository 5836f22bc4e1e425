import { ROOMY, startOurs } from './ours.ts';
import type { StartSystem } from './system.ts';

export const start: StartSystem = (stage) => startOurs(stage, 'auto', ROOMY);
