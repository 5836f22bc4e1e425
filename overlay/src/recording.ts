/** Everything that plays recordings, as the one file `recording.js`: live rooms have no use for it. */
export { Replay } from './engine/replay.ts';
export { readInSlices } from './engine/recording-slices.ts';
