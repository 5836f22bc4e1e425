/** What the browser tests of engine and stage work with: put on the page as `lab`. */
import { createEngine } from '../../src/engine.ts';
import { motionTwin } from './motion-twin.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import * as stage from '../../src/stage/index.ts';

export const lab = { createEngine, DEFAULT_SETTINGS, stage, motionTwin };

Object.assign(globalThis, { lab });
