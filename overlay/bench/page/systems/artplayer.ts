/** ArtPlayer with its danmuku plugin: `emit` at the player's time, no border, `antiOverlap` off, which shows most. */
import Artplayer from 'artplayer';
import danmuku from 'artplayer-plugin-danmuku';
import { boxOf, FONT_PX, LIFETIME_S, stillVideo } from './system.ts';
import type { Box, System } from './system.ts';

export async function start(stage: HTMLElement): Promise<System> {
  const { srcObject } = await stillVideo();
  const player = new Artplayer({
    container: stage,
    url: 'still',
    type: 'still',
    isLive: true,
    muted: true,
    autoplay: true,
    customType: {
      still(video) {
        video.srcObject = srcObject;
      },
    },
    plugins: [danmuku({ danmuku: [], speed: LIFETIME_S, margin: [0, 0], antiOverlap: false, emitter: false })],
  });
  await new Promise((resolve) => player.on('ready', resolve));
  await player.play();
  const plugin = player.plugins.artplayerPluginDanmuku;
  return {
    emit(comments) {
      for (const { id, text, size, color } of comments) {
        void plugin.emit({ id, text, color, time: player.currentTime, style: { fontSize: `${FONT_PX[size]}px` } });
      }
    },
    boxes: () =>
      [...player.template.$danmuku.children].flatMap((element): Box[] => {
        if (!(element instanceof HTMLElement) || element.dataset['state'] !== 'emit') return [];
        return [boxOf(element.dataset['id'] ?? '', element, stage)];
      }),
  };
}
