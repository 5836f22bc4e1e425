/**
 * Everything that draws, as the one file `stage.js`: lanes without a stage have nothing to do before it is there. What
 * checks comments is with it: what can't be shown need not be checked.
 */
export { checkDraft } from './draft.ts';
export { createEngine } from './engine.ts';
export { keepSettings } from './settings-keeper.ts';
export { createList, createStage } from './stage/index.ts';
