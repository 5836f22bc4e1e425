import { describe, expect, it } from 'vitest';
import { BURST_MS, planHearts, planShow, RISE_MS } from '../../demo/scene/shells.ts';
import { CYCLE_MS, momentsAt, type MomentKind } from '../../demo/scene/timeline.ts';

function durationOf(kind: MomentKind): number {
  for (let timeMs = 0; timeMs < CYCLE_MS; timeMs += 100) {
    const found = momentsAt('night', timeMs).find((moment) => moment.kind === kind);
    if (found) return found.durationMs;
  }
  throw new Error(`The night has no ${kind}.`);
}

describe('the fireworks of the demo picture', () => {
  it.each([
    ['fireworks', planShow('fireworks', durationOf('fireworks'), 5)],
    ['finale', planShow('finale', durationOf('finale'), 8)],
    ['heart', planHearts(3)],
  ] as const)('are dark again when the %s is over', (kind, shells) => {
    expect(shells.length).toBeGreaterThan(2);
    const lastMs = Math.max(...shells.map(({ launchMs }) => launchMs + RISE_MS + BURST_MS));
    expect(lastMs).toBeLessThanOrEqual(durationOf(kind));
  });

  it('are the same in every window, and denser in the finale', () => {
    expect(planShow('finale', 20_000, 8)).toEqual(planShow('finale', 20_000, 8));
    expect(planShow('finale', 20_000, 8).length).toBeGreaterThan(1.5 * planShow('fireworks', 20_000, 8).length);
  });
});
