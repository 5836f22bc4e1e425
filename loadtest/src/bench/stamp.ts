/** What a comment of a benchmark says: its number and its intended moment, then words of the length of a live room's. */

const WORDS = [
  '前方高能',
  'what a shot',
  'かわいい',
  '第一次看直播 泪目',
  'goal!!',
  'не может быть',
  'hello from Lima',
] as const;
const STAMP = /b\.([0-9a-z]+)\.([0-9a-z]+) /g;

/** @param intendedMs milliseconds since the run's start. */
export function stampText(number: number, intendedMs: number): string {
  const micros = Math.max(0, Math.round(intendedMs * 1000));
  return `b.${number.toString(36)}.${micros.toString(36)} ${WORDS[number % WORDS.length] ?? WORDS[0]}`;
}

/** The intended moments of all comments in a frame, whatever the frame looks like. */
export function readStamps(frame: string): readonly number[] {
  return Array.from(frame.matchAll(STAMP), (match) => parseInt(match[2] ?? '', 36) / 1000);
}
