import type { Mode } from '@danmaku-live/protocol';
import { MODES } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { Scene } from '../../test/lanes/traffic-scene.ts';

describe('traffic', () => {
  it('shows the own comment in this tick though every lane is taken, and touches nothing for it', () => {
    const scene = new Scene();
    for (let i = 0; i < 400; i += 1) {
      scene.emit('w'.repeat(12));
      scene.tick(10);
    }
    expect(scene.emit('mine', {}, true)).toBe('shown');
    const own = [...scene.traffic.flights.values()].at(-1);
    const mine = [...scene.traffic.flights.values()].find(({ appearance }) => appearance.own);
    expect(mine?.motion.fromMs).toBe(scene.stageMs);
    expect(mine?.layer).toBe(0);
    expect(own).toBeDefined();
    for (let i = 0; i < 80; i += 1) {
      scene.tick(100);
      expect(scene.overlaps()).toEqual([]);
    }
  });

  it('places owner and paid comments when there is no lane for others', () => {
    const scene = new Scene({ area: 0.1 });
    const outcomes = Array.from({ length: 40 }, () => scene.emit('wwwwwwww'));
    expect(outcomes).toContain('no_lane');
    expect(scene.emit('wwww', { role: 'paid' })).toBe('shown');
    expect(scene.emit('wwww', { role: 'owner' })).toBe('shown');
  });

  it('shows everything at density 1, and in between the share of what finds no lane', () => {
    const count = (density: number) => {
      const scene = new Scene({ density });
      const shown = Array.from({ length: 1_000 }, () => scene.emit('wwwwwwww')).filter(
        (outcome) => outcome === 'shown',
      );
      const over = [...scene.traffic.flights.values()].filter(({ layer }) => layer === 1);
      return { shown: shown.length, over: over.length };
    };
    expect(count(0).over).toBe(0);
    expect(count(1).shown).toBe(1_000);
    const { shown, over } = count(0.5);
    expect(over).toBe(Math.floor((1_000 - (shown - over)) / 2));
  });

  it.each([
    [0, 2_000, 10_000],
    [0.5, 1_000, 5_000],
    [0.75, 500, 2_500],
    [1, 0, 0],
  ])('lets nobody wait longer at density %d than %d ms, or %d ms if they paid', (density, mostMs, mostPaidMs) => {
    const scene = new Scene({ density });
    const waits: Record<'member' | 'paid', number[]> = { member: [], paid: [] };
    for (let i = 0; i < 1_000; i += 1) {
      const role = i % 10 === 0 ? 'paid' : 'member';
      const outcome = scene.emit('w'.repeat(1 + (i % 8)), { role });
      const newest = [...scene.traffic.flights.values()].at(-1);
      if (outcome === 'shown') waits[role].push((newest?.motion.fromMs ?? Infinity) - scene.stageMs);
      scene.tick(20);
    }
    expect(Math.max(...waits.member)).toBeLessThanOrEqual(mostMs);
    expect(Math.max(...waits.member)).toBeGreaterThanOrEqual(mostMs / 2);
    expect(Math.max(...waits.paid)).toBeLessThanOrEqual(mostPaidMs);
  });

  it('counts only ordinary comments against maxOnScreen', () => {
    const scene = new Scene({ maxOnScreen: 2 });
    expect(['a', 'b', 'c'].map((text) => scene.emit(text))).toEqual(['shown', 'shown', 'too_many']);
    expect(scene.emit('d', { role: 'owner' })).toBe('shown');
    expect(scene.emit('e', {}, true)).toBe('shown');
    scene.tick(20_000);
    expect(scene.emit('f')).toBe('shown');
  });

  it('merges a repeat into the one flying, which counts and pulses', () => {
    const scene = new Scene({ merge: true });
    scene.emit('哈哈哈');
    scene.tick(200);
    expect(scene.emit('哈哈哈', { count: 4 })).toBe('merged');
    const [flight] = scene.traffic.flights.values();
    expect(flight).toMatchObject({ count: 5, pulseAt: 200 });
    expect(scene.emit('哈哈哈', { mode: 'top' })).toBe('shown');
  });

  it('does not merge into a comment that has nearly left', () => {
    const scene = new Scene({ merge: true });
    scene.emit('哈哈哈');
    scene.tick(7_000);
    expect(scene.emit('哈哈哈')).toBe('shown');
  });

  it('keeps a scrolling comment where it is when the speed changes, and changes only its pace', () => {
    const scene = new Scene();
    scene.emit('w'.repeat(10));
    scene.tick(3_000);
    const [flight] = scene.visible();
    if (flight === undefined) throw new Error('nothing visible');
    const [x, velocity] = [scene.x(flight), flight.motion.velocity];
    scene.change({ speed: 2 });
    expect(scene.x(flight)).toBeCloseTo(x, 6);
    expect(flight.motion.velocity).toBeCloseTo(2 * velocity, 6);
  });

  it('keeps every comment where it is when only the width changes', () => {
    const scene = new Scene({ fontSize: 25 });
    for (let i = 0; i < 100; i += 1) {
      scene.emit('w'.repeat(1 + (i % 15)), { mode: i % 5 === 0 ? 'reverse' : 'scroll' });
      scene.tick(60);
    }
    const before = new Map(scene.visible().map((flight) => [flight.key, scene.x(flight)]));
    scene.change({}, 1_300);
    const moved = scene
      .visible()
      .filter(({ key }) => Math.abs(scene.x(scene.traffic.flights.get(key) ?? fail()) - (before.get(key) ?? 0)) > 1);
    expect(before.size).toBeGreaterThan(30);
    expect(moved.length).toBeLessThan(before.size / 10);
  });

  it('scales the whole picture when the stage grows with its text', () => {
    const scene = new Scene({ lineHeight: 1.2 });
    for (let i = 0; i < 60; i += 1) {
      scene.emit('w'.repeat(1 + (i % 15)));
      scene.tick(100);
    }
    const before = new Map(scene.visible().map((flight) => [flight.key, scene.x(flight)]));
    const fontBefore = scene.layout().fontPx;
    scene.change({}, scene.width * 1.5, scene.height * 1.5);
    const scale = scene.layout().fontPx / fontBefore;
    for (const [key, x] of before) {
      const flight = scene.traffic.flights.get(key);
      if (flight !== undefined) expect(scene.x(flight)).toBeCloseTo(x * scale, 3);
    }
  });

  it('takes out what has left, and tells the stage', () => {
    const scene = new Scene();
    for (let i = 0; i < 50; i += 1) scene.emit('wwww', { mode: MODES[i % 4] ?? 'scroll' });
    expect(scene.onStage.size).toBeGreaterThan(10);
    for (let i = 0; i < 60; i += 1) scene.tick(500);
    expect(scene.onStage.size).toBe(0);
    expect(scene.traffic.flights.size).toBe(0);
  });

  it('lets standing and opposite comments in although scrolling ones want every lane', () => {
    const scene = new Scene();
    const shown = new Map<Mode, number>();
    for (let i = 0; i < 4_000; i += 1) {
      const mode: Mode = i % 100 === 50 ? 'top' : i % 100 === 75 ? 'bottom' : i % 100 === 99 ? 'reverse' : 'scroll';
      if (scene.emit('wwwwwwww', { mode }) === 'shown') shown.set(mode, (shown.get(mode) ?? 0) + 1);
      scene.tick(10);
    }
    expect(shown.get('top')).toBeGreaterThan(30);
    expect(shown.get('bottom')).toBeGreaterThan(30);
    expect(shown.get('reverse')).toBeGreaterThan(25);
    expect(shown.get('scroll')).toBeGreaterThan(350);
  });
});

function fail(): never {
  throw new Error('it is gone');
}
