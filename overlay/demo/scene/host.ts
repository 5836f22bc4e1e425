/** Somebody who stands before the picture and strolls to and fro: comments can be made to pass behind. */
import { PICTURE, type Painter } from './canvas.ts';

const STROLL_MS = 26_000;
const MIDDLE_X = PICTURE.width / 2;
const REACH = 330;

export function drawHost(painter: Painter | OffscreenCanvasRenderingContext2D, timeMs: number): void {
  const turn = (timeMs / STROLL_MS) * Math.PI * 2;
  const x = MIDDLE_X + Math.sin(turn) * REACH;
  const lean = Math.cos(turn) * 0.05 + Math.sin(timeMs / 900) * 0.012;
  painter.save();
  painter.translate(x, PICTURE.height + 6);
  painter.rotate(lean);
  const coat = painter.createLinearGradient(-170, -250, 170, 0);
  coat.addColorStop(0, '#3b4a7a');
  coat.addColorStop(1, '#1b2140');
  painter.fillStyle = coat;
  painter.beginPath();
  painter.moveTo(-190, 20);
  painter.bezierCurveTo(-190, -120, -150, -205, -58, -222);
  painter.lineTo(58, -222);
  painter.bezierCurveTo(150, -205, 190, -120, 190, 20);
  painter.fill();
  painter.fillStyle = '#e9b896';
  painter.beginPath();
  painter.roundRect(-36, -262, 72, 66, 30);
  painter.ellipse(0, -322, 76, 92, 0, 0, Math.PI * 2);
  painter.fill();
  painter.fillStyle = '#2a2233';
  painter.beginPath();
  painter.ellipse(0, -352, 88, 80, 0, Math.PI * 0.98, Math.PI * 2.02);
  painter.bezierCurveTo(84, -300, 60, -372, 8, -374);
  painter.bezierCurveTo(-50, -376, -80, -330, -86, -318);
  painter.fill();
  drawHeadphones(painter);
  painter.restore();
}

function drawHeadphones(painter: Painter | OffscreenCanvasRenderingContext2D): void {
  painter.strokeStyle = '#f2f4ff';
  painter.lineWidth = 13;
  painter.beginPath();
  painter.ellipse(0, -334, 94, 104, 0, Math.PI * 1.03, Math.PI * 1.97);
  painter.stroke();
  painter.fillStyle = '#ff7aa8';
  for (const side of [-1, 1]) {
    painter.beginPath();
    painter.roundRect(side * 86 - 19, -356, 38, 70, 18);
    painter.fill();
  }
}
