/// <reference lib="dom" />
import { describe, expect, it } from 'vitest';
import { shoot } from './picture.ts';
import { useLab } from './use-lab.ts';

const lab = useLab();

describe('a gradient for comments of the owner', () => {
  it.each(['worker', 'webgl', 'canvas'] as const)(
    'runs from top to bottom of the letters with %s',
    async (renderer) => {
      const page = await lab.open();
      await page.evaluate((renderer) => {
        const styles = { owner: { gradient: ['#ff0000', '#0000ff'] } } as const;
        globalThis.running = globalThis.lab.start(renderer, { fontSize: 100, outline: 0, styles });
        const user = { id: 'o', name: 'Ann', role: 'owner' } as const;
        running.engine.emit([globalThis.lab.comment('▇▇▇', { mode: 'top', user })]);
      }, renderer);
      await page.waitForFunction(() => running.engine.visible().length === 1);
      const [box] = await page.evaluate(() => running.engine.visible());
      /** Red and blue of the topmost and the lowest ink in the middle of the comment. */
      const ends = async (): Promise<readonly number[]> => {
        const { width, data } = await shoot(page);
        const x = Math.round((box?.x ?? 0) + (box?.width ?? 0) / 2);
        const ink: number[] = [];
        for (let y = 0; y < (box?.height ?? 0); y += 1) {
          const at = (y * width + x) * 4;
          if ((data[at] ?? 0) + (data[at + 2] ?? 0) > 200) ink.push(Math.sign((data[at] ?? 0) - (data[at + 2] ?? 0)));
        }
        return [ink[0] ?? 0, ink.at(-1) ?? 0];
      };
      await expect.poll(ends).toEqual([1, -1]);
    },
  );
});
