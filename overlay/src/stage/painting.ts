/**
 * What paints and draws, as the one file `stage-worker.js`: on the page's thread it is imported, in a worker it serves.
 */
import { serve } from './worker/serve.ts';

export { LocalStage } from './local-stage.ts';

if (typeof document === 'undefined') serve(globalThis as unknown as Parameters<typeof serve>[0]);
