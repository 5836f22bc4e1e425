/**
 * The names of everything in Redis. Rooms are hashed into a fixed number of partitions; all keys and the channel of a
 * room carry its partition as hash tag, so that on a cluster they live in one slot and one script reaches them all.
 */

export const PARTITIONS = 128;
const SLOTS = 16_384;

export interface RoomKeys {
  readonly partition: number;
  /**
   * Epoch, number of the last line, number of the last comment that is no longer kept, and of the last control line that
   * was dropped because there were too many.
   */
  readonly head: string;
  /** A stream of lines with ids `epoch-number`. */
  readonly log: string;
  /** A stream of nothing, whose ids are those of the control lines in the log. */
  readonly controls: string;
  readonly state: string;
  readonly presence: string;
  readonly channel: string;
}

export class RedisKeys {
  readonly #isCluster: boolean;
  readonly #channelPrefix: string;

  /** @param db channels are shared by all databases of a server: those of others get names of their own. */
  constructor(isCluster: boolean, db: number) {
    this.#isCluster = isCluster;
    this.#channelPrefix = db === 0 ? 'dl' : `dl@${db}`;
  }

  room(room: string): RoomKeys {
    const partition = partitionOf(room);
    const key = (kind: string) => `dl:{p${partition}}:${kind}:${room}`;
    const channel = `${this.#channelPrefix}:{p${partition}}:room:${room}`;
    return {
      partition,
      head: key('head'),
      log: key('log'),
      controls: key('controls'),
      state: key('state'),
      presence: key('presence'),
      channel,
    };
  }

  /** The room whose channel this is. */
  roomOf(channel: string): string | undefined {
    return /:room:(.*)$/.exec(channel)?.[1];
  }

  ref(partition: number, refKey: string): string {
    return `dl:{p${partition}}:ref:${refKey}`;
  }

  /**
   * A claim is shared by all rooms. On a cluster it can only be shared by the rooms of one slot: there a user has a
   * rate per partition of rooms, and who posts in many rooms at once may post more in all.
   */
  claim(partition: number, key: string): string {
    return this.#isCluster ? `dl:{p${partition}}:claim:${key}` : `dl:claim:${key}`;
  }

  secret(name: string): string {
    return `dl:{p0}:secret:${name}`;
  }

  /** Where a gateway writes to and hears from to know that it is connected. */
  beat(partition: number, instance: string): { readonly key: string; readonly channel: string } {
    return {
      key: `dl:{p${partition}}:beat:${instance}`,
      channel: `${this.#channelPrefix}:{p${partition}}:beat:${instance}`,
    };
  }
}

/** FNV-1a over the room's name: the same on every gateway. */
export function partitionOf(room: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < room.length; index += 1) {
    hash = Math.imul(hash ^ room.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash % PARTITIONS;
}

/** The cluster slot of a partition's hash tag. */
export function slotOfPartition(partition: number): number {
  return crc16(`p${partition}`) % SLOTS;
}

/** CRC-16/XMODEM, which Redis Cluster hashes ASCII keys with. */
function crc16(text: string): number {
  let crc = 0;
  for (let index = 0; index < text.length; index += 1) {
    crc ^= text.charCodeAt(index) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}
