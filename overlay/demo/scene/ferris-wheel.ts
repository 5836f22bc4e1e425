import { drawGlow, paintGlow, PICTURE, type Painter } from './canvas.ts';

const CABINS = 20;
const RADIUS = 82;
const TURN_MS = 64_000;
const MIDDLE = { x: 236, y: PICTURE.horizonY - 98 } as const;

/** A lit Ferris wheel; its light slowly goes through the colours. */
export function createFerrisWheel(): (painter: Painter, timeMs: number) => void {
  const glow = paintGlow(96, '255, 120, 170', 0.4);
  return (painter, timeMs) => {
    const turn = ((timeMs % TURN_MS) / TURN_MS) * Math.PI * 2;
    const hue = (timeMs / 90) % 360;
    const light = `hsl(${hue}, 85%, 72%)`;
    painter.strokeStyle = '#1d1e42';
    painter.lineWidth = 5;
    painter.beginPath();
    painter.moveTo(MIDDLE.x - 38, PICTURE.horizonY);
    painter.lineTo(MIDDLE.x, MIDDLE.y);
    painter.lineTo(MIDDLE.x + 38, PICTURE.horizonY);
    painter.stroke();
    painter.save();
    painter.globalCompositeOperation = 'lighter';
    drawGlow(painter, glow, MIDDLE.x, MIDDLE.y, RADIUS * 3.2);
    painter.restore();
    painter.strokeStyle = light;
    painter.globalAlpha = 0.55;
    painter.lineWidth = 1;
    painter.beginPath();
    for (let cabin = 0; cabin < CABINS; cabin += 1) {
      const angle = turn + (cabin / CABINS) * Math.PI * 2;
      painter.moveTo(MIDDLE.x, MIDDLE.y);
      painter.lineTo(MIDDLE.x + Math.cos(angle) * RADIUS, MIDDLE.y + Math.sin(angle) * RADIUS);
    }
    painter.stroke();
    painter.globalAlpha = 1;
    painter.lineWidth = 2.4;
    painter.beginPath();
    painter.arc(MIDDLE.x, MIDDLE.y, RADIUS, 0, Math.PI * 2);
    painter.stroke();
    painter.beginPath();
    painter.arc(MIDDLE.x, MIDDLE.y, RADIUS * 0.55, 0, Math.PI * 2);
    painter.stroke();
    for (let cabin = 0; cabin < CABINS; cabin += 1) {
      const angle = turn + (cabin / CABINS) * Math.PI * 2;
      painter.fillStyle = cabin % 2 === 0 ? '#fff6df' : light;
      painter.fillRect(MIDDLE.x + Math.cos(angle) * RADIUS - 3, MIDDLE.y + Math.sin(angle) * RADIUS - 2, 6, 6);
    }
  };
}
