/**
 * The reader's settings between visits: one entry of the site's storage, followed by its other tabs and by the other
 * overlays of its page. Storage that is off, full or spoilt costs nothing but the memory.
 */
import type { OverlaySettings } from './options.ts';
import { parseSettings } from './parse-settings.ts';

/** The number changes when what is kept can't be read as before; what is only unknown is passed over. */
const KEY = 'danmaku-live:settings:v1';
/** A slider that is drawn writes once. */
const WRITE_MS = 400;
/** A matter of the page or of the moment, not of the reader's taste. */
const NOT_KEPT: readonly string[] = [
  'paused',
  'safeArea',
  'direction',
  'mask',
  'styles',
  'emotes',
  'emoteHosts',
  'sync',
  'offset',
];

/** Takes what is kept now, as it is stored. */
type Follow = (stored: string | null) => void;

/** Browsers tell every page of the site but the one that wrote. */
const followersHere = new Set<Follow>();

export interface SettingsKeeper {
  /** These were changed here. */
  keep(change: Partial<OverlaySettings>): void;
  /** Writes what is not written yet, and hears of nothing any more. */
  end(): void;
}

/**
 * @param apply takes what was kept earlier, or was changed elsewhere; called at once where there is something.
 * @param early what the reader changed on this visit before: it is newer than what was kept.
 */
export function keepSettings(
  apply: (settings: Partial<OverlaySettings>) => void,
  early: Partial<OverlaySettings>,
): SettingsKeeper {
  let changed: Record<string, unknown> = {};
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ending = new AbortController();
  const { signal } = ending;

  const restore: Follow = (stored) => {
    const settings = Object.entries(stored === null ? {} : kept(parseSettings(stored).settings));
    // What was changed here and is not written yet is newer.
    const news = settings.filter(([name]) => !Object.hasOwn(changed, name));
    if (news.length > 0) apply(Object.fromEntries(news));
  };
  const write = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (Object.keys(changed).length === 0) return;
    // Another tab may have kept other things meanwhile.
    const all = JSON.stringify({ ...kept(parseSettings(read() ?? '').settings), ...changed });
    changed = {};
    try {
      localStorage.setItem(KEY, all);
    } catch {
      // Full or forbidden: the settings hold for this visit.
    }
    for (const follow of followersHere) if (follow !== restore) follow(all);
  };
  window.addEventListener('storage', ({ key, newValue }) => key === KEY && restore(newValue), { signal });
  window.addEventListener('pagehide', write, { signal });
  followersHere.add(restore);
  const keep = (change: Partial<OverlaySettings>): void => {
    Object.assign(changed, kept(change));
    timer ??= setTimeout(write, WRITE_MS);
  };
  keep(early);
  restore(read());

  return {
    keep,
    end() {
      ending.abort();
      followersHere.delete(restore);
      write();
    },
  };
}

function kept(settings: Partial<OverlaySettings>): Partial<OverlaySettings> {
  return Object.fromEntries(Object.entries(settings).filter(([name]) => !NOT_KEPT.includes(name)));
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}
