/** The requests of a moderator in one room. Every failure is a {@link Refused}, with a code and a sentence. */
import type { RoomSettings } from '@danmaku-live/protocol';
import {
  fieldsOf,
  listOf,
  readActs,
  readHeld,
  readPage,
  readSanction,
  readSettings,
  type Act,
  type HeldComment,
  type Page,
  type Sanction,
  type SanctionKind,
} from './answers.ts';

/** `unreachable`: no answer came. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export interface AskedSanction {
  readonly kind: SanctionKind;
  readonly seconds?: number;
  readonly reason?: string;
  readonly byAddress?: boolean;
}

/** `pinned: null` unpins. */
export type SettingsPatch = Partial<Omit<RoomSettings, 'pinned' | 'pinnedComment'>> & {
  readonly pinned?: string | null;
};

export type FileFormat = 'xml' | 'ass' | 'ndjson';

export interface RoomFigures {
  readonly viewers: number;
  readonly commentsPerSecond: number;
}

export interface RoomApi {
  figures(): Promise<RoomFigures>;
  /** The latest `limit` comments, or those before an offset. */
  page(limit: number, before?: string): Promise<Page>;
  recall(id: string): Promise<void>;
  recallUser(user: string): Promise<void>;
  recallAll(): Promise<void>;
  change(patch: SettingsPatch): Promise<void>;
  settings(): Promise<RoomSettings | undefined>;
  words(): Promise<readonly string[]>;
  setWords(words: readonly string[]): Promise<void>;
  /** The newest first; `total` counts all. */
  sanctions(): Promise<{ readonly total: number; readonly sanctions: readonly Sanction[] }>;
  sanction(user: string, asked: AskedSanction): Promise<void>;
  lift(user: string): Promise<void>;
  held(): Promise<readonly HeldComment[]>;
  pass(id: string): Promise<void>;
  acts(): Promise<readonly Act[]>;
  /** All that the room's log holds, as a file. */
  file(format: FileFormat): Promise<Blob>;
}

const ANSWER_WITHIN_MS = 10_000;
const SANCTIONS = 500;
const ACTS = 300;

const unanswered = (): Refused => new Refused('unreachable', 'The gateway does not answer.');

/**
 * @param token asked for each request: it may be renewed.
 * @param onSignedOut the gateway does not take the token (any more).
 */
export function createRoomApi(room: string, token: () => string, onSignedOut: (code: string) => void): RoomApi {
  const request = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const shown = token();
    const answer = await fetch(`/v1/rooms/${room}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${shown}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      cache: 'no-store',
      credentials: 'omit',
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    }).catch(() => undefined);
    if (!answer) throw unanswered();
    if (answer.ok) return answer;
    const { code, detail } = fieldsOf(await answer.json().catch(() => undefined));
    const refusal = new Refused(
      typeof code === 'string' ? code : 'unreachable',
      typeof detail === 'string' ? detail : `The gateway answers ${answer.status}.`,
    );
    // Somebody may have signed in anew since it was asked.
    if (answer.status === 401 && shown === token()) onSignedOut(refusal.code);
    throw refusal;
  };
  const ask = async (method: string, path: string, body?: unknown): Promise<unknown> =>
    (await request(method, path, body)).json().catch(() => {
      // What breaks off is not empty: nobody may take it for all there is. What was done is done, whatever is said of it.
      if (method === 'GET') throw unanswered();
    });
  const at = encodeURIComponent;
  return {
    async figures() {
      const { viewers, commentsPerSecond } = fieldsOf(await ask('GET', ''));
      return { viewers: Number(viewers) || 0, commentsPerSecond: Number(commentsPerSecond) || 0 };
    },
    async page(limit, before) {
      const query = new URLSearchParams({ limit: String(limit), ...(before !== undefined && { before }) });
      return readPage(await ask('GET', `/comments?${query}`));
    },
    recall: async (id) => void (await ask('DELETE', `/comments/${at(id)}`)),
    recallUser: async (user) => void (await ask('DELETE', `/comments?user=${at(user)}`)),
    recallAll: async () => void (await ask('DELETE', '/comments?all=true')),
    change: async (patch) => void (await ask('PATCH', '/settings', patch)),
    settings: async () => readSettings(fieldsOf(await ask('GET', ''))['settings']),
    async words() {
      const { words } = fieldsOf(await ask('GET', '/words'));
      return listOf(words).filter((word) => typeof word === 'string');
    },
    setWords: async (words) => void (await ask('PUT', '/words', { words })),
    async sanctions() {
      const { total, sanctions } = fieldsOf(await ask('GET', `/sanctions?limit=${SANCTIONS}`));
      const read = listOf(sanctions).flatMap((one) => readSanction(one) ?? []);
      return { total: Number(total) || read.length, sanctions: read };
    },
    sanction: async (user, asked) => void (await ask('PUT', `/sanctions/${at(user)}`, asked)),
    lift: async (user) => void (await ask('DELETE', `/sanctions/${at(user)}`)),
    held: async () => readHeld(fieldsOf(await ask('GET', '/held'))['held']),
    pass: async (id) => void (await ask('POST', `/held/${at(id)}`)),
    file: async (format) => (await request('GET', `/comments?format=${format}`)).blob(),
    acts: async () => readActs(fieldsOf(await ask('GET', `/audit?limit=${ACTS}`))['entries']),
  };
}
