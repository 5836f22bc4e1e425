/** Everything that draws, as the one file `stage.js`: lanes without a stage have nothing to do before it is there. */
export { createEngine } from './engine.ts';
export { keepSettings } from './settings-keeper.ts';
export { createList, createStage } from './stage/index.ts';
