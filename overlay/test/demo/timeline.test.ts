import { describe, expect, it } from 'vitest';
import { CYCLE_MS, momentsAt, nextMoment, SCENES } from '../../demo/scene/timeline.ts';

describe('the timeline of the demo picture', () => {
  it.each(SCENES)('shows the same moments of the %s scene one cycle later', (scene) => {
    for (let timeMs = 0; timeMs < CYCLE_MS; timeMs += 1000) {
      expect(momentsAt(scene, timeMs + 7 * CYCLE_MS)).toEqual(momentsAt(scene, timeMs));
    }
  });

  it.each(SCENES)('ends every moment of the %s scene before the cycle does, so that nothing is cut off', (scene) => {
    expect(momentsAt(scene, CYCLE_MS - 1)).toEqual([]);
    expect(momentsAt(scene, 0)).toEqual([]);
  });

  it('measures a moment from its start', () => {
    const [train] = momentsAt('night', 2500);
    expect(train).toMatchObject({ kind: 'train', elapsedMs: 500 });
  });

  it.each(SCENES)('announces a moment of the %s scene that then begins', (scene) => {
    for (let timeMs = 0; timeMs < CYCLE_MS; timeMs += 500) {
      const { kind, inMs } = nextMoment(scene, timeMs);
      const kinds = momentsAt(scene, timeMs + inMs).filter(({ elapsedMs }) => elapsedMs === 0);
      expect(kinds.map((moment) => moment.kind)).toContain(kind);
    }
  });
});
