import { startOurs } from './ours.ts';
import type { StartSystem } from './system.ts';

/** With the settings a page gets that sets none: no two comments touch, equal ones merge, the stage chooses itself. */
export const start: StartSystem = (stage) => startOurs(stage, 'auto', {});
