/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCENES } from './scenes.ts';
import { startTheatre } from './theatre.ts';
import type { Theatre } from './theatre.ts';
import { isReference, judgeScene } from './verdict.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await startTheatre();
});
afterAll(() => theatre.close());

/** The same layout feeds all; what another painter could do differently is in these. */
const PAINTED = SCENES.filter(({ name }) => ['modes', 'sizes', 'scripts', 'own-and-paid', 'merged'].includes(name));

describe.each([
  ['webgl', SCENES],
  ['canvas', PAINTED],
  ['worker', PAINTED],
] as const)('the picture on %s', (renderer, scenes) => {
  it.each(scenes.map((scene) => [scene.name, scene] as const))(
    'of the scene "%s" is its reference',
    async (_, scene) => {
      const seen = await theatre.play(
        scene,
        renderer,
        (picture) => renderer !== 'worker' || isReference(scene.name, picture),
      );
      expect(judgeScene(scene.name, renderer, scene.shows, seen)).toEqual([]);
    },
  );
});
