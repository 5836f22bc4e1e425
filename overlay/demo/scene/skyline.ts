import { numberOf } from '../random.ts';
import { paintOnce, PICTURE, type Painter } from './canvas.ts';

const SEED = 311;
const LIGHTS = ['#ffd98a', '#ffe9bd', '#ffc46b', '#bfe3ff', '#ffb38a'];
const TWINKLING = 46;
/** Nothing of the town is above this. */
const TOP_Y = 160;

interface Window {
  readonly x: number;
  readonly y: number;
  readonly color: string;
}

/** A harbour town at night: houses painted once, some windows that go on and off, red lights on the mast. */
export function createSkyline(): (painter: Painter, timeMs: number) => void {
  const windows: Window[] = [];
  const town = paintOnce(PICTURE.width, PICTURE.horizonY - TOP_Y, (painter) => paintTown(painter, windows));
  return (painter, timeMs) => {
    painter.drawImage(town, 0, TOP_Y);
    for (let index = 0; index < TWINKLING; index += 1) {
      const window = windows[Math.floor(numberOf(SEED + 2, index) * windows.length)];
      const periodMs = 9000 + numberOf(SEED + 3, index) * 21_000;
      if (!window || (timeMs / periodMs + numberOf(SEED + 4, index)) % 1 > 0.55) continue;
      painter.fillStyle = window.color;
      painter.fillRect(window.x, window.y, 3, 4);
    }
    const beacon = 0.25 + 0.75 * Math.max(0, Math.sin(timeMs / 620)) ** 3;
    painter.fillStyle = `rgba(255, 84, 84, ${beacon})`;
    painter.fillRect(MAST.x - 2, MAST.topY - 3, 4, 4);
    painter.fillRect(MAST.x - 2, MAST.topY + 66, 4, 4);
  };
}

const MAST = { x: 905, topY: 196 } as const;

function paintTown(painter: Painter, windows: Window[]): void {
  painter.translate(0, -TOP_Y);
  paintRow(painter, windows, { seed: SEED + 10, color: '#272a57', lowest: 26, tallest: 96, lit: 0.16 });
  paintMast(painter);
  paintRow(painter, windows, { seed: SEED + 30, color: '#171a3c', lowest: 18, tallest: 122, lit: 0.3 });
}

interface Row {
  readonly seed: number;
  readonly color: string;
  readonly lowest: number;
  readonly tallest: number;
  /** Share of windows with light. */
  readonly lit: number;
}

function paintRow(painter: Painter, windows: Window[], { seed, color, lowest, tallest, lit }: Row): void {
  let x = -6;
  for (let house = 0; x < PICTURE.width; house += 1) {
    const width = 22 + Math.floor(numberOf(seed, house) * 34);
    // Houses crowd up in two quarters and leave the view of the mountains free between them.
    const middle = (x + width / 2) / PICTURE.width;
    const quarter = Math.exp(-(((middle - 0.78) / 0.16) ** 2)) + 0.62 * Math.exp(-(((middle - 0.12) / 0.13) ** 2));
    const height = lowest + quarter * (0.3 + 0.7 * numberOf(seed + 1, house)) * tallest;
    const top = PICTURE.horizonY - height;
    painter.fillStyle = color;
    painter.fillRect(x, top, width, height);
    if (numberOf(seed + 2, house) < 0.3) painter.fillRect(x + width / 2 - 3, top - 9, 6, 9);
    for (let windowY = top + 7; windowY < PICTURE.horizonY - 10; windowY += 9) {
      for (let windowX = x + 4; windowX < x + width - 5; windowX += 7) {
        const chance = numberOf(seed + 3, Math.round(windowX * 131 + windowY * 17));
        const light = LIGHTS[Math.floor(chance * 997) % LIGHTS.length] ?? '#ffd98a';
        if (chance < lit) {
          painter.fillStyle = light;
          painter.globalAlpha = 0.45 + 0.55 * numberOf(seed + 4, Math.round(windowX + windowY * 71));
          painter.fillRect(windowX, windowY, 3, 4);
          painter.globalAlpha = 1;
        } else if (chance < lit + 0.1) windows.push({ x: windowX, y: windowY, color: light });
      }
    }
    x += width + Math.floor(numberOf(seed + 5, house) * 5);
  }
}

function paintMast(painter: Painter): void {
  const { x, topY } = MAST;
  painter.fillStyle = '#3b2f5e';
  painter.beginPath();
  painter.moveTo(x, topY);
  painter.quadraticCurveTo(x + 4, PICTURE.horizonY - 70, x + 30, PICTURE.horizonY);
  painter.lineTo(x - 30, PICTURE.horizonY);
  painter.quadraticCurveTo(x - 4, PICTURE.horizonY - 70, x, topY);
  painter.fill();
  painter.fillRect(x - 1, topY - 26, 2, 30);
  painter.fillStyle = '#ff9d6b';
  for (const [y, half] of [
    [topY + 70, 7],
    [topY + 128, 11],
  ] as const)
    painter.fillRect(x - half, y, half * 2, 4);
}
