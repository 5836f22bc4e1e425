/** What every reader of a comment file answers: what could be read, how much could not, and why it ended early. */
import { cleanText, LIMITS, type DanmakuComment } from '@danmaku-live/protocol';

/** Why one entry of a file is left out. */
export type SkippedReason =
  /** Not of the form that the file's format asks for. */
  | 'invalid'
  /** A kind of comment that does not fly: code, positioned, of the player's own. */
  | 'unsupported'
  /** Nothing to see after clean-up. */
  | 'empty'
  | 'too_long'
  /** Its time is no time. */
  | 'no_time'
  /** The file has more than {@link MOST_COMMENTS}. */
  | 'too_many';

export interface ReadComments {
  /** What can be shown, with `media` as seconds from the start, in the file's order. */
  readonly comments: readonly DanmakuComment[];
  readonly skipped: Readonly<Partial<Record<SkippedReason, number>>>;
  /** What is wrong with the file as a whole, in one sentence; `comments` are what could be read nevertheless. */
  readonly problem?: string;
}

/** Longer texts are read up to here, in UTF-16 code units: what fifty million bytes decode to at most. */
export const MOST_CODE_UNITS = 64 * 1024 * 1024;
const MOST_COMMENTS = 500_000;

/** A comment as a format has it, before anything of it is believed. */
export interface Found {
  readonly id?: unknown;
  readonly text: unknown;
  /** Seconds from the start. */
  readonly media: unknown;
  readonly mode?: DanmakuComment['mode'];
  /** `#rrggbb`, or its number. */
  readonly color?: unknown;
  readonly size?: DanmakuComment['size'];
  readonly user?: DanmakuComment['user'] | undefined;
  /** Milliseconds since 1970. */
  readonly time?: unknown;
  readonly count?: number | undefined;
}

const NOBODY: DanmakuComment['user'] = { id: '', name: '' };
const LARGEST_COLOR = 0xffffff;
const ID_CHARS = 128;
const NUMBER_CHARS = 40;

/** Collects what a reader finds. */
export class Collector {
  readonly #comments: DanmakuComment[] = [];
  readonly #skipped: Partial<Record<SkippedReason, number>> = {};
  readonly #prefix: string;

  /** @param prefix of the ids of those that have none. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  skip(reason: SkippedReason): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + 1;
  }

  add({ id, text, media, mode, color, size, user = NOBODY, time, count }: Found): void {
    if (typeof text !== 'string') return this.skip('invalid');
    if (typeof media !== 'number' || !(media >= 0 && media <= LIMITS.mediaSeconds)) return this.skip('no_time');
    if (this.#comments.length >= MOST_COMMENTS) return this.skip('too_many');
    const clean = cleanText(text);
    if (!clean.ok) return this.skip(clean.reason);
    const hex = colorOf(color);
    this.#comments.push({
      id:
        typeof id === 'string' && id !== '' && id.length <= ID_CHARS ? id : `${this.#prefix}:${this.#comments.length}`,
      text: clean.text,
      user,
      time: isTime(time) ? Math.round(time) : 0,
      media,
      ...(mode !== undefined && mode !== 'scroll' && { mode }),
      ...(hex !== undefined && hex !== '#ffffff' && { color: hex }),
      ...(size !== undefined && size !== 'medium' && { size }),
      ...(count !== undefined && count > 1 && Number.isSafeInteger(count) && { count }),
    });
  }

  done(problem?: string): ReadComments {
    return { comments: this.#comments, skipped: this.#skipped, ...(problem !== undefined && { problem }) };
  }
}

function colorOf(color: unknown): string | undefined {
  if (typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color)) return color.toLowerCase();
  if (typeof color !== 'number' || !Number.isInteger(color) || color < 0 || color > LARGEST_COLOR) return undefined;
  return `#${color.toString(16).padStart(6, '0')}`;
}

function isTime(time: unknown): time is number {
  return typeof time === 'number' && time >= 0 && time <= Number.MAX_SAFE_INTEGER;
}

/** A number, or the text of one; `undefined` for anything else, white space and nothing included. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (
    typeof value !== 'string' ||
    value.length > NUMBER_CHARS ||
    !/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(value)
  )
    return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

/** An object's own fields; `undefined` for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return value as Readonly<Record<string, unknown>>;
}

/** Own fields only: `__proto__` and the like are fields like any other. */
export function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}
