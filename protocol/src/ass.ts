/** Subtitles in the ASS form: the comments fly in any player that shows them. */
import { DEFAULT_STYLE, type DanmakuComment, type Size } from './comment.ts';

const WIDTH = 1920;
const HEIGHT = 1080;
const FONT_PX: Readonly<Record<Size, number>> = { small: 40, medium: 52, large: 72 };
const ROW_PX = 76;
const ROWS = Math.floor((HEIGHT * 0.85) / ROW_PX);
const CROSSING_SECONDS = 8;
const STANDING_SECONDS = 5;
const GAP_PX = 40;

interface Row {
  /** When the tail of its last comment has cleared the entry, and when it has left. */
  clear: number;
  gone: number;
}

/** A comment and where it stands in its recording, in seconds. */
export interface PlacedComment {
  readonly comment: DanmakuComment;
  readonly at: number;
}

/** Writes subtitles in which the comments fly. @param title what players call the file. */
export function writeAss(title: string, placed: readonly PlacedComment[]): string {
  const rows = { scroll: newRows(), reverse: newRows(), top: newRows(), bottom: newRows() };
  const events = [...placed].sort((a, b) => a.at - b.at).map(({ comment, at }) => event(comment, at, rows));
  return `${header(title)}${events.join('')}`;
}

function header(title: string): string {
  const style = `Style: Danmaku,sans-serif,${FONT_PX.medium},&H00FFFFFF,&H00FFFFFF,&H80000000,&H80000000,0,0,0,0,100,100,0,0,1,2,0,7,0,0,0,1`;
  return [
    '[Script Info]',
    `Title: ${plain(title)}`,
    'ScriptType: v4.00+',
    `PlayResX: ${WIDTH}`,
    `PlayResY: ${HEIGHT}`,
    'WrapStyle: 2',
    'ScaledBorderAndShadow: yes',
    '',
    '[V4+ Styles]',
    'Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, MarginR, MarginV, Encoding',
    style,
    '',
    '[Events]',
    'Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text',
    '',
  ].join('\n');
}

function event(
  comment: DanmakuComment,
  at: number,
  rows: Record<'scroll' | 'reverse' | 'top' | 'bottom', Row[]>,
): string {
  const { mode = DEFAULT_STYLE.mode, size = DEFAULT_STYLE.size, color = DEFAULT_STYLE.color } = comment;
  const font = FONT_PX[size];
  const width = widthOf(comment.text, font);
  const flies = mode === 'scroll' || mode === 'reverse';
  const seconds = flies ? CROSSING_SECONDS : STANDING_SECONDS;
  const speed = (WIDTH + width) / CROSSING_SECONDS;
  const cleared = flies ? at + (width + GAP_PX) / speed : at + seconds;
  // A faster one behind must not catch up before the one ahead has left.
  const row = takeRow(rows[mode], at, flies ? at + WIDTH / speed : at, cleared, at + seconds);
  const y = mode === 'bottom' ? HEIGHT - (row + 1) * ROW_PX : row * ROW_PX;
  const centre = WIDTH / 2;
  const [from, to] = mode === 'reverse' ? [-width, WIDTH] : [WIDTH, -width];
  const place = flies ? `\\move(${from},${y},${to},${y})` : `\\an8\\pos(${centre},${y})`;
  const look = `${size === 'medium' ? '' : `\\fs${font}`}${color === '#ffffff' ? '' : `\\c&H${bgr(color)}&`}`;
  return `Dialogue: 0,${clock(at)},${clock(at + seconds)},Danmaku,,0,0,0,,{${place}${look}}${plain(comment.text)}\n`;
}

/** The first row that is free, else the one that is free soonest. */
function takeRow(rows: Row[], at: number, arrives: number, clear: number, gone: number): number {
  let best = rows.findIndex((row) => row.clear <= at && row.gone <= arrives);
  if (best < 0)
    best = rows.reduce((soonest, row, index) => (row.clear < (rows[soonest]?.clear ?? 0) ? index : soonest), 0);
  rows[best] = { clear, gone };
  return best;
}

function newRows(): Row[] {
  return Array.from({ length: ROWS }, () => ({ clear: 0, gone: 0 }));
}

/** Roughly: letters of an alphabet are half as wide as the others. */
function widthOf(text: string, font: number): number {
  let ems = 0;
  for (const char of text) ems += (char.codePointAt(0) ?? 0) < 0x1100 ? 0.55 : 1;
  return Math.round(ems * font);
}

function bgr(color: string): string {
  return `${color.slice(5, 7)}${color.slice(3, 5)}${color.slice(1, 3)}`.toUpperCase();
}

function clock(seconds: number): string {
  const hundredths = Math.round(seconds * 100);
  const two = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${Math.floor(hundredths / 360_000)}:${two((hundredths / 6000) % 60)}:${two((hundredths / 100) % 60)}.${two(hundredths % 100)}`;
}

/** Text that holds no command: braces and backslashes would begin one. */
function plain(text: string): string {
  return text
    .replaceAll('\\', '＼')
    .replaceAll('{', '｛')
    .replaceAll('}', '｝')
    .replaceAll(/[\r\n]+/g, ' ');
}
