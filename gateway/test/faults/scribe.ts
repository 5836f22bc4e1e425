/** Reads a room's log in Redis as it grows: where each comment really stood, whatever became of the log later. */
import { decodeLine } from '../../src/broker/redis-entry.ts';
import { RedisKeys } from '../../src/broker/redis-keys.ts';
import { formatOffset } from '../../src/room/offset.ts';
import type { RedisServer } from '../redis/redis-server.ts';

const READ_EVERY_MS = 100;

export class Scribe {
  readonly written: (readonly [id: string, offset: string])[] = [];
  readonly #redis: RedisServer;
  readonly #key: string;
  readonly #timer: NodeJS.Timeout;
  #last = '-';
  #isReading = false;

  constructor(redis: RedisServer, room: string) {
    this.#redis = redis;
    this.#key = new RedisKeys(false, 0).room(room).log;
    this.#timer = setInterval(() => void this.read(), READ_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Takes down what is new. A server that is away is asked again. */
  async read(): Promise<void> {
    if (this.#isReading || this.#redis.admin.status !== 'ready') return;
    this.#isReading = true;
    try {
      for (const [entry, [, text = '']] of await this.#redis.admin.xrange(this.#key, this.#last, '+')) {
        this.#last = `(${entry}`;
        const line = decodeLine(text);
        const [epochMs, seq] = entry.split('-').map(Number);
        if (line?.kind === 'comment') {
          this.written.push([line.id, formatOffset({ epochMs: epochMs ?? 0, seq: seq ?? 0 })]);
        }
      }
    } catch {
      // Away: what is lost before it could be read is known by those who saw it.
    } finally {
      this.#isReading = false;
    }
  }
}
