/**
 * What a comment of a run says: who posted it and as which of its posts, so that every delivery can be traced.
 * The words after the marker give it the length and the scripts of a live room.
 */

export interface Marker {
  readonly publisher: number;
  readonly sequence: number;
}

const WORDS = [
  'here it comes',
  '前方高能',
  'www',
  'what a shot',
  'かわいい',
  '第一次看直播',
  '대박',
  'goal!!',
  'не может быть',
  '🎉🎉🎉',
  'great song',
  '泪目',
  'すごい',
  'hello from Lima',
  '哈哈哈哈哈哈',
  'one more time',
] as const;

const MARKER = /^lt\.([a-z0-9]+)\.([a-z0-9]+)\.([a-z0-9]+) /;

/** The text of one post. Unique within all runs as long as run ids are. */
export function markText(runId: string, { publisher, sequence }: Marker): string {
  const words = WORDS[(publisher * 7 + sequence) % WORDS.length] ?? WORDS[0];
  return `lt.${runId}.${publisher.toString(36)}.${sequence.toString(36)} ${words}`;
}

/** Reads what {@link markText} wrote; `undefined` for the text of anybody else, another run included. */
export function readMarker(runId: string, text: string): Marker | undefined {
  const match = MARKER.exec(text);
  if (!match || match[1] !== runId) return undefined;
  return { publisher: parseInt(match[2] ?? '', 36), sequence: parseInt(match[3] ?? '', 36) };
}
