/** A room's settings: what a new room has, and what a change may contain. */
import {
  LIMITS,
  parseObject,
  type DanmakuComment,
  type DuplicateRule,
  type GuestRight,
  type RoomSettings,
} from '@danmaku-live/protocol';
import { z } from 'zod';

const DAY_MS = 86_400_000;
/** Longer than this and a comment belongs to another moment. */
const MAX_HOLD_MS = 60_000;

export function defaultSettings(guests: GuestRight): RoomSettings {
  return { slowModeMs: 0, guests, maxLength: LIMITS.textClusters, locked: false, duplicates: 'allow' };
}

/** The field of a room's state that holds its settings. */
export const SETTINGS_FIELD = 'settings';

/** The settings that a room's state holds, else `fallback`. Fields that a newer gateway wrote are kept as they are. */
export function settingsOf(state: ReadonlyMap<string, string>, fallback: RoomSettings): RoomSettings {
  const text = state.get(SETTINGS_FIELD);
  return text === undefined ? fallback : { ...fallback, ...(parseObject(text) as Partial<RoomSettings> | undefined) };
}

/** The body of `PATCH /v1/rooms/{room}/settings`. Fields that are absent stay as they are; `pinned: null` unpins. */
export const settingsPatch = z
  .strictObject({
    slowModeMs: z.int().min(0).max(DAY_MS),
    guests: z.enum(['post', 'read', 'none'] satisfies GuestRight[]),
    maxLength: z.int().min(1).max(LIMITS.textClusters),
    locked: z.boolean(),
    duplicates: z.enum(['allow', 'merge', 'refuse'] satisfies DuplicateRule[]),
    pinned: z.string().min(1).max(LIMITS.refChars).nullable(),
    holdMs: z.int().min(0).max(MAX_HOLD_MS),
  })
  .partial();

export type SettingsPatch = z.infer<typeof settingsPatch>;

/** @param pinnedComment the comment that `patch` pins, if it pins one that is still kept. */
export function applyPatch(settings: RoomSettings, patch: SettingsPatch, pinnedComment?: DanmakuComment): RoomSettings {
  const { pinned, pinnedComment: shown, holdMs: held, ...rest } = settings;
  const { pinned: change, holdMs = held ?? 0, ...fields } = patch;
  const pin = change === undefined ? { pinned, pinnedComment: shown } : { pinned: change ?? undefined, pinnedComment };
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return {
    ...rest,
    ...given,
    ...(pin.pinned !== undefined && { pinned: pin.pinned }),
    ...(pin.pinned !== undefined && pin.pinnedComment && { pinnedComment: pin.pinnedComment }),
    ...(holdMs > 0 && { holdMs }),
  };
}
