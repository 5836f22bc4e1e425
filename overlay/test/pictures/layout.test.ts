/// <reference lib="dom" />
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCENES } from './scenes.ts';
import { startTheatre } from './theatre.ts';
import type { Theatre } from './theatre.ts';
import { judgeScene } from './verdict.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await startTheatre();
});
afterAll(() => theatre.close());

describe.each([
  ['webgl', SCENES],
  // The same layout feeds both; what the other painter could do differently is in these.
  ['canvas', SCENES.filter(({ name }) => ['modes', 'sizes', 'scripts', 'own-and-paid', 'merged'].includes(name))],
] as const)('the picture on %s', (renderer, scenes) => {
  it.each(scenes.map((scene) => [scene.name, scene] as const))(
    'of the scene "%s" is its reference',
    async (_, scene) => {
      const seen = await theatre.play(scene, renderer);
      expect(judgeScene(scene.name, renderer, scene.shows, seen)).toEqual([]);
    },
  );
});
