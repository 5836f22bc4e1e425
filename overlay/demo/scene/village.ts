import { numberOf } from '../random.ts';
import { PICTURE, type Painter } from './canvas.ts';

const SEED = 640;
const WALLS = ['#fff8ec', '#fdebd2', '#f7efe3'];
const ROOFS = ['#d9663f', '#c8553d', '#3d7ea6', '#e08e45'];

/** A green headland on the right with houses and a lighthouse, painted once. */
export function paintVillage(painter: Painter): void {
  const base = PICTURE.horizonY;
  painter.fillStyle = '#63a36c';
  painter.beginPath();
  painter.moveTo(620, base);
  painter.bezierCurveTo(760, base - 20, 820, base - 92, 960, base - 96);
  painter.bezierCurveTo(1080, base - 100, 1130, base - 128, 1280, base - 120);
  painter.lineTo(1280, base);
  painter.fill();
  painter.fillStyle = '#4f9161';
  painter.beginPath();
  painter.moveTo(760, base);
  painter.bezierCurveTo(900, base - 10, 1000, base - 64, 1280, base - 58);
  painter.lineTo(1280, base);
  painter.fill();
  for (let tree = 0; tree < 46; tree += 1) {
    const x = 850 + numberOf(SEED, tree) * 430;
    const y = base - 24 - numberOf(SEED + 1, tree) * 66 * Math.min(1, (x - 780) / 240);
    painter.fillStyle = tree % 3 === 0 ? '#3f8055' : '#57996a';
    painter.beginPath();
    painter.arc(x, y, 6 + numberOf(SEED + 2, tree) * 7, 0, Math.PI * 2);
    painter.fill();
  }
  for (let house = 0; house < 17; house += 1) {
    const x = 880 + house * 24 + numberOf(SEED + 3, house) * 10;
    const y = base - 26 - numberOf(SEED + 4, house) * 44;
    paintHouse(painter, x, y, 15 + numberOf(SEED + 5, house) * 9, house);
  }
  paintLighthouse(painter, 742, base - 8);
}

function paintHouse(painter: Painter, x: number, y: number, width: number, index: number): void {
  const wallHeight = width * 0.7;
  painter.fillStyle = WALLS[index % WALLS.length] ?? '#ffffff';
  painter.fillRect(x, y - wallHeight, width, wallHeight);
  painter.fillStyle = ROOFS[index % ROOFS.length] ?? '#d9663f';
  painter.beginPath();
  painter.moveTo(x - 2, y - wallHeight);
  painter.lineTo(x + width / 2, y - wallHeight - width * 0.5);
  painter.lineTo(x + width + 2, y - wallHeight);
  painter.fill();
  painter.fillStyle = '#6f8fae';
  painter.fillRect(x + width * 0.2, y - wallHeight * 0.7, width * 0.2, width * 0.24);
  painter.fillRect(x + width * 0.6, y - wallHeight * 0.7, width * 0.2, width * 0.24);
}

function paintLighthouse(painter: Painter, x: number, baseY: number): void {
  painter.fillStyle = '#8d8577';
  painter.beginPath();
  painter.ellipse(x, baseY + 2, 62, 12, 0, Math.PI, 0);
  painter.fill();
  const bands = ['#fffaf2', '#d94f3d', '#fffaf2', '#d94f3d', '#fffaf2'];
  bands.forEach((color, band) => {
    const half = 15 - band * 1.4;
    painter.fillStyle = color;
    painter.beginPath();
    painter.moveTo(x - half, baseY - 6 - band * 21);
    painter.lineTo(x - half + 1.4, baseY - 27 - band * 21);
    painter.lineTo(x + half - 1.4, baseY - 27 - band * 21);
    painter.lineTo(x + half, baseY - 6 - band * 21);
    painter.fill();
  });
  painter.fillStyle = '#35495e';
  painter.fillRect(x - 12, baseY - 116, 24, 4);
  painter.fillStyle = '#ffe7a3';
  painter.fillRect(x - 7, baseY - 130, 14, 14);
  painter.fillStyle = '#d94f3d';
  painter.beginPath();
  painter.moveTo(x - 10, baseY - 130);
  painter.lineTo(x, baseY - 143);
  painter.lineTo(x + 10, baseY - 130);
  painter.fill();
}
