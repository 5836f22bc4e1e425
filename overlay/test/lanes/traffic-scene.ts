/** Traffic with a clock and a stage that only keeps count: what the tests of the lanes drive. */
import type { DanmakuComment, Mode, Role, Size } from '@danmaku-live/protocol';
import type { Appearance, TextSize } from '../../src/lanes/bullet.ts';
import { boxAt, isVisibleAt } from '../../src/lanes/flight.ts';
import type { Flight } from '../../src/lanes/flight.ts';
import { layoutOf } from '../../src/lanes/layout.ts';
import { xAt } from '../../src/lanes/motion.ts';
import { Traffic } from '../../src/lanes/traffic.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import type { OverlaySettings } from '../../src/options.ts';

/** A text that is as wide as its letters are many; capitals are tall. */
export function sizeOf(appearance: Appearance, count: number): TextSize {
  const tall = appearance.text.startsWith('T') ? 1.9 : 1.15;
  const counter = count > 1 ? `×${count}`.length * 0.6 : 0;
  return {
    width: (appearance.text.length * 0.6 + counter) * appearance.fontPx,
    height: tall * appearance.fontPx,
  };
}

export class Scene {
  settings: OverlaySettings;
  width = 1280;
  height = 720;
  stageMs = 0;
  readonly onStage = new Set<number>();
  readonly traffic: Traffic;
  #id = 0;
  #key = 0;

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
      () => (this.#key += 1),
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
