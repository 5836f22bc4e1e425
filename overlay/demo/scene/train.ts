import { drawGlow, paintGlow, paintOnce, PICTURE, type Painter } from './canvas.ts';

export interface TrainPaint {
  readonly body: string;
  readonly stripe: string;
  readonly window: string;
  readonly viaduct: string;
  readonly headlight: boolean;
}

const CARS = 5;
const CAR_WIDTH = 104;
const CAR_HEIGHT = 24;
const DECK_Y = PICTURE.horizonY - 22;
const LENGTH = CARS * (CAR_WIDTH + 4);

export interface Railway {
  /** The viaduct, always there. */
  drawViaduct(painter: Painter): void;
  /** The train, `progress` 0 to 1 on its way across the picture. */
  drawTrain(painter: Painter, progress: number): void;
}

/** A railway on arches along the shore. */
export function createRailway(paint: TrainPaint): Railway {
  const viaduct = paintOnce(PICTURE.width, 24, (painter) => paintViaduct(painter, paint.viaduct));
  const train = paintOnce(LENGTH, CAR_HEIGHT + 4, (painter) => paintTrain(painter, paint));
  const glow = paintGlow(64, '255, 236, 190', 0.9);
  return {
    drawViaduct: (painter) => painter.drawImage(viaduct, 0, DECK_Y - 2),
    drawTrain(painter, progress) {
      // Slows down in the middle of the picture, where the station would be.
      const eased = progress + Math.sin(progress * Math.PI * 2) * 0.07;
      const x = -LENGTH - 60 + eased * (PICTURE.width + LENGTH + 120);
      painter.drawImage(train, x, DECK_Y - CAR_HEIGHT - 1);
      if (!paint.headlight) return;
      painter.save();
      painter.globalCompositeOperation = 'lighter';
      drawGlow(painter, glow, x + LENGTH + 4, DECK_Y - 9, 110);
      painter.restore();
    },
  };
}

function paintViaduct(painter: Painter, color: string): void {
  painter.fillStyle = color;
  painter.fillRect(0, 0, PICTURE.width, 5);
  for (let x = 0; x < PICTURE.width; x += 46) {
    painter.beginPath();
    painter.moveTo(x, 4);
    painter.lineTo(x + 46, 4);
    painter.lineTo(x + 46, 24);
    painter.lineTo(x + 41, 24);
    painter.quadraticCurveTo(x + 40, 8, x + 23, 8);
    painter.quadraticCurveTo(x + 6, 8, x + 5, 24);
    painter.lineTo(x, 24);
    painter.fill();
  }
}

function paintTrain(painter: Painter, { body, stripe, window, headlight }: TrainPaint): void {
  for (let car = 0; car < CARS; car += 1) {
    const x = car * (CAR_WIDTH + 4);
    const isFirst = car === CARS - 1;
    painter.fillStyle = body;
    painter.beginPath();
    painter.roundRect(x, 0, CAR_WIDTH, CAR_HEIGHT, isFirst ? [4, 15, 3, 3] : [4, 4, 3, 3]);
    painter.fill();
    painter.fillStyle = stripe;
    painter.fillRect(x, CAR_HEIGHT - 8, CAR_WIDTH, 3);
    painter.fillStyle = window;
    for (let windowX = x + 7; windowX < x + CAR_WIDTH - (isFirst ? 22 : 10); windowX += 14) {
      painter.fillRect(windowX, 5, 10, 8);
    }
    if (car > 0) painter.fillRect(x - 4, 12, 4, 3);
    if (isFirst && headlight) {
      painter.fillStyle = '#fff8de';
      painter.fillRect(x + CAR_WIDTH - 6, 14, 5, 4);
    }
  }
}
