/** What the browser tests of engine and stage work with: put on the page as `lab`. */
import { createEngine } from '../../src/engine.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import * as stage from '../../src/stage/index.ts';

export const lab = { createEngine, DEFAULT_SETTINGS, stage };

Object.assign(globalThis, { lab });
