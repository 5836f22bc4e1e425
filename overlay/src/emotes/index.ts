/**
 * Emotes of a room, as the one file `emotes.js`: reads the table, and fetches and decodes the picture of an emote when a
 * text first names it. Until then, and where that fails, the text is what is shown.
 */
import { emoteWordsIn } from '../lanes/emote-words.ts';
import type { OverlaySettings } from '../options.ts';
import type { NamedEmote } from '../stage/stage.ts';
import { MOST_RATIO, fetchBytes, fetchPicture } from './fetch-picture.ts';
import { allowedHosts } from './hosts.ts';
import { readTable } from './table.ts';

export interface EmoteOptions extends Pick<OverlaySettings, 'emotes' | 'emoteHosts'> {
  /** Of these the hosts are allowed without being named. */
  readonly own: readonly string[];
  /** There is a table now: texts that were shown before may name emotes. */
  onTable(): void;
  /** These can be drawn from now on; those that come together are told together. */
  onReady(emotes: readonly NamedEmote[]): void;
  onError(error: Error): void;
}

export interface EmoteBook {
  /** Has those fetched that this text names. */
  want(text: string): void;
  end(): void;
}

/** What the file `emotes.js` exports. */
export interface EmotesModule {
  createEmoteBook(options: EmoteOptions): EmoteBook;
}

const MOST_TABLE_BYTES = 256 * 1024;
/** All pictures together; what goes beyond stays text. */
const MOST_BYTES = 16 * 1024 * 1024;
const AT_ONCE = 4;
/** What could not be had is asked for again when it is wanted after this. */
const RETRY_MS = 60_000;
/** What comes within it is told together: each time everything that flies is measured anew. */
const GATHER_MS = 200;

let lastId = 0;

export function createEmoteBook({ emotes, emoteHosts, own, onTable, onReady, onError }: EmoteOptions): EmoteBook {
  const isAllowed = allowedHosts(own, emoteHosts);
  const ending = new AbortController();
  const { signal } = ending;
  let addresses: ReadonlyMap<string, string> = new Map();
  /** When it may be asked for, by name; never again those that are there. */
  const askedFromMs = new Map<string, number>();
  const complained = new Set<string>();
  let queue: string[] = [];
  let fetching = 0;
  let bytes = 0;
  let ready: NamedEmote[] = [];
  let gatherTimer: ReturnType<typeof setTimeout> | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;

  const take = (given: unknown, base: string): void => {
    const table = readTable(given, base, isAllowed);
    for (const problem of table.problems) onError(new Error(problem));
    addresses = table.addresses;
    if (addresses.size > 0) onTable();
  };

  const fetchTable = async (address: string): Promise<void> => {
    try {
      const url = new URL(address, document.baseURI);
      if (!isAllowed(url)) throw new Error(`comes from a host that is not allowed (see emoteHosts)`);
      const body = new TextDecoder().decode(await fetchBytes(url.href, MOST_TABLE_BYTES, signal));
      take(JSON.parse(body), url.href);
    } catch (cause) {
      if (signal.aborted) return;
      onError(new Error(`The table of emotes ${reasonOf(cause)}; trying again.`, { cause }));
      retryTimer = setTimeout(() => void fetchTable(address), RETRY_MS);
    }
  };

  const fetchEmote = async (name: string): Promise<void> => {
    try {
      const picture = await fetchPicture(addresses.get(name) ?? '', signal);
      const size = picture.width * picture.height * 4;
      if (bytes + size > MOST_BYTES) throw new Error('finds no memory left');
      bytes += size;
      askedFromMs.set(name, Infinity);
      lastId += 1;
      const ratio = Math.min(picture.width / picture.height, MOST_RATIO);
      ready.push({ name, emote: { id: lastId, ratio, picture } });
      gatherTimer ??= setTimeout(tell);
    } catch (cause) {
      askedFromMs.set(name, performance.now() + RETRY_MS);
      if (signal.aborted || complained.has(name)) return;
      complained.add(name);
      onError(new Error(`The emote "${name}" ${reasonOf(cause)}.`, { cause }));
    } finally {
      fetching -= 1;
      fetchNext();
    }
  };
  const fetchNext = (): void => {
    while (fetching < AT_ONCE && !signal.aborted) {
      const name = queue.shift();
      if (name === undefined) return;
      fetching += 1;
      void fetchEmote(name);
    }
  };
  const tell = (): void => {
    gatherTimer = undefined;
    if (ready.length === 0) return;
    const told = ready;
    ready = [];
    gatherTimer = setTimeout(tell, GATHER_MS);
    onReady(told);
  };

  if (typeof emotes === 'string') void fetchTable(emotes);
  else queueMicrotask(() => take(emotes, document.baseURI));
  return {
    want(text) {
      for (const { name } of emoteWordsIn(text, (word) => addresses.has(word))) {
        if ((askedFromMs.get(name) ?? 0) > performance.now()) continue;
        askedFromMs.set(name, Infinity);
        queue.push(name);
      }
      fetchNext();
    },
    end() {
      ending.abort();
      queue = [];
      clearTimeout(gatherTimer);
      clearTimeout(retryTimer);
    },
  };
}

/** Continues a sentence. */
function reasonOf(cause: unknown): string {
  const isOurs = cause instanceof Error && /^(is|has|was|finds|comes) /.test(cause.message);
  return isOurs ? cause.message : 'could not be had';
}
