/** The shells of a fireworks show: when and where each bursts, and how its sparks fly. Pure and seeded. */
import { numberOf } from '../random.ts';

export type ShellShape = 'peony' | 'ring' | 'willow' | 'heart';

export interface Shell {
  readonly launchMs: number;
  readonly x: number;
  readonly apexY: number;
  readonly size: number;
  readonly shape: ShellShape;
  /** `r, g, b`. */
  readonly color: string;
  readonly core: string;
  readonly seed: number;
  /** Where each spark flies, x and y in turn; longer is faster. */
  readonly directions: readonly number[];
}

export const RISE_MS = 1100;
export const BURST_MS = 2600;

const SPARKS = 64;
const COLORS = ['255, 120, 110', '255, 201, 92', '120, 220, 255', '196, 148, 255', '130, 255, 178', '255, 150, 214'];
const WILLOW = '255, 205, 130';

/** The shells of one show, evenly launched; a finale has nearly twice as many. All are dark when it ends. */
export function planShow(kind: 'fireworks' | 'finale', durationMs: number, seed: number): Shell[] {
  const everyMs = kind === 'finale' ? 380 : 680;
  const count = Math.floor((durationMs - RISE_MS - BURST_MS) / everyMs);
  return Array.from({ length: count }, (_, index): Shell => {
    const at = (salt: number): number => numberOf(seed + salt, index);
    const shape = at(5) < 0.2 ? 'ring' : at(5) < 0.42 ? 'willow' : 'peony';
    const shellSeed = seed * 131 + index;
    return {
      launchMs: index * everyMs + at(1) * everyMs * 0.7,
      x: 150 + at(2) * 980,
      apexY: 80 + at(3) * 150,
      size: 0.85 + at(4) * 0.75,
      shape,
      color: shape === 'willow' ? WILLOW : (COLORS[Math.floor(at(6) * COLORS.length)] ?? WILLOW),
      core: COLORS[Math.floor(at(7) * COLORS.length)] ?? WILLOW,
      seed: shellSeed,
      directions: directionsOf(shape, shellSeed),
    };
  });
}

/** Three hearts, the largest in the middle. */
export function planHearts(seed: number): Shell[] {
  const heart = (launchMs: number, x: number, apexY: number, size: number, index: number): Shell => ({
    launchMs,
    x,
    apexY,
    size,
    shape: 'heart',
    color: '255, 104, 140',
    core: '255, 190, 205',
    seed: seed + index,
    directions: directionsOf('heart', seed + index),
  });
  return [heart(0, 640, 150, 1.25, 0), heart(700, 420, 190, 0.8, 1), heart(900, 860, 190, 0.8, 2)];
}

function directionsOf(shape: ShellShape, seed: number): number[] {
  return Array.from({ length: SPARKS }, (_, spark) => {
    const angle = (spark / SPARKS) * Math.PI * 2;
    if (shape === 'heart') {
      const x = 16 * Math.sin(angle) ** 3;
      const y = 13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle);
      return [x / 17, -y / 17];
    }
    if (shape === 'ring') return [Math.cos(angle), Math.sin(angle) * 0.62 + Math.cos(angle) * 0.22];
    const speed = 0.35 + 0.65 * Math.sqrt(numberOf(seed, spark));
    const turned = angle + numberOf(seed + 9, spark);
    return [Math.cos(turned) * speed, Math.sin(turned) * speed];
  }).flat();
}
