/** Entry of the drawing chunk: picks the screen this device draws on best, and warms up its fonts. */
import { CanvasScreen } from './canvas-screen.ts';
import { PacedList } from './list.ts';
import { PictureStage } from './picture-stage.ts';
import { stagingContext } from './pictures.ts';
import type { Screen } from './screen.ts';
import type { CommentList, ListStyle, Stage, StageOptions } from './stage.ts';
import { TextPainter } from './text-painter.ts';
import { warmUp } from './warm-up.ts';
import { createBulletRenderer } from './webgl/bullet-renderer.ts';
import { WebglScreen } from './webgl/webgl-screen.ts';

export async function createStage(options: StageOptions): Promise<Stage> {
  const staging = stagingContext();
  if (staging === null) throw new Error('This browser has no canvas 2D to paint text on.');
  const painter = new TextPainter(staging);
  let stage: PictureStage | undefined;
  const screen = await createScreen(options, () => {
    stage?.repaint();
    options.onStale();
  });
  stage = new PictureStage(painter, staging, screen, options.size, options.onFontsChanged);
  warmUp(painter, options.fontFamily);
  return stage;
}

export function createList(parent: HTMLElement, style: ListStyle): CommentList {
  return new PacedList(parent, style);
}

async function createScreen(options: StageOptions, onRestored: () => void): Promise<Screen> {
  const { parent, renderer, onLost } = options;
  if (renderer !== 'canvas') {
    const canvas = document.createElement('canvas');
    const context = canvas.getContext('webgl2', {
      alpha: true,
      antialias: false,
      depth: false,
      stencil: true,
      premultipliedAlpha: true,
      powerPreference: 'low-power',
      // Software GL is slower than canvas 2D: it shall not pass for hardware.
      failIfMajorPerformanceCaveat: renderer === 'auto',
    });
    if (context !== null) {
      const onGone = (): void => onLost(new Error('The WebGL context was lost and did not come back.'));
      try {
        const screen = new WebglScreen(await createBulletRenderer(canvas, context), { onRestored, onGone });
        parent.append(canvas);
        return screen;
      } catch (cause) {
        if (renderer !== 'auto') throw cause;
      }
    } else if (renderer !== 'auto') throw new Error('This browser has no WebGL 2.');
  }
  return new CanvasScreen(parent);
}
