import type { Mode, Role, Size } from '@danmaku-live/protocol';
import { MODES, SIZES } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Scene } from './traffic-scene.ts';

const anyText = fc
  .tuple(fc.constantFrom('T', 'w'), fc.integer({ min: 1, max: 60 }))
  .map(([letter, length]) => letter.padEnd(length, 'x'));
const anyMode = fc.constantFrom<Mode>(...MODES, 'scroll', 'scroll', 'scroll');
const anyEmit = fc.record({
  kind: fc.constant('emit' as const),
  text: anyText,
  mode: anyMode,
  size: fc.constantFrom<Size>(...SIZES),
  role: fc.constantFrom<Role>('guest', 'guest', 'guest', 'owner', 'paid'),
  own: fc.integer({ min: 0, max: 19 }).map((n) => n === 0),
});
const anyTick = fc.record({
  kind: fc.constant('tick' as const),
  deltaMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 5, max: 400 }) },
    { weight: 1, arbitrary: fc.integer({ min: 400, max: 20_000 }) },
  ),
});
const anyChange = fc.oneof(
  fc.record({
    kind: fc.constant('size' as const),
    width: fc.integer({ min: 200, max: 2_000 }),
    height: fc.integer({ min: 60, max: 1_200 }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    settings: fc.record({ speed: fc.double({ min: 0.25, max: 4, noNaN: true }) }),
  }),
  fc.record({ kind: fc.constant('set' as const), settings: fc.record({ fontSize: fc.integer({ min: 10, max: 60 }) }) }),
  fc.record({
    kind: fc.constant('set' as const),
    settings: fc.record({ lineHeight: fc.double({ min: 1, max: 3, noNaN: true }) }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    settings: fc.record({ direction: fc.constantFrom('ltr' as const, 'rtl' as const) }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    settings: fc.record({ area: fc.double({ min: 0.1, max: 1, noNaN: true }) }),
  }),
  fc.record({
    kind: fc.constant('set' as const),
    settings: fc.record({
      safeArea: fc.record({
        top: fc.nat(80),
        right: fc.nat(80),
        bottom: fc.integer({ min: 0, max: 40 }).map((percent) => `${percent}%`),
        left: fc.nat(80),
      }),
    }),
  }),
  fc.record({ kind: fc.constant('set' as const), settings: fc.record({ merge: fc.boolean() }) }),
);
const anyStream = fc.array(
  fc.oneof({ weight: 10, arbitrary: anyEmit }, { weight: 8, arbitrary: anyTick }, { weight: 1, arbitrary: anyChange }),
  { minLength: 20, maxLength: 250 },
);

describe('traffic at density 0', () => {
  it('is tried on streams that collide without the rule', () => {
    const scene = new Scene({ density: 1 });
    for (let i = 0; i < 200; i += 1) {
      scene.emit('w'.padEnd(1 + ((i * 7) % 40), 'x'));
      scene.tick(20);
    }
    expect(scene.overlaps(scene.visible()).length).toBeGreaterThan(0);
  });

  it('never lets two comments touch, whatever their widths, sizes, modes and rates, late frames, sleeps, resizes and settings', () => {
    fc.assert(
      fc.property(anyStream, fc.boolean(), (stream, merge) => {
        const scene = new Scene({ merge });
        for (const step of stream) {
          if (step.kind === 'emit')
            scene.emit(step.text, { mode: step.mode, size: step.size, role: step.role }, step.own);
          else if (step.kind === 'tick') scene.tick(step.deltaMs);
          else if (step.kind === 'size') scene.change({}, step.width, step.height);
          else scene.change(step.settings);
          expect(scene.overlaps(), step.kind).toEqual([]);
        }
        for (let i = 0; i < 30; i += 1) {
          scene.tick(300);
          expect(scene.overlaps(), 'afterwards').toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('changes the speed of whatever flies without moving any of it', () => {
    const speed = fc.double({ min: 0.25, max: 4, noNaN: true });
    fc.assert(
      fc.property(anyStream, speed, (stream, factor) => {
        const scene = new Scene();
        for (const step of stream) {
          if (step.kind === 'emit') scene.emit(step.text, { mode: step.mode, size: step.size });
          else if (step.kind === 'tick') scene.tick(step.deltaMs);
        }
        const before = new Map(scene.visible().map((flight) => [flight.key, scene.x(flight)]));
        scene.change({ speed: factor });
        for (const [key, x] of before) {
          const flight = scene.traffic.flights.get(key);
          if (flight === undefined) continue;
          expect(Math.abs(scene.x(flight) - x)).toBeLessThan(0.01);
        }
      }),
      { numRuns: 100 },
    );
  });

  it('leaves out what finds no lane in time, and fills the lanes it has', () => {
    const scene = new Scene();
    const outcomes = new Map<string, number>();
    for (let i = 0; i < 3_000; i += 1) {
      const outcome = scene.emit(`w${'x'.repeat(i % 20)}`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      scene.tick(10);
    }
    expect(outcomes.get('no_lane')).toBeGreaterThan(1_000);
    // Capacity of 20 lanes: L (W + w) / (D (w + g)) with a mean width of 160 px is about 20 a second.
    expect(outcomes.get('shown')).toBeGreaterThan(450);
    expect(new Set(scene.visible().map(({ row }) => row)).size).toBe(scene.layout().rows);
  });
});
