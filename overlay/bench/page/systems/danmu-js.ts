/**
 * npm `danmu.js`. Without a player it takes one comment every 250 ms, so it gets one, as its README shows; a comment
 * without a `start` is for now. `overlap` and the short `interval` are what makes it show most of a live stream.
 */
import { DanmuJs } from 'danmu.js';
import { boxOf, FONT_FAMILY, FONT_PX, LIFETIME_S, stillVideo, TEXT_SHADOW } from './system.ts';
import type { System } from './system.ts';

export async function start(stage: HTMLElement): Promise<System> {
  const danmu = new DanmuJs({
    container: stage,
    player: await stillVideo(),
    comments: [],
    overlap: true,
    dropStaleComments: true,
    area: { start: 0, end: 1 },
    channelSize: 32,
    mouseControl: false,
  });
  return {
    emit(comments) {
      for (const { id, text, size, color } of comments) {
        danmu.sendComment({
          id,
          txt: text,
          duration: LIFETIME_S * 1_000,
          mode: 'scroll',
          style: { color, fontSize: `${FONT_PX[size]}px`, fontFamily: FONT_FAMILY, textShadow: TEXT_SHADOW },
        });
      }
    },
    boxes: () => danmu.state.bullets.flatMap(({ id, el }) => (el === null ? [] : [boxOf(id, el, stage)])),
  };
}
