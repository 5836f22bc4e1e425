/** niconico comment threads (version 1 of the thread answer, and the older list of `chat` packets). */
import type { Mode, Size } from '@danmaku-live/protocol';
import { readJson } from './json.ts';
import { Collector, fieldsOf, numberOf, own, type ReadComments } from './read.ts';

/** Commands are words, among them at most one of each of these. */
const MODES: Readonly<Record<string, Mode>> = { ue: 'top', shita: 'bottom', naka: 'scroll' };
const SIZES: Readonly<Record<string, Size>> = { small: 'small', big: 'large', medium: 'medium' };
const COLORS: Readonly<Record<string, string>> = {
  white: '#ffffff',
  red: '#ff0000',
  pink: '#ff8080',
  orange: '#ffc000',
  yellow: '#ffff00',
  green: '#00ff00',
  cyan: '#00ffff',
  blue: '#0000ff',
  purple: '#c000ff',
  black: '#000000',
  white2: '#cccc99',
  niconicowhite: '#cccc99',
  red2: '#cc0033',
  truered: '#cc0033',
  pink2: '#ff33cc',
  orange2: '#ff6600',
  passionorange: '#ff6600',
  yellow2: '#999900',
  madyellow: '#999900',
  green2: '#00cc66',
  elementalgreen: '#00cc66',
  cyan2: '#00cccc',
  blue2: '#3399ff',
  marineblue: '#3399ff',
  purple2: '#6633cc',
  nobleviolet: '#6633cc',
  black2: '#666666',
};
/** More than any comment has. */
const MOST_COMMANDS = 32;
const MOST_COMMAND_CHARS = 1_000;
const DATE_CHARS = 64;

/**
 * Reads the JSON of a video's comments: `{data: {threads: [{comments: […]}]}}`, the threads alone, or a list of
 * `{chat: {…}}` packets. `source` is the text, or what it was parsed to. Never throws.
 *
 * @example fromNiconico('[{"chat":{"content":"8888","vpos":120,"mail":"ue red"}}]').comments[0]?.media // 1.2
 */
export function fromNiconico(source: unknown): ReadComments {
  const collector = new Collector('nico');
  const json = readJson(source);
  if (!json.ok) return collector.done(json.problem);
  const list = commentsOf(json.value);
  if (list === undefined) return collector.done('The file holds no niconico comments.');
  for (const entry of list) readOne(collector, entry);
  return collector.done(json.problem);
}

function commentsOf(value: unknown): readonly unknown[] | undefined {
  const fields = fieldsOf(value);
  const data = fields && fieldsOf(own(fields, 'data'));
  const threads = (data && own(data, 'threads')) ?? (fields && own(fields, 'threads')) ?? value;
  if (!Array.isArray(threads)) return undefined;
  return threads.flatMap((thread: unknown): readonly unknown[] => {
    const parts = fieldsOf(thread);
    if (parts === undefined) return [thread];
    const comments = own(parts, 'comments');
    if (Array.isArray(comments)) return comments as readonly unknown[];
    if (Object.hasOwn(parts, 'chat')) return [own(parts, 'chat')];
    // Other packets of the older form say how many comments there are, and the like.
    return Object.keys(parts).length === 1 ? [] : [thread];
  });
}

function readOne(collector: Collector, entry: unknown): void {
  const fields = fieldsOf(entry);
  if (fields === undefined) return collector.skip('invalid');
  const commands = commandsOf(own(fields, 'commands') ?? own(fields, 'mail'));
  const body = own(fields, 'body') ?? own(fields, 'content');
  if (Object.hasOwn(fields, 'deleted') || commands.includes('invisible')) return collector.skip('unsupported');
  // Lines with a slash or @ before all else are orders to the player.
  if (typeof body === 'string' && /^[/@＠]/.test(body)) return collector.skip('unsupported');
  const vposMs = numberOf(own(fields, 'vposMs'));
  const hundredths = numberOf(own(fields, 'vpos'));
  const seconds = vposMs !== undefined ? vposMs / 1000 : hundredths === undefined ? undefined : hundredths / 100;
  const userId = own(fields, 'userId') ?? own(fields, 'user_id');
  collector.add({
    id: own(fields, 'id'),
    text: body,
    media: seconds === undefined ? undefined : Math.max(0, seconds),
    mode: first(commands, MODES),
    size: first(commands, SIZES),
    color: commands.find((word) => /^#[0-9a-f]{6}$/.test(word)) ?? first(commands, COLORS),
    user: typeof userId === 'string' && userId !== '' ? { id: userId.slice(0, 64), name: '' } : undefined,
    time: timeOf(own(fields, 'postedAt') ?? own(fields, 'date')),
  });
}

function commandsOf(value: unknown): readonly string[] {
  const words: readonly unknown[] =
    typeof value === 'string' ? value.slice(0, MOST_COMMAND_CHARS).split(/\s+/) : Array.isArray(value) ? value : [];
  return words
    .slice(0, MOST_COMMANDS)
    .filter((word) => typeof word === 'string')
    .map((word) => word.toLowerCase());
}

function first<T>(commands: readonly string[], table: Readonly<Record<string, T>>): T | undefined {
  const word = commands.find((command) => Object.hasOwn(table, command));
  return word === undefined ? undefined : table[word];
}

/** A date as text, or seconds since 1970. */
function timeOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  if (seconds !== undefined) return seconds * 1000;
  const ms = typeof value === 'string' && value.length <= DATE_CHARS ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : ms;
}
