/**
 * Settings from anywhere (attributes, query parameters, JSON, an earlier version's storage): what is usable is taken
 * and brought into range, what is not is reported and left. Never throws.
 */
import { isMode } from '@danmaku-live/protocol';
import {
  DEFAULT_SETTINGS,
  OUTLINES,
  RANGES,
  type EmoteTable,
  type MaskRect,
  type MaskSetting,
  type Outline,
  type OverlaySettings,
  type RoleStyles,
  type SafeArea,
} from './options.ts';

export interface SettingProblem {
  readonly field: string;
  /** Continues a sentence that starts with the field's name. */
  readonly reason: string;
}

/** What {@link parseSettings} could make of its input. */
export interface ParsedSettings {
  /** What is usable, brought into range. */
  readonly settings: Partial<OverlaySettings>;
  /** What is not, and why. */
  readonly problems: readonly SettingProblem[];
}

type Read<T> =
  { readonly ok: true; readonly value: T; readonly but?: string } | { readonly ok: false; readonly reason: string };
type Reader<T> = (value: unknown) => Read<T>;

const INSET = /^(\d+(?:\.\d+)?)(px|%)?$/;
const MAX_LIST = 1000;
const MAX_STRING = 500;
// Written as the keys of a record of exactly these.
const OUTLINE_NAMES = Object.keys(OUTLINES) as Outline[];

const NUMBERS = Object.fromEntries(
  Object.entries(RANGES).map(([field, range]) => [field, numberIn(range)]),
) as Readonly<Record<keyof typeof RANGES, Reader<number>>>;

const READERS: { readonly [Field in keyof OverlaySettings]: Reader<OverlaySettings[Field]> } = {
  ...NUMBERS,
  fontSize: (value) => (value === 'auto' ? { ok: true, value } : NUMBERS.fontSize(value)),
  fontFamily: text,
  outline(value) {
    const name = oneOf(...OUTLINE_NAMES)(value);
    if (name.ok) return name;
    const number = NUMBERS.outline(value);
    return number.ok ? number : { ok: false, reason: `${number.reason}, or ${OUTLINE_NAMES.join(', ')}` };
  },
  styles,
  badges: flag,
  emotes,
  emoteHosts: list,
  maxOnScreen: (value) => {
    const read = NUMBERS.maxOnScreen(value);
    return read.ok ? { ok: true, value: Math.round(read.value) } : read;
  },
  modes: (value) => {
    const read = list(value);
    if (!read.ok) return read;
    const known = [...new Set(read.value.filter(isMode))];
    const wrong = read.value.find((mode) => !isMode(mode));
    const reason = `knows no mode "${wrong?.slice(0, 20)}"`;
    // Whoever wants modes that are none does not want to see nothing.
    if (wrong !== undefined && known.length === 0) return { ok: false, reason };
    return { ok: true, value: known, ...(wrong !== undefined && { but: reason }) };
  },
  merge: flag,
  blockedWords: list,
  blockedUsers: list,
  safeArea,
  mask,
  reducedMotion: oneOf('auto', 'on', 'off'),
  direction: oneOf('auto', 'ltr', 'rtl'),
  sync: oneOf('arrival', 'media'),
  paused: flag,
  interaction: flag,
  focusKey: text,
  announce: flag,
};

/**
 * @param input an object (names in camel or kebab case, values or their text), JSON text of one, or query parameters.
 * @example parseSettings('opacity=0.8&font-size=auto&area=7').settings // { opacity: 0.8, fontSize: 'auto', area: 1 }
 */
export function parseSettings(input: unknown): ParsedSettings {
  const settings: Partial<Record<keyof OverlaySettings, unknown>> = {};
  const problems: SettingProblem[] = [];
  for (const [name, value] of fieldsOf(input)) {
    const field = toCamelCase(name);
    if (value === undefined || (value === null && field !== 'mask')) continue;
    if (!isSetting(field)) {
      problems.push({ field: name.slice(0, 40), reason: 'is not known' });
      continue;
    }
    const read: Read<unknown> = READERS[field](value);
    if (read.ok) settings[field] = read.value;
    const reason = read.ok ? read.but : read.reason;
    if (reason !== undefined) problems.push({ field, reason });
  }
  // Each value was made by the reader of its own field.
  return { settings: settings as Partial<OverlaySettings>, problems };
}

/** The attribute that carries a setting: `fontSize` → `font-size`. */
export function attributeOf(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function toCamelCase(name: string): string {
  return name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isSetting(field: string): field is keyof OverlaySettings {
  return Object.hasOwn(DEFAULT_SETTINGS, field);
}

function fieldsOf(input: unknown): readonly (readonly [string, unknown])[] {
  if (typeof input === 'string') {
    if (!input.trimStart().startsWith('{')) return [...new URLSearchParams(input)];
    try {
      return fieldsOf(JSON.parse(input) as unknown);
    } catch {
      return [['settings', input]];
    }
  }
  return typeof input === 'object' && input !== null && !Array.isArray(input) ? Object.entries(input) : [];
}

function numberIn([least, most]: readonly [number, number]): Reader<number> {
  return (value) => {
    const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof number !== 'number' || Number.isNaN(number))
      return { ok: false, reason: `must be a number from ${least} to ${most}` };
    return { ok: true, value: Math.min(Math.max(number, least), most) };
  };
}

function flag(value: unknown): Read<boolean> {
  if (typeof value === 'boolean') return { ok: true, value };
  // An attribute without a value is on, as in HTML.
  const word = isWord(value) ? `${value}` : '?';
  if (/^(true|on|yes|1|)$/i.test(word)) return { ok: true, value: true };
  if (/^(false|off|no|0)$/i.test(word)) return { ok: true, value: false };
  return { ok: false, reason: 'must be true or false' };
}

function oneOf<T extends string>(...choices: readonly T[]): Reader<T> {
  return (value) => {
    const found = choices.find((choice) => choice === value);
    return found === undefined
      ? { ok: false, reason: `must be one of ${choices.join(', ')}` }
      : { ok: true, value: found };
  };
}

function text(value: unknown): Read<string> {
  return typeof value === 'string' && value.trim() !== '' && value.length <= MAX_STRING
    ? { ok: true, value }
    : { ok: false, reason: `must be text of at most ${MAX_STRING} characters` };
}

/** A list, or text with commas or line ends between the entries. */
function list(value: unknown): Read<readonly string[]> {
  const entries: unknown[] | undefined =
    typeof value === 'string' ? value.split(/[,\n]/) : Array.isArray(value) ? value : undefined;
  if (!entries) return { ok: false, reason: 'must be a list' };
  const kept = entries
    .filter((entry) => typeof entry === 'string')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '' && entry.length <= MAX_STRING);
  return {
    ok: true,
    value: kept.slice(0, MAX_LIST),
    ...(kept.length > MAX_LIST && { but: `takes ${MAX_LIST} entries at most` }),
  };
}

/** An object of insets, one number for all, or text as in CSS: `"0 0 12%"` (top, right, bottom, left). */
function safeArea(value: unknown): Read<SafeArea> {
  const insets = sidesOf(value).map(inset);
  const [top, right = top, bottom = top, left = right] = insets;
  const isWrong = insets.length > 4 || insets.includes(undefined);
  if (isWrong || top === undefined || right === undefined || bottom === undefined || left === undefined) {
    return { ok: false, reason: 'must be one to four lengths such as 40 or 12%' };
  }
  return { ok: true, value: { top, right, bottom, left } };
}

/** What a page hands in as it is; rectangles also as text: `x y width height`, with commas between several. */
function mask(value: unknown): Read<MaskSetting> {
  if (value === null || value === 'none') return { ok: true, value: null };
  if (typeof value === 'function' || PICTURE.test(Object.prototype.toString.call(value))) {
    return { ok: true, value: value as MaskSetting };
  }
  const given = typeof value === 'string' ? value.split(',').map((part) => part.trim().split(/\s+/)) : value;
  const rects = Array.isArray(given) ? given.slice(0, MAX_LIST).flatMap((rect: unknown) => rectOf(rect) ?? []) : [];
  return rects.length > 0 && rects.length === (given as unknown[]).length
    ? { ok: true, value: rects }
    : { ok: false, reason: 'must be a picture, a function or rectangles' };
}

/** `{ name: address }`, JSON text of it, or the address of a file with it. What is in it is judged when it is used. */
function emotes(value: unknown): Read<EmoteTable | string> {
  if (typeof value === 'string' && !value.trimStart().startsWith('{')) return text(value);
  if (typeof value !== 'string' && (typeof value !== 'object' || Array.isArray(value))) {
    return { ok: false, reason: 'must be an object or an address' };
  }
  const entries = fieldsOf(value).filter(([, address]) => typeof address === 'string');
  return { ok: true, value: Object.fromEntries(entries.slice(0, MAX_LIST)) as EmoteTable };
}

/** `{ owner: { gradient: [from, to] } }`, or JSON text of it. */
function styles(value: unknown): Read<RoleStyles> {
  const read: Record<string, unknown> = {};
  const fields = typeof value === 'string' || typeof value === 'object' ? fieldsOf(value) : [['', value] as const];
  for (const [role, style = {}] of fields) {
    const gradient = (style as { readonly gradient?: unknown } | null)?.gradient;
    const isPair =
      Array.isArray(gradient) &&
      gradient.length === 2 &&
      gradient.every((color) => isWord(color) && COLOUR.test(`${color}`));
    const isUsable = isPair || (gradient === undefined && typeof style === 'object');
    if (!isUsable || !/^(owner|paid)$/.test(role)) {
      return { ok: false, reason: 'takes for owner and paid a gradient of two colours such as #ffd866' };
    }
    if (isPair) read[role] = { gradient: gradient.map(String) };
  }
  return { ok: true, value: read };
}

const COLOUR = /^#[\da-f]{6}$/i;
const PICTURE = /(Canvas|Image)(Element|Bitmap|)\]$/;

function rectOf(value: unknown): MaskRect | undefined {
  const given = (value ?? {}) as Readonly<Record<string, unknown>>;
  const edges = Array.isArray(value) ? value : [given['x'], given['y'], given['width'], given['height']];
  const [x, y, width, height] = edges.map(inset);
  const isWrong = x === undefined || y === undefined || width === undefined || height === undefined;
  return isWrong || edges.length > 4 ? undefined : { x, y, width, height };
}

function sidesOf(value: unknown): readonly unknown[] {
  if (typeof value === 'string') return value.trim().split(/\s+/);
  if (typeof value !== 'object' || value === null) return [value];
  const given = value as Readonly<Record<string, unknown>>;
  return ['top', 'right', 'bottom', 'left'].map((side) => (Object.hasOwn(given, side) ? given[side] : 0));
}

function inset(value: unknown): number | string | undefined {
  const match = isWord(value) ? INSET.exec(`${value}`) : null;
  if (!match) return undefined;
  const amount = Number(match[1]);
  return match[2] === '%' ? `${Math.min(amount, 100)}%` : Math.min(amount, 10_000);
}

/** What becomes text by itself: an object may refuse to. */
function isWord(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}
