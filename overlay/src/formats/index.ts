/**
 * Comment files of others, in and out. Pure: text in, comments and counts out, in pages, workers and Node alike.
 * No reader throws, whatever it is given.
 */
export { toAss, type AssOptions } from './ass.ts';
export { fromBilibiliXml, toBilibiliXml } from './bilibili-xml.ts';
export { fromDandanplay, fromDplayer, toDplayer } from './dplayer.ts';
export { fromNiconico } from './niconico.ts';
export { fromJson, toNdjson } from './own-json.ts';
export type { ReadComments, SkippedReason } from './read.ts';
