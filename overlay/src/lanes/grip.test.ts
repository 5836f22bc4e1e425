import { describe, expect, it } from 'vitest';
import { Scene } from '../../test/lanes/traffic-scene.ts';
import { isVisibleAt } from './flight.ts';
import { grip, ungrip } from './grip.ts';
import { xAt } from './motion.ts';

function hold(scene: Scene, id: string) {
  const flight = scene.traffic.detach(id);
  if (flight === undefined) throw new Error(`${id} does not fly`);
  return { flight, leftMs: grip(flight, scene.stageMs) };
}

describe('a comment that is held', () => {
  it.each(['scroll', 'reverse'] as const)('stands, however long, and flies on as fast as before: %s', (mode) => {
    const scene = new Scene();
    scene.emit('held', { mode });
    scene.tick(2_000);
    const before = { ...[...scene.traffic.flights.values()][0]?.motion };
    const { flight, leftMs } = hold(scene, '1');
    const x = xAt(flight.motion, scene.stageMs);
    scene.tick(60_000);
    expect(xAt(flight.motion, scene.stageMs)).toBe(x);
    expect(isVisibleAt(flight, scene.layout(), scene.stageMs)).toBe(true);
    expect(scene.onStage.has(flight.key)).toBe(true);
    ungrip(flight, scene.layout(), scene.stageMs, leftMs);
    scene.traffic.attach(flight);
    expect(xAt(flight.motion, scene.stageMs)).toBeCloseTo(x);
    expect(flight.motion.velocity).toBeCloseTo(before.velocity ?? 0);
    scene.tick(leftMs + 1);
    expect(scene.onStage.size).toBe(0);
  });

  it('stays a moment when its time was over, where it stood from the beginning', () => {
    const scene = new Scene();
    scene.emit('held', { mode: 'top' });
    scene.tick(4_400);
    const { flight, leftMs } = hold(scene, '1');
    scene.tick(10_000);
    ungrip(flight, scene.layout(), scene.stageMs, leftMs);
    scene.traffic.attach(flight);
    expect(flight.motion.untilMs - scene.stageMs).toBe(1_000);
  });

  it('is nobody’s obstacle: the others fly as if it were not there, and never touch each other', () => {
    const scene = new Scene({ area: 0.1 });
    for (let n = 0; n < 30; n += 1) {
      scene.emit('w'.repeat(8));
      scene.tick(300);
    }
    const { flight, leftMs } = hold(scene, '25');
    let shown = 0;
    for (let n = 0; n < 60; n += 1) {
      if (scene.emit('w'.repeat(8)) === 'shown') shown += 1;
      scene.tick(300);
      expect(scene.overlaps()).toEqual([]);
    }
    expect(shown).toBeGreaterThan(10);
    ungrip(flight, scene.layout(), scene.stageMs, leftMs);
    scene.traffic.attach(flight);
    expect(flight.layer).toBe(1);
  });

  it('still counts as one of those on screen after it was let go', () => {
    const scene = new Scene({ maxOnScreen: 1 });
    scene.emit('held');
    scene.tick(100);
    const { flight, leftMs } = hold(scene, '1');
    ungrip(flight, scene.layout(), scene.stageMs, leftMs);
    scene.traffic.attach(flight);
    expect(scene.emit('more')).toBe('too_many');
    scene.tick(30_000);
    expect(scene.emit('more')).toBe('shown');
  });
});
