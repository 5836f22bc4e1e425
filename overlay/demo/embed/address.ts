/** What the address of `/embed/{room}` asks for. Pure; forgiving: what can't be used is a problem, and left. */
import { isRoomName } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../../src/options.ts';
import { parseSettings } from '../../src/parse-settings.ts';

export interface EmbedAddress {
  /** `undefined`: nothing is connected. */
  readonly room: string | undefined;
  readonly settings: Partial<OverlaySettings>;
  /** Show test comments. */
  readonly test: boolean;
  /** The origin of the page around the frame, where that page gives the reader's token. */
  readonly parentOrigin: string | undefined;
  /** From the fragment, which is never sent to a server. */
  readonly token: string | undefined;
  /** Sentences for the console. They name fields and never carry a value. */
  readonly problems: readonly string[];
}

const OWN_NAMES = new Set(['test', 'parent', 'token']);

export function readAddress(url: URL): EmbedAddress {
  const problems: string[] = [];
  const query = url.searchParams;
  const given = Object.fromEntries([...query].filter(([name]) => !OWN_NAMES.has(name)));
  const parsed = parseSettings(given);
  for (const { field, reason } of parsed.problems) problems.push(`The setting "${field}" ${reason}.`);
  const room = roomIn(url.pathname);
  if (room === undefined) problems.push('The address names no room: it is /embed/ and the name of one.');
  if (query.has('token'))
    problems.push('A token in the query is not used, because addresses are logged: write #token=…');
  const parent = query.get('parent');
  const parentOrigin = parent === null ? undefined : originOf(parent);
  if (parent !== null && parentOrigin === undefined) {
    problems.push('"parent" must be the origin of the page around this frame, such as https://site.example.');
  }
  const token = new URLSearchParams(url.hash.slice(1)).get('token') || undefined;
  const test = /^(1|true|on|yes|)$/i.test(query.get('test') ?? 'off');
  return { room, settings: parsed.settings, test, parentOrigin, token, problems };
}

function roomIn(path: string): string | undefined {
  try {
    const room = decodeURIComponent(/^\/embed\/([^/]+)\/?$/.exec(path)?.[1] ?? '');
    return isRoomName(room) ? room : undefined;
  } catch {
    return undefined;
  }
}

function originOf(text: string): string | undefined {
  try {
    const { protocol, origin } = new URL(text);
    return /^https?:$/.test(protocol) ? origin : undefined;
  } catch {
    return undefined;
  }
}
