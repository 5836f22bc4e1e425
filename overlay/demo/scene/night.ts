import { numberOf } from '../random.ts';
import {
  createLayer,
  drawGlow,
  fillGradient,
  paintGlow,
  paintOnce,
  PICTURE,
  type Painter,
  type Scene,
} from './canvas.ts';
import { createFerrisWheel } from './ferris-wheel.ts';
import { drawShow } from './fireworks.ts';
import { createLanterns } from './lanterns.ts';
import { createMoon } from './moon.ts';
import { drawReflection } from './reflection.ts';
import { fillRidge } from './ridge.ts';
import { planHearts, planShow } from './shells.ts';
import { createSkyline } from './skyline.ts';
import { momentsAt, type RunningMoment } from './timeline.ts';
import { createRailway } from './train.ts';

const { width, height, horizonY } = PICTURE;
const SEED = 2024;
const TWINKLING_STARS = 34;

/** Harbour Lights: a town by the sea on the night of its lantern festival. */
export function createNightScene(): Scene {
  const above = createLayer(width, horizonY);
  const sky = paintOnce(width, horizonY, paintSky);
  const water = paintOnce(width, height - horizonY, paintWater);
  const pier = paintOnce(PIER.width, PIER.height, paintPier);
  const starGlow = paintGlow(16, '226, 236, 255', 1);
  const moon = createMoon();
  const drawSkyline = createSkyline();
  const drawWheel = createFerrisWheel();
  const lanterns = createLanterns();
  const railway = createRailway({
    body: '#20264f',
    stripe: '#ff7d6b',
    window: '#ffe6a6',
    viaduct: '#10122c',
    headlight: true,
  });
  const shows = {
    fireworks: planShow('fireworks', 15_000, 5),
    finale: planShow('finale', 20_000, 8),
    heart: planHearts(3),
  };

  function drawAbove(painter: Painter, timeMs: number, moments: readonly RunningMoment[]): void {
    painter.drawImage(sky, 0, 0);
    for (let star = 0; star < TWINKLING_STARS; star += 1) {
      painter.globalAlpha = 0.15 + 0.85 * Math.max(0, Math.sin(timeMs / (700 + star * 37) + star)) ** 2;
      drawGlow(painter, starGlow, numberOf(SEED, star) * width, numberOf(SEED + 1, star) ** 1.5 * 260, 9);
    }
    painter.globalAlpha = 1;
    moon.draw(painter, timeMs);
    for (const { kind, elapsedMs, durationMs } of moments) {
      if (kind === 'meteor') drawMeteor(painter, elapsedMs / durationMs);
      if (kind === 'fireworks' || kind === 'finale' || kind === 'heart') drawShow(painter, shows[kind], elapsedMs);
    }
    drawSkyline(painter, timeMs);
    drawWheel(painter, timeMs);
    railway.drawViaduct(painter);
    for (const { kind, elapsedMs, durationMs } of moments) {
      if (kind === 'train') railway.drawTrain(painter, elapsedMs / durationMs);
      if (kind === 'lanterns') lanterns.drawRising(painter, elapsedMs, durationMs);
    }
  }

  return (painter, timeMs) => {
    drawAbove(above.painter, timeMs, momentsAt('night', timeMs));
    painter.drawImage(above.canvas, 0, 0);
    drawReflection(painter, above.canvas, timeMs, 5);
    painter.drawImage(water, 0, horizonY);
    moon.drawGlitter(painter, timeMs);
    lanterns.drawFloating(painter, timeMs);
    painter.drawImage(pier, PIER.x, PIER.y);
  };
}

function paintSky(painter: Painter): void {
  fillGradient(painter, 0, horizonY, [
    [0, '#060a20'],
    [0.42, '#141a47'],
    [0.7, '#39306f'],
    [0.88, '#844a7c'],
    [1, '#e08a6c'],
  ]);
  painter.fillStyle = '#dfe8ff';
  for (let star = 0; star < 260; star += 1) {
    painter.globalAlpha = 0.15 + numberOf(SEED + 2, star) * 0.6;
    const size = numberOf(SEED + 3, star) < 0.12 ? 2 : 1.2;
    painter.fillRect(numberOf(SEED + 4, star) * width, numberOf(SEED + 5, star) ** 1.4 * 330, size, size);
  }
  painter.globalAlpha = 1;
  painter.fillStyle = '#4b3a74';
  fillRidge(painter, { seed: 41, peak: 150, spacing: 330, baseY: horizonY });
  const haze = painter.createLinearGradient(0, horizonY - 150, 0, horizonY);
  haze.addColorStop(0, 'rgba(224, 138, 108, 0)');
  haze.addColorStop(1, 'rgba(224, 138, 108, 0.32)');
  painter.fillStyle = haze;
  painter.fillRect(0, horizonY - 150, width, 150);
  painter.fillStyle = '#30295c';
  fillRidge(painter, { seed: 87, peak: 84, spacing: 210, baseY: horizonY });
}

/** What the sea adds to the mirror: depth of colour, darker towards the viewer. */
function paintWater(painter: Painter): void {
  fillGradient(painter, 0, height - horizonY, [
    [0, 'rgba(24, 20, 62, 0.18)'],
    [0.35, 'rgba(12, 14, 46, 0.42)'],
    [1, 'rgba(5, 7, 26, 0.8)'],
  ]);
}

function drawMeteor(painter: Painter, progress: number): void {
  const x = 900 - progress * 520;
  const y = 40 + progress * 190;
  const trail = painter.createLinearGradient(x, y, x + 150, y - 55);
  const light = Math.sin(progress * Math.PI);
  trail.addColorStop(0, `rgba(255, 255, 255, ${light})`);
  trail.addColorStop(1, 'rgba(190, 215, 255, 0)');
  painter.strokeStyle = trail;
  painter.lineWidth = 2.4;
  painter.beginPath();
  painter.moveTo(x, y);
  painter.lineTo(x + 150, y - 55);
  painter.stroke();
}

const PIER = { x: 940, y: 590, width: width - 940, height: height - 590 } as const;

function paintPier(painter: Painter): void {
  painter.translate(-PIER.x, -PIER.y);
  const dark = '#04050f';
  painter.fillStyle = dark;
  painter.fillRect(948, 668, 332, 10);
  for (const [x, top] of [
    [962, 640],
    [1046, 636],
    [1132, 634],
    [1222, 632],
  ] as const)
    painter.fillRect(x, top, 9, height - top);
  painter.fillRect(948, 650, 332, 3);
  paintPerson(painter, 1080, 668, 1);
  paintPerson(painter, 1108, 668, 0.86);
}

function paintPerson(painter: Painter, x: number, feetY: number, size: number): void {
  painter.beginPath();
  painter.arc(x, feetY - 58 * size, 8.5 * size, 0, Math.PI * 2);
  painter.fill();
  painter.beginPath();
  painter.roundRect(x - 9 * size, feetY - 49 * size, 18 * size, 49 * size, [8 * size, 8 * size, 2, 2]);
  painter.fill();
}
