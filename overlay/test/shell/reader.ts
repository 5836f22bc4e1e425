/** A reader's connection, with everything it tells written down. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { createConnection } from '../../src/connection/connect.ts';
import type { Connection, ConnectionOptions, ConnectionState, RoomView } from '../../src/connection/connection.ts';

export interface Reader {
  readonly connection: Connection;
  readonly seen: {
    readonly states: ConnectionState[];
    readonly rooms: RoomView[];
    readonly comments: DanmakuComment[];
    readonly recalls: unknown[];
    readonly errors: string[];
    leftOut: number;
  };
  ids(): string[];
}

const running: Connection[] = [];

/** Joins the room `lobby` of the gateway at `url`. Every wait is the shortest of its window unless `random` says else. */
export function readRoom(url: string, options: Partial<ConnectionOptions> = {}): Reader {
  const seen: Reader['seen'] = { states: [], rooms: [], comments: [], recalls: [], errors: [], leftOut: 0 };
  const connection = createConnection(
    { gateway: url, room: 'lobby', base: url, random: () => 0, ...options },
    {
      onState: (state) => seen.states.push(state),
      onRoom: (room) => seen.rooms.push(room),
      onComments(comments, arrival) {
        seen.comments.push(...comments);
        seen.leftOut += arrival.leftOut;
      },
      onRecall: (what) => seen.recalls.push(what),
      onError: (error) => seen.errors.push(error.message),
    },
  );
  running.push(connection);
  connection.start();
  return { connection, seen, ids: () => seen.comments.map(({ id }) => id) };
}

/** Ends every connection a test has left. */
export function endReaders(): void {
  for (const connection of running.splice(0)) connection.destroy();
}
