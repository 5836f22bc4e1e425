/** npm `danmaku`, live mode (no media), styles as its README writes them for each of its two engines. */
import Danmaku from 'danmaku';
import { FONT_FAMILY, FONT_PX, LIFETIME_S, TEXT_SHADOW } from './system.ts';
import type { Box, System } from './system.ts';

const EDGE_PX = 2;

export function startDanmaku(stage: HTMLElement, engine: 'canvas' | 'dom'): System {
  const danmaku = new Danmaku({ container: stage, engine, speed: stage.clientWidth / LIFETIME_S });
  // Of what it is given it keeps the style object, and nothing else by which a comment could be known again.
  const ids = new WeakMap<object, string>();
  return {
    emit(comments) {
      for (const { id, text, size, color } of comments) {
        const fontPx = FONT_PX[size];
        const style =
          engine === 'canvas'
            ? {
                font: `${fontPx}px ${FONT_FAMILY}`,
                textBaseline: 'bottom',
                fillStyle: color,
                strokeStyle: '#000',
                lineWidth: EDGE_PX,
              }
            : { fontSize: `${fontPx}px`, fontFamily: FONT_FAMILY, color, textShadow: TEXT_SHADOW };
        ids.set(style, id);
        danmaku.emit({ text, style });
      }
    },
    boxes: () =>
      danmaku._.runningList.map(({ style, x, y, width, height }): Box => {
        return { id: ids.get(style) ?? '', x, y, width, height };
      }),
    ...(engine === 'canvas' && {
      textureBytes: () =>
        danmaku._.runningList.reduce((sum, { width, height }) => sum + width * height * 4, 0) +
        stage.clientWidth * stage.clientHeight * 4,
    }),
  };
}
