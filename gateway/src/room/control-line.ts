/** Control lines as other gateways write them: one that this version can't act on is a hole in the log, and no failure. */
import { parseObject, type RoomSettings } from '@danmaku-live/protocol';
import type { ControlLine, Recalled } from './log-line.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a gateway acts on; others come and go with the versions. */
const SETTINGS = {
  slowModeMs: 'number',
  guests: 'string',
  maxLength: 'number',
  locked: 'boolean',
  duplicates: 'string',
};

/** @returns `undefined` for what is none of ours. */
export function readControlLine(json: string): ControlLine | undefined {
  const { kind, timeMs, what, named, settings, change } = parseObject(json) ?? {};
  if (typeof timeMs !== 'number') return undefined;
  if (kind === 'recall') return isRecall(what) ? { kind, timeMs, what, ...(isTexts(named) && { named }) } : undefined;
  if (kind === 'settings') return isSettings(settings) ? { kind, timeMs, settings } : undefined;
  return kind === 'state' && isChange(change) ? { kind, timeMs, change } : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isRecall(what: unknown): what is Recalled {
  if (!isFields(what)) return false;
  const { user, ids } = what;
  if (user !== undefined) return typeof user === 'string';
  return isTexts(ids);
}

function isTexts(list: unknown): list is readonly string[] {
  return Array.isArray(list) && list.every((text) => typeof text === 'string');
}

function isSettings(settings: unknown): settings is RoomSettings {
  return isFields(settings) && Object.entries(SETTINGS).every(([name, type]) => typeof settings[name] === type);
}

function isChange(change: unknown): change is Readonly<Record<string, string | null>> {
  return isFields(change) && Object.values(change).every((text) => text === null || typeof text === 'string');
}
