import { numberOf } from '../random.ts';
import { createBalloons } from './balloons.ts';
import { createBlossom } from './blossom.ts';
import { drawBoats } from './boats.ts';
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
import { createClouds } from './clouds.ts';
import { drawDolphins, drawGulls } from './creatures.ts';
import { drawReflection } from './reflection.ts';
import { fillRidge } from './ridge.ts';
import { momentsAt } from './timeline.ts';
import { createRailway } from './train.ts';
import { paintVillage } from './village.ts';

const { width, height, horizonY } = PICTURE;
const SEED = 812;
const SPARKLES = 120;
/** Nothing of the coast is above this. */
const COAST_TOP_Y = 300;

/** Spring Bay: the same coast by day, with clouds, sails, dolphins and cherry blossom. */
export function createDayScene(): Scene {
  const above = createLayer(width, horizonY);
  const sky = paintOnce(width, horizonY, paintSky);
  const coast = paintOnce(width, horizonY - COAST_TOP_Y, paintCoast);
  const water = paintOnce(width, height - horizonY, paintWater);
  const drawClouds = createClouds();
  const drawBalloons = createBalloons();
  const drawBlossom = createBlossom();
  const railway = createRailway({
    body: '#f8f4ea',
    stripe: '#2f9e6e',
    window: '#46698c',
    viaduct: '#b9a58a',
    headlight: false,
  });

  return (painter, timeMs) => {
    const moments = momentsAt('day', timeMs);
    const progressOf = (kind: string) => {
      const moment = moments.find((running) => running.kind === kind);
      return moment && moment.elapsedMs / moment.durationMs;
    };
    const { painter: aboveSea, canvas: aboveSeaCanvas } = above;
    aboveSea.drawImage(sky, 0, 0);
    drawClouds(aboveSea, timeMs);
    for (const { kind, elapsedMs, durationMs } of moments)
      if (kind === 'balloons') drawBalloons(aboveSea, elapsedMs, durationMs);
    aboveSea.drawImage(coast, 0, COAST_TOP_Y);
    railway.drawViaduct(aboveSea);
    const train = progressOf('train');
    if (train !== undefined) railway.drawTrain(aboveSea, train);

    painter.drawImage(aboveSeaCanvas, 0, 0);
    drawReflection(painter, aboveSeaCanvas, timeMs, 4);
    painter.drawImage(water, 0, horizonY);
    drawSparkles(painter, timeMs);
    drawBoats(painter, timeMs);
    for (const { kind, elapsedMs, durationMs } of moments)
      if (kind === 'dolphins') drawDolphins(painter, elapsedMs, durationMs);
    drawGulls(painter, timeMs, progressOf('gulls'));
    drawBlossom(painter, timeMs, progressOf('petals'));
  };
}

function paintSky(painter: Painter): void {
  fillGradient(painter, 0, horizonY, [
    [0, '#4aa8ee'],
    [0.45, '#8fd0fb'],
    [0.8, '#d7f0fd'],
    [1, '#fff5e1'],
  ]);
  drawGlow(painter, paintGlow(260, '255, 250, 220', 1), 250, 96, 520);
}

function paintCoast(painter: Painter): void {
  painter.translate(0, -COAST_TOP_Y);
  painter.fillStyle = '#a9c8df';
  fillRidge(painter, { seed: 12, peak: 120, spacing: 340, baseY: horizonY });
  painter.fillStyle = '#7fb3a8';
  fillRidge(painter, { seed: 29, peak: 78, spacing: 230, baseY: horizonY });
  paintVillage(painter);
}

function paintWater(painter: Painter): void {
  fillGradient(painter, 0, height - horizonY, [
    [0, 'rgba(120, 205, 224, 0.35)'],
    [0.3, 'rgba(58, 168, 208, 0.62)'],
    [1, 'rgba(16, 110, 172, 0.86)'],
  ]);
}

function drawSparkles(painter: Painter, timeMs: number): void {
  painter.fillStyle = '#ffffff';
  for (let index = 0; index < SPARKLES; index += 1) {
    const shine = Math.sin(timeMs / (500 + (index % 9) * 70) + index * 1.9);
    if (shine < 0.25) continue;
    const near = numberOf(SEED, index) ** 1.3;
    const x = numberOf(SEED + 1, index) * width + Math.sin(timeMs / 2100 + index) * 12 * near;
    painter.globalAlpha = (shine - 0.25) * (0.75 - near * 0.3);
    painter.fillRect(x, horizonY + 4 + near * (height - horizonY), 6 + near * 30, 1.2 + near * 1.8);
  }
  painter.globalAlpha = 1;
}
