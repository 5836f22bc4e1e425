/**
 * Emotes of a room, as the one file `emotes.js`: reads the table, and fetches and decodes the picture of an emote when a
 * text first names it. Until then, and where that fails, the text is what is shown.
 */
import { emoteWordsIn } from '../lanes/emote-words.ts';
import type { OverlaySettings } from '../options.ts';
import type { NamedEmote } from '../stage/stage.ts';
import { MOST_RATIO, fetchBytes, fetchPicture } from './fetch-picture.ts';
import { allowedHosts } from './hosts.ts';
import { readTable, urlOf } from './table.ts';

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
/** All pictures together: when they have come to this, what is not there yet stays text. */
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
    if (signal.aborted) return;
    const table = readTable(given, base, isAllowed);
    for (const problem of table.problems) onError(new Error(problem));
    addresses = table.addresses;
    if (addresses.size > 0) onTable();
  };

  const complain = (subject: string, cause: unknown): void => {
    if (signal.aborted || complained.has(subject)) return;
    complained.add(subject);
    onError(new Error(`${subject} ${reasonOf(cause)}.`, { cause }));
  };

  const fetchTable = async (address: string): Promise<void> => {
    let table: unknown;
    try {
      table = JSON.parse(new TextDecoder().decode(await fetchBytes(address, MOST_TABLE_BYTES, signal)));
    } catch (cause) {
      complain('The table of emotes', cause);
      if (!signal.aborted) retryTimer = setTimeout(() => void fetchTable(address), RETRY_MS);
      return;
    }
    take(table, address);
  };

  const fetchEmote = async (name: string): Promise<void> => {
    try {
      const picture = await fetchPicture(addresses.get(name) ?? '', signal);
      if (signal.aborted) return;
      bytes += picture.width * picture.height * 4;
      lastId += 1;
      const ratio = Math.min(picture.width / picture.height, MOST_RATIO);
      ready.push({ name, emote: { id: lastId, ratio, picture } });
      gatherTimer ??= setTimeout(tell);
    } catch (cause) {
      askedFromMs.set(name, performance.now() + RETRY_MS);
      complain(`The emote "${name}"`, cause);
    } finally {
      fetching -= 1;
      fetchNext();
    }
  };
  const fetchNext = (): void => {
    if (signal.aborted || bytes >= MOST_BYTES) return;
    for (const name of queue.splice(0, AT_ONCE - fetching)) {
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

  queueMicrotask(() => {
    if (typeof emotes !== 'string') return take(emotes, document.baseURI);
    const url = urlOf(emotes, document.baseURI);
    if (url !== undefined && isAllowed(url)) void fetchTable(url.href);
    else complain('The table of emotes', new Error('comes from a host that is not allowed (see emoteHosts)'));
  });
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
  const isOurs = cause instanceof Error && /^(is|has|was|comes) /.test(cause.message);
  return isOurs ? cause.message : 'could not be had';
}
