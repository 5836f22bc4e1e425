/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { useLab } from './use-lab.ts';

const lab = useLab();

describe('many overlays on one page', () => {
  it('use no more than eight GL contexts, and draw with canvas 2D beyond', async () => {
    const page = await lab.open({ viewport: { width: 320, height: 180 } });
    const kinds = await page.evaluate(async () => {
      const { startStage } = globalThis.lab;
      const first = await Promise.all(Array.from({ length: 8 }, () => startStage('webgl')));
      const more = await Promise.all([startStage('webgl'), startStage('worker')]);
      first[3]?.destroy();
      const next = await startStage('webgl');
      const kinds = [first, more, [next]].map((stages) => stages.map(({ kind }) => kind));
      for (const stage of [...first.toSpliced(3, 1), ...more, next]) stage.destroy();
      return kinds;
    });
    expect(kinds).toEqual([Array.from({ length: 8 }, () => 'webgl'), ['canvas2d', 'worker-canvas2d'], ['webgl']]);
  });
});
