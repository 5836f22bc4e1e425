import type { DanmakuComment, Mode, Role, Size } from '@danmaku-live/protocol';
import { MODES, SIZES } from '@danmaku-live/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../options.ts';
import type { OverlaySettings } from '../options.ts';
import type { Appearance, TextSize } from './bullet.ts';
import { boxAt, isVisibleAt } from './flight.ts';
import type { Flight } from './flight.ts';
import { layoutOf } from './layout.ts';
import { xAt } from './motion.ts';
import { Traffic } from './traffic.ts';

/** A text that is as wide as its letters are many; capitals are tall. */
function sizeOf(appearance: Appearance, count: number): TextSize {
  const tall = appearance.text.startsWith('T') ? 1.9 : 1.15;
  const counter = count > 1 ? `×${count}`.length * 0.6 : 0;
  return {
    width: (appearance.text.length * 0.6 + counter) * appearance.fontPx,
    height: tall * appearance.fontPx,
  };
}

class Scene {
  settings: OverlaySettings;
  width = 1280;
  height = 720;
  stageMs = 0;
  readonly onStage = new Set<number>();
  readonly traffic: Traffic;
  #id = 0;

  constructor(settings: Partial<OverlaySettings> = {}) {
    this.settings = { ...DEFAULT_SETTINGS, maxOnScreen: 10_000, merge: false, ...settings };
    this.traffic = new Traffic(
      {
        measure: sizeOf,
        add: (bullet) => this.onStage.add(bullet.key).size > 0,
        update: () => undefined,
        remove: (key) => this.onStage.delete(key),
      },
      this.layout(),
      this.settings,
    );
  }

  layout() {
    return layoutOf(this.settings, this.width, this.height, false);
  }

  emit(text: string, look: { mode?: Mode; size?: Size; role?: Role; count?: number } = {}, own = false) {
    const { role, ...style } = look;
    const comment: DanmakuComment = {
      id: String((this.#id += 1)),
      text,
      time: 0,
      user: { id: 'u', name: 'U', ...(role !== undefined && { role }) },
      ...style,
    };
    return this.traffic.admit(comment, own, this.stageMs);
  }

  tick(deltaMs: number) {
    this.stageMs += deltaMs;
    this.traffic.retire(this.stageMs);
  }

  change(settings: Partial<OverlaySettings>, width = this.width, height = this.height) {
    const before = this.layout();
    const resized = width !== this.width || height !== this.height;
    this.settings = { ...this.settings, ...settings };
    this.width = width;
    this.height = height;
    const after = this.layout();
    this.traffic.relayout(after, this.settings, this.stageMs, resized ? after.fontPx / before.fontPx : 1);
  }

  x(flight: Flight) {
    return xAt(flight.motion, this.stageMs);
  }

  visible(): Flight[] {
    return [...this.traffic.flights.values()].filter((flight) => isVisibleAt(flight, this.layout(), this.stageMs));
  }

  /** Pairs of the first layer that cover one another at this moment. */
  overlaps(flights = this.visible().filter((flight) => flight.layer === 0)): string[] {
    const layout = this.layout();
    const found: string[] = [];
    flights.forEach((a, i) => {
      for (const b of flights.slice(i + 1)) {
        const [p, q] = [boxAt(a, layout, this.stageMs), boxAt(b, layout, this.stageMs)];
        const across = Math.min(p.x + p.width, q.x + q.width) - Math.max(p.x, q.x);
        const down = Math.min(p.y + p.height, q.y + q.height) - Math.max(p.y, q.y);
        if (across > 0.01 && down > 0.01) found.push(`${describeFlight(this, a)} and ${describeFlight(this, b)}`);
      }
    });
    return found;
  }
}

const describeFlight = (scene: Scene, { key, mode, row, rows, size, ...flight }: Flight) =>
  `#${key} ${mode} rows ${row}+${rows} x ${scene.x({ key, mode, row, rows, size, ...flight }).toFixed(1)} w ${size.width.toFixed(1)}`;

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

  it('shows everything at density 1, and the share in between', () => {
    const count = (density: number) => {
      const scene = new Scene({ density });
      return Array.from({ length: 1_000 }, () => scene.emit('wwwwwwww')).filter((outcome) => outcome === 'shown')
        .length;
    };
    const none = count(0);
    expect(count(1)).toBe(1_000);
    expect(count(0.5)).toBe(none + Math.floor((1_000 - none) / 2));
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
