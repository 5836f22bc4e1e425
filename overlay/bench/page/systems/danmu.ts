/**
 * npm `danmu`: a manager that is mounted and played, its nodes filled by a plugin, as its guide shows. Without its
 * collision detection it shows most.
 */
import { create } from 'danmu';
import type { StreamComment } from '../stream.ts';
import { boxOf, FONT_FAMILY, FONT_PX, LIFETIME_S, TEXT_SHADOW } from './system.ts';
import type { Box, System } from './system.ts';

export function start(stage: HTMLElement): System {
  const duration = LIFETIME_S * 1_000;
  const manager = create<StreamComment>({
    mode: 'none',
    trackHeight: 36,
    durationRange: [duration, duration],
    interval: 100,
    plugin: {
      $createNode({ data }, node) {
        node.textContent = data.text;
        Object.assign(node.style, {
          color: data.color,
          fontSize: `${FONT_PX[data.size]}px`,
          fontFamily: FONT_FAMILY,
          textShadow: TEXT_SHADOW,
        });
      },
    },
  });
  manager.mount(stage);
  manager.startPlaying();
  return {
    emit(comments) {
      for (const comment of comments) manager.push(comment);
    },
    boxes() {
      const boxes: Box[] = [];
      manager.each(({ data, node }) => {
        if (node?.isConnected === true) boxes.push(boxOf(data.id, node, stage));
      });
      return boxes;
    },
  };
}
