import { numberOf } from '../random.ts';
import { drawGlow, paintGlow, type Painter } from './canvas.ts';

interface Shell {
  readonly launchMs: number;
  readonly x: number;
  readonly apexY: number;
  readonly size: number;
  readonly shape: 'peony' | 'ring' | 'willow' | 'heart';
  /** `r, g, b`. */
  readonly color: string;
  readonly core: string;
  readonly seed: number;
}

const COLORS = ['255, 120, 110', '255, 201, 92', '120, 220, 255', '196, 148, 255', '130, 255, 178', '255, 150, 214'];
const WILLOW = '255, 205, 130';
const RISE_MS = 1100;
const BURST_MS = 2600;
const GROUND_Y = 440;
const SPARKS = 64;

const flash = new Map<string, HTMLCanvasElement>();

/** The shells of one show: evenly launched, seeded, more and larger towards the end of a finale. */
export function planShow(kind: 'fireworks' | 'finale' | 'heart', durationMs: number, seed: number): Shell[] {
  if (kind === 'heart')
    return [heart(0, 640, 150, 1.25, seed), heart(700, 420, 190, 0.8, seed + 1), heart(900, 860, 190, 0.8, seed + 2)];
  const everyMs = kind === 'finale' ? 380 : 680;
  const count = Math.floor((durationMs - RISE_MS - BURST_MS) / everyMs);
  return Array.from({ length: count }, (_, index): Shell => {
    const at = (salt: number) => numberOf(seed + salt, index);
    const shape = at(5) < 0.2 ? 'ring' : at(5) < 0.42 ? 'willow' : 'peony';
    return {
      launchMs: index * everyMs + at(1) * everyMs * 0.7,
      x: 150 + at(2) * 980,
      apexY: 80 + at(3) * 150,
      size: 0.85 + at(4) * 0.75,
      shape,
      color: shape === 'willow' ? WILLOW : (COLORS[Math.floor(at(6) * COLORS.length)] ?? WILLOW),
      core: COLORS[Math.floor(at(7) * COLORS.length)] ?? WILLOW,
      seed: seed * 131 + index,
    };
  });
}

function heart(launchMs: number, x: number, apexY: number, size: number, seed: number): Shell {
  return { launchMs, x, apexY, size, shape: 'heart', color: '255, 104, 140', core: '255, 190, 205', seed };
}

/** Draws the show as it stands `elapsedMs` after its start. */
export function drawShow(painter: Painter, show: readonly Shell[], elapsedMs: number): void {
  painter.save();
  painter.globalCompositeOperation = 'lighter';
  painter.lineCap = 'round';
  for (const shell of show) {
    const age = elapsedMs - shell.launchMs;
    if (age < 0 || age > RISE_MS + BURST_MS) continue;
    if (age < RISE_MS) drawRise(painter, shell, age / RISE_MS);
    else drawBurst(painter, shell, (age - RISE_MS) / BURST_MS);
  }
  painter.restore();
}

function drawRise(painter: Painter, shell: Shell, progress: number): void {
  const height = (part: number) => GROUND_Y + (shell.apexY - GROUND_Y) * (1 - (1 - part) ** 2);
  painter.strokeStyle = `rgba(255, 214, 150, ${0.75 * (1 - progress * 0.5)})`;
  painter.lineWidth = 2.2;
  painter.beginPath();
  painter.moveTo(shell.x, height(Math.max(0, progress - 0.09)));
  painter.lineTo(shell.x + Math.sin(progress * 14) * 1.2, height(progress));
  painter.stroke();
}

function drawBurst(painter: Painter, shell: Shell, progress: number): void {
  const fade = (1 - progress) ** 1.4;
  if (progress < 0.22) {
    painter.globalAlpha = 1 - progress / 0.22;
    drawGlow(painter, flashOf(shell.color), shell.x, shell.apexY, 420 * shell.size);
  }
  painter.globalAlpha = 1;
  drawSparks(painter, shell, progress, fade, shell.color, 1);
  if (shell.shape === 'peony') drawSparks(painter, shell, progress, fade * 0.9, shell.core, 0.52);
}

function drawSparks(
  painter: Painter,
  shell: Shell,
  progress: number,
  fade: number,
  color: string,
  reach: number,
): void {
  const trail = shell.shape === 'willow' ? 0.16 : 0.05;
  const tail = Math.max(0, progress - trail);
  painter.strokeStyle = `rgba(${color}, ${Math.min(1, fade * 1.1)})`;
  painter.lineWidth = (shell.shape === 'willow' ? 1.7 : 2.5) * (0.55 + fade * 0.6);
  painter.beginPath();
  for (let spark = 0; spark < SPARKS; spark += 1) {
    // Late sparks flicker: every frame leaves some of them out.
    if (progress > 0.55 && numberOf(shell.seed + spark, Math.floor(progress * 60)) > fade + 0.45) continue;
    const [directionX, directionY] = direction(shell, spark);
    const place = (part: number): [number, number] => {
      const spread = (1 - Math.exp(-4.2 * part)) * 150 * shell.size * reach;
      const fall = part * part * (shell.shape === 'willow' ? 120 : 58);
      return [shell.x + directionX * spread, shell.apexY + directionY * spread + fall];
    };
    painter.moveTo(...place(tail));
    painter.lineTo(...place(progress));
  }
  painter.stroke();
}

function direction(shell: Shell, spark: number): [number, number] {
  const angle = (spark / SPARKS) * Math.PI * 2;
  if (shell.shape === 'heart') {
    const x = 16 * Math.sin(angle) ** 3;
    const y = 13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle);
    return [x / 17, -y / 17];
  }
  if (shell.shape === 'ring') return [Math.cos(angle), Math.sin(angle) * 0.62 + Math.cos(angle) * 0.22];
  const speed = 0.35 + 0.65 * Math.sqrt(numberOf(shell.seed, spark));
  const turned = angle + numberOf(shell.seed + 9, spark);
  return [Math.cos(turned) * speed, Math.sin(turned) * speed];
}

function flashOf(color: string): HTMLCanvasElement {
  const known = flash.get(color);
  if (known) return known;
  const glow = paintGlow(128, color, 0.5);
  flash.set(color, glow);
  return glow;
}
