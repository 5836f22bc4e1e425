import { PICTURE, type Painter } from './canvas.ts';

const BOATS = [
  { near: 0.08, speed: 5, startX: 300, sail: '#ffffff', jib: '#ffe3d3' },
  { near: 0.2, speed: -7, startX: 900, sail: '#fff7e6', jib: '#ff8a6b' },
  { near: 0.42, speed: 11, startX: 80, sail: '#ffffff', jib: '#5aa9e6' },
] as const;

/** Sailing boats on the bay, each with its mirror below. */
export function drawBoats(painter: Painter, timeMs: number): void {
  const seconds = timeMs / 1000;
  const span = PICTURE.width + 240;
  BOATS.forEach(({ near, speed, startX, sail, jib }, index) => {
    const travelled = (startX + seconds * speed) % span;
    const x = (travelled < 0 ? travelled + span : travelled) - 120;
    const size = 0.45 + near * 1.7;
    const bob = Math.sin(seconds * 1.2 + index * 2) * 2.4 * size;
    const y = PICTURE.horizonY + 8 + near * (PICTURE.height - PICTURE.horizonY) + bob;
    const facing = Math.sign(speed);
    painter.save();
    painter.translate(x, y);
    painter.rotate(Math.sin(seconds * 0.9 + index) * 0.025);
    painter.scale(facing * size, size);
    painter.save();
    painter.scale(1, -0.55);
    painter.globalAlpha = 0.22;
    drawBoat(painter, sail, jib);
    painter.restore();
    drawBoat(painter, sail, jib);
    painter.restore();
  });
}

function drawBoat(painter: Painter, sail: string, jib: string): void {
  painter.fillStyle = '#7a4a34';
  painter.fillRect(-1.2, -74, 2.4, 74);
  fillShape(painter, sail, [-3, -72, -3, -8, -38, -8]);
  fillShape(painter, jib, [3, -66, 3, -8, 30, -8]);
  fillShape(painter, '#c2543d', [-40, -4, 40, -4, 28, 8, -30, 8]);
  painter.fillStyle = '#fff4e2';
  painter.fillRect(-40, -5, 80, 3);
}

function fillShape(painter: Painter, color: string, points: readonly number[]): void {
  painter.fillStyle = color;
  painter.beginPath();
  for (let index = 0; index + 1 < points.length; index += 2) painter.lineTo(points[index] ?? 0, points[index + 1] ?? 0);
  painter.closePath();
  painter.fill();
}
