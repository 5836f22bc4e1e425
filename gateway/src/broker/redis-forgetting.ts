/**
 * Takes recalled comments out of the stored logs. Readers leave them out in any case; this is for the data's sake. A log may
 * be long: it is read a page at a time, and once for all recalls in it that wait for that.
 */
import type { ControlLine, LogLine, Recalled } from '../room/log-line.ts';
import { decodeLine, type Item } from './redis-entry.ts';
import type { RedisKeys } from './redis-keys.ts';
import type { RedisNode } from './redis-node.ts';

/** Lines in one answer: about 100 KB. */
const PAGE_LINES = 500;
/** Logs that are read at once: appends and welcomes go first. */
const MAX_READING = 4;

export class RedisForgetting {
  readonly #keys: RedisKeys;
  /** By room: what the next reading of its log is for. */
  readonly #next = new Map<string, { readonly recalls: Recalled[]; readonly done: Promise<void> }>();
  /** By room: the end, good or bad, of the last reading that is under way or will be. */
  readonly #last = new Map<string, Promise<void>>();
  readonly #queue: (() => void)[] = [];
  #reading = 0;

  constructor(keys: RedisKeys) {
    this.#keys = keys;
  }

  /** Resolves when what `line` recalls is not stored any more. `line` stands in the log already. */
  async forget(node: RedisNode, room: string, line: ControlLine): Promise<void> {
    if (line.kind !== 'recall') return;
    let next = this.#next.get(room);
    if (!next) {
      const recalls: Recalled[] = [];
      next = { recalls, done: this.#inTurn(room, () => readBack(node, this.#keys.room(room).log, recalls)) };
      this.#next.set(room, next);
    }
    next.recalls.push(line.what);
    await next.done;
  }

  /** Reads the room's log when it is not being read any more. */
  #inTurn(room: string, read: () => Promise<void>): Promise<void> {
    const done = this.#readAfter(this.#last.get(room), room, read);
    const end = done.catch(() => undefined);
    this.#last.set(room, end);
    void end.then(() => {
      if (this.#last.get(room) === end) this.#last.delete(room);
    });
    return done;
  }

  async #readAfter(before: Promise<void> | undefined, room: string, read: () => Promise<void>): Promise<void> {
    await before;
    await this.#seat();
    this.#next.delete(room);
    try {
      await read();
    } finally {
      this.#reading -= 1;
      this.#queue.shift()?.();
    }
  }

  async #seat(): Promise<void> {
    if (this.#reading >= MAX_READING) await new Promise<void>((resolve) => this.#queue.push(resolve));
    this.#reading += 1;
  }
}

/** From the log's end to its beginning: what a recall names stands before it. */
async function readBack(node: RedisNode, log: string, recalls: readonly Recalled[]): Promise<void> {
  const recalled = new RecalledBehind(recalls);
  let end = '+';
  for (;;) {
    const page = (await node.call('XREVRANGE', log, end, '-', 'COUNT', PAGE_LINES)) as readonly Item[];
    const gone = page.flatMap(([id, fields]) => (recalled.meet(decodeLine(fields[1] ?? '')) ? [id] : []));
    if (gone.length > 0) await node.call('XDEL', log, ...gone);
    const oldest = page.at(-1)?.[0];
    if (oldest === undefined || page.length < PAGE_LINES) return;
    end = `(${oldest}`;
  }
}

/** Finds what `recalls` name, on the way back through a log: what a user says after a recall stays. */
class RecalledBehind {
  readonly #wanted: { readonly users: ReadonlySet<string>; readonly ids: ReadonlySet<string> };
  readonly #users = new Set<string>();
  readonly #ids = new Set<string>();

  constructor(recalls: readonly Recalled[]) {
    this.#wanted = {
      users: new Set(recalls.flatMap((what) => ('user' in what ? [what.user] : []))),
      ids: new Set(recalls.flatMap((what) => ('ids' in what ? what.ids : []))),
    };
  }

  /** @returns whether `line` is recalled by one that was met before. */
  meet(line: LogLine | undefined): boolean {
    if (line?.kind === 'comment') return this.#users.has(line.userId) || this.#ids.has(line.id);
    if (line?.kind === 'recall') this.#note(line.what);
    return false;
  }

  #note(what: Recalled): void {
    if ('ids' in what) {
      for (const id of what.ids) if (this.#wanted.ids.has(id)) this.#ids.add(id);
    } else if (this.#wanted.users.has(what.user)) this.#users.add(what.user);
  }
}
