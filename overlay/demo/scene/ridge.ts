import { numberOf } from '../random.ts';
import { PICTURE, type Painter } from './canvas.ts';

export interface Ridge {
  readonly seed: number;
  /** Height of the highest peaks above `baseY`, in pixels. */
  readonly peak: number;
  /** Distance between the larger peaks, in pixels. */
  readonly spacing: number;
  readonly baseY: number;
}

/** Height of the ridge above its base at `x`: three octaves of smooth noise. */
function ridgeHeight({ seed, peak, spacing }: Ridge, x: number): number {
  let height = 0;
  let share = 0.62;
  let step = spacing;
  for (let octave = 0; octave < 3; octave += 1) {
    const cell = Math.floor(x / step);
    const within = x / step - cell;
    const smooth = within * within * (3 - 2 * within);
    const left = numberOf(seed + octave, cell);
    const right = numberOf(seed + octave, cell + 1);
    height += (left + (right - left) * smooth) * share;
    share /= 2.4;
    step /= 2.3;
  }
  return height * peak;
}

/** Fills the outline of hills or mountains down to `baseY` with the painter's current fill. */
export function fillRidge(painter: Painter, ridge: Ridge): void {
  painter.beginPath();
  painter.moveTo(0, ridge.baseY);
  for (let x = 0; x <= PICTURE.width; x += 4) painter.lineTo(x, ridge.baseY - ridgeHeight(ridge, x));
  painter.lineTo(PICTURE.width, ridge.baseY);
  painter.closePath();
  painter.fill();
}
