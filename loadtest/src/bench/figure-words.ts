/** Figures as people read them: three digits, a unit, and how far the repetitions lay apart. */
import { spreadOf, type Figure, type Goal } from './half.ts';

/** `3.51 M/s`, `840 B`, `1.07 ×`. */
export function valueText(value: number, unit: string): string {
  if (unit === 'B') return value >= 10_000 ? `${digits(value / 1000)} KB` : `${digits(value)} B`;
  if (unit === '1/s') return `${large(value)}/s`;
  if (unit === 'x') return `${digits(value)} ×`;
  return `${large(value)}${unit === '' ? '' : ` ${unit}`}`;
}

/** The middle value with its spread, where there is one. */
export function figureText({ values, unit }: Figure): string {
  const { median, lowest, highest } = spreadOf(values);
  return valueText(median, unit) + (values.length < 2 ? '' : spreadText(lowest, highest));
}

/** What a goal is judged by, as {@link figureText} has it. */
export function judgedText({ value, lowest, highest, unit }: Goal): string {
  return valueText(value, unit) + (lowest === undefined || highest === undefined ? '' : spreadText(lowest, highest));
}

export function goalText(goal: Goal): string {
  const { text, limit, unit, better, met, note } = goal;
  const bound = `${better === 'lower' ? 'at most' : 'at least'} ${valueText(limit, unit)}`;
  return `${met ? 'met   ' : 'MISSED'} ${text}: ${judgedText(goal)}, ${bound}${note === undefined ? '' : `. ${note}`}`;
}

function spreadText(lowest: number, highest: number): string {
  return ` (${valueText(lowest, '')}–${valueText(highest, '')})`;
}

function large(value: number): string {
  if (Math.abs(value) >= 1e6) return `${digits(value / 1e6)} M`;
  return digits(value);
}

function digits(value: number): string {
  const shown = Number(value.toPrecision(3));
  return Math.abs(shown) >= 1000 ? shown.toLocaleString('en-US') : String(shown);
}
