import { describe, expect, it } from 'vitest';
import { excitement, nextArrivalMs } from '../../demo/crowd/arrivals.ts';
import { seededRandom } from '../../demo/random.ts';
import { CYCLE_MS, SCENES } from '../../demo/scene/timeline.ts';

describe('how often the crowd speaks', () => {
  it.each([0.5, 8, 100])('meets %d comments a second on average', (perSecond) => {
    const random = seededRandom(11);
    const waits = Array.from({ length: 20_000 }, () => nextArrivalMs(random, perSecond));
    const meanMs = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
    expect(1000 / meanMs / perSecond).toBeGreaterThan(0.97);
    expect(1000 / meanMs / perSecond).toBeLessThan(1.03);
    expect(waits.every((wait) => Number.isFinite(wait) && wait >= 0)).toBe(true);
  });

  it.each(SCENES)('averages out over a cycle of the %s scene', (scene) => {
    const samples = Array.from({ length: CYCLE_MS / 100 }, (_, index) => excitement(scene, index * 100));
    const mean = samples.reduce((sum, factor) => sum + factor, 0) / samples.length;
    expect(mean).toBeGreaterThan(0.9);
    expect(mean).toBeLessThan(1.1);
    expect(Math.max(...samples)).toBeLessThan(3);
    expect(Math.min(...samples)).toBeGreaterThan(0.5);
  });

  it('bursts when fireworks begin, a moment later, and calms down again', () => {
    const beginMs = 15_000;
    expect(excitement('night', beginMs + 100)).toBeCloseTo(excitement('night', beginMs - 100), 0);
    expect(excitement('night', beginMs + 1000)).toBeGreaterThan(1.8);
    expect(excitement('night', beginMs + 11_000)).toBeLessThan(1.1);
  });
});
