/** Which names stand for which pictures. Whatever a page or a server hands in: each entry is usable or passed over. Pure. */
import { isEmoteName } from '../lanes/emote-words.ts';

export interface EmoteTable {
  readonly addresses: ReadonlyMap<string, string>;
  /** One sentence for each that was passed over; a few of them stand for all. */
  readonly problems: readonly string[];
}

/** More are passed over. */
export const MOST_EMOTES = 500;
const MOST_PROBLEMS = 5;

/**
 * @param given `{ name: address }`.
 * @param base what addresses are relative to.
 */
export function readTable(given: unknown, base: string, isAllowed: (url: URL) => boolean): EmoteTable {
  const addresses = new Map<string, string>();
  const problems: string[] = [];
  const isTable = typeof given === 'object' && given !== null && !Array.isArray(given);
  if (!isTable) problems.push('A table of emotes must be an object of names and addresses.');
  const entries = isTable ? Object.entries(given as Record<string, unknown>) : [];
  if (entries.length > MOST_EMOTES) problems.push(`Of the emotes only the first ${MOST_EMOTES} are taken.`);
  for (const [name, address] of entries.slice(0, MOST_EMOTES)) {
    // As comments are cleaned.
    const known = name.normalize('NFC');
    const url = typeof address === 'string' ? urlOf(address, base) : undefined;
    if (isEmoteName(known) && url !== undefined && isAllowed(url)) addresses.set(known, url.href);
    else if (problems.length < MOST_PROBLEMS) problems.push(problemOf(known, url));
  }
  return { addresses, problems };
}

export function urlOf(address: string, base: string): URL | undefined {
  try {
    return new URL(address, base);
  } catch {
    return undefined;
  }
}

function problemOf(name: string, url: URL | undefined): string {
  const said = `The emote "${name.slice(0, 40)}"`;
  if (!isEmoteName(name)) return `${said} is not taken: a name has 1 to 32 characters, no blank and no colon.`;
  if (url === undefined) return `${said} has no usable address.`;
  return `${said} is not taken: the host ${url.host || url.protocol} is not allowed (see emoteHosts).`;
}
