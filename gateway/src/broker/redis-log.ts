/** A room's log, state and claims as scripts on the server that holds it. Knows no subscription and no retry. */
import { LIMITS } from '@danmaku-live/protocol';
import { History, type HistoryLimits, type HistoryPage, type PageQuery } from '../room/history.ts';
import type { Placed } from '../room/kept-lines.ts';
import type { LogEntry, LogLine } from '../room/log-line.ts';
import type { Offset } from '../room/offset.ts';
import {
  StateChanged,
  type Claim,
  type RoomSnapshot,
  type RoomState,
  type StateChange,
  type SubmissionOutcome,
} from './broker.ts';
import { decodeLine, encodeLine, withoutRecalled, type Item } from './redis-entry.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';
import { MAX_PAGE, readPage } from './redis-page.ts';
import { APPEND, STATE, SYNC } from './redis-scripts.ts';

/** Where a gateway stands in a log, and the line it was told stands there: a log that was set back has another. */
export interface Position extends Offset {
  readonly text: string;
}

/** What goes into a log together. */
export interface Batch {
  readonly items: readonly {
    readonly line: LogLine;
    readonly refKey?: string;
    readonly claims: readonly Claim[];
    readonly hidden?: boolean;
  }[];
  readonly change?: StateChange;
  /** What fields of the state must be for any of it to be done. */
  readonly expected?: StateChange;
  /** The moment claims are judged at. */
  readonly nowMs: number;
  /** When nobody waits for it any more: how long from now. */
  readonly withinMs: number;
}

/** How a log goes on, or what it is now that it does not go on where it was. */
export type Continuation =
  | { readonly kind: 'continue'; readonly entry: LogEntry | undefined; readonly at: Position }
  | { readonly kind: 'all'; readonly snapshot: RoomSnapshot; readonly at: Position };

export interface RedisLogOptions {
  readonly keys: RedisKeys;
  readonly limits: HistoryLimits;
  readonly clock: () => number;
}

/** A head outlives its last line this long: the offsets of a room that fell silent stay good. */
const HEAD_OUTLIVES_MS = 3_600_000;
/** Lines in one answer: about 200 KB. */
const PAGE_LINES = 1000;
const REF_MS = LIMITS.refSeconds * 1000;

export class RedisLog {
  readonly #options: RedisLogOptions;

  constructor(options: RedisLogOptions) {
    this.#options = options;
  }

  /**
   * @returns one outcome per item; `undefined` where it came too late and no earlier try had stored it.
   * @throws StateChanged when a field is not what was expected.
   */
  async append(node: RedisNode, room: string, batch: Batch): Promise<readonly (SubmissionOutcome | undefined)[]> {
    const { keys, limits } = this.#options;
    const roomKeys = keys.room(room);
    const { items, change = {}, expected = {}, nowMs, withinMs } = batch;
    const names = [roomKeys.head, roomKeys.log, roomKeys.state, roomKeys.controls];
    const args: (string | number)[] = [
      nowMs,
      Math.floor(node.serverMs + withinMs),
      limits.maxComments,
      limits.maxAgeMs,
      limits.maxAgeMs + HEAD_OUTLIVES_MS,
      node.publishVerb,
      roomKeys.channel,
      REF_MS,
      limits.maxControls,
    ];
    for (const fields of [expected, change].map((one) => Object.entries(one))) {
      args.push(fields.length);
      for (const [field, text] of fields) args.push(field, text === null ? '-' : '=', text ?? '');
    }
    args.push(items.length);
    for (const { line, refKey, claims, hidden } of items) {
      const id = line.kind === 'comment' ? line.id : '';
      args.push(hidden ? '' : encodeLine(line), id, refKey === undefined ? '0' : '1', claims.length);
      if (refKey !== undefined) names.push(keys.ref(roomKeys.partition, refKey));
      for (const claim of claims) {
        names.push(keys.claim(roomKeys.partition, claim.key));
        if (claim.kind === 'once') args.push('once', claim.windowMs, claim.code);
        else args.push('rate', 1000 / claim.rate.perSecond, claim.rate.burst);
      }
    }
    const answer = (await node.append(APPEND, names, args)) as readonly string[];
    if (answer[0] === '?') throw new StateChanged(answer[1]);
    return answer.map((text, index) => readOutcome(text, items[index]?.line));
  }

  /** How the log goes on after `known`; without it, all of it. One that was there and is gone begins anew. */
  async sync(node: RedisNode, room: string, known: Position | undefined): Promise<Continuation> {
    const loaded = await this.#load(node, room, known, true);
    const { kind, at, from } = loaded;
    if (kind === 'all') return { kind, at, snapshot: this.#snapshot(loaded) };
    const lines = Array.from<LogLine | undefined>({ length: at.seq - from });
    for (const { seq, line } of loaded.lines) lines[seq - from - 1] = line;
    return { kind, at, entry: lines.length > 0 ? { last: offsetOf(at), lines } : undefined };
  }

  /** The room as it is, without making it exist. */
  async read(node: RedisNode, room: string): Promise<RoomSnapshot> {
    return this.#snapshot(await this.#load(node, room, undefined, false));
  }

  /** A page of it, read alone where it is short. */
  async page(node: RedisNode, room: string, query: PageQuery): Promise<HistoryPage> {
    const { keys, limits, clock } = this.#options;
    const isShort = query.limit <= MAX_PAGE;
    const page = isShort && (await readPage(node, keys.room(room), query, { limits, nowMs: clock() }));
    return page || new History(limits, await this.read(node, room)).page(query);
  }

  async state(node: RedisNode, room: string): Promise<RoomState> {
    return readState(await node.read(STATE, [this.#options.keys.room(room).state], []));
  }

  #snapshot({ at, from, controlFloor, state, lines }: Loaded): RoomSnapshot {
    const { limits, clock } = this.#options;
    const tail = { last: offsetOf(at), lines: withoutRecalled(lines), commentFloor: from, controlFloor };
    const history = new History(limits, tail);
    history.trim(clock());
    return { state, ...history.tail() };
  }

  async #load(node: RedisNode, room: string, known: Position | undefined, begin: boolean): Promise<Loaded> {
    const { keys, limits } = this.#options;
    const roomKeys = keys.room(room);
    const answer = await node.read(
      SYNC,
      [roomKeys.head, roomKeys.log, roomKeys.state, roomKeys.controls],
      [
        known?.epochMs ?? 0,
        known?.seq ?? 0,
        known?.text ?? '',
        PAGE_LINES,
        limits.maxAgeMs + HEAD_OUTLIVES_MS,
        begin ? '1' : '0',
        limits.maxComments + limits.maxControls,
      ],
    );
    const [kind, epoch, last, from, state, newest, controlFloor] = answer as Answer;
    const items = [...newest];
    // What does not fit into one answer is fetched page by page, backwards: it does not change any more.
    let page = newest;
    while (page.length === PAGE_LINES) {
      const before = page.at(-1)?.[0] ?? '';
      page = (await node.call(
        'XREVRANGE',
        roomKeys.log,
        `(${before}`,
        `${epoch}-${Number(from) + 1}`,
        'COUNT',
        PAGE_LINES,
      )) as Item[];
      items.push(...page);
    }
    const texts = items.reverse().map(([id, fields]) => ({ seq: numberOf(id), text: fields[1] ?? '' }));
    const newestText = texts.at(-1);
    return {
      kind,
      at: {
        epochMs: Number(epoch),
        seq: Number(last),
        text: newestText?.seq === Number(last) ? newestText.text : '',
      },
      from: Number(from),
      controlFloor: Number(controlFloor),
      state: readState(state),
      lines: texts.flatMap(({ seq, text }) => {
        const line = decodeLine(text);
        return line ? [{ seq, line }] : [];
      }),
    };
  }
}

/** What {@link SYNC} answers. */
type Answer = [
  kind: 'continue' | 'all',
  epoch: string,
  last: string,
  from: string,
  state: unknown,
  newest: Item[],
  controlFloor: string,
];

interface Loaded {
  readonly kind: 'continue' | 'all';
  readonly at: Position;
  /** The number before the first line that is told. */
  readonly from: number;
  /** After this number no control line was dropped. */
  readonly controlFloor: number;
  readonly state: RoomState;
  /** What there is from `from + 1` to `at`, in order. */
  readonly lines: readonly Placed<LogLine>[];
}

function numberOf(id: string): number {
  return Number(id.slice(id.indexOf('-') + 1));
}

function readState(answer: unknown): RoomState {
  const flat = answer as readonly string[];
  const state = new Map<string, string>();
  for (let index = 0; index + 1 < flat.length; index += 2) state.set(flat[index] ?? '', flat[index + 1] ?? '');
  return state;
}

function readOutcome(text: string, line: LogLine | undefined): SubmissionOutcome | undefined {
  if (text === '!') return undefined;
  const id = line?.kind === 'comment' ? line.id : '';
  if (text === '+') return { ok: true, id, repeated: false };
  if (text.startsWith('=')) return { ok: true, id: text.slice(1), repeated: true };
  const [code, waitMs] = text.slice(1).split(' ');
  return { ok: false, code: code as 'rate_limited' | 'slow_mode' | 'duplicate', retryAfterMs: Number(waitMs) };
}

function offsetOf({ epochMs, seq }: Offset): Offset {
  return { epochMs, seq };
}
