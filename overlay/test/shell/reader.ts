/** A reader's connection, with everything it tells written down. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { afterEach, beforeEach, vi } from 'vitest';
import { createConnection } from '../../src/connection/connect.ts';
import type { Connection, ConnectionOptions, ConnectionState, RoomView } from '../../src/connection/connection.ts';
import { BrowserLikeWebSocket } from './browser-like.ts';

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

/**
 * For each test of the file it is called in: a WebSocket as browsers have it, and the end of every connection that it left.
 *
 * @returns what joins the room `lobby` of the gateway at `url`. Every wait is the shortest of its window unless
 *   `random` says else.
 */
export function useReaders(): (url: string, options?: Partial<ConnectionOptions>) => Reader {
  const running: Connection[] = [];
  beforeEach(() => void vi.stubGlobal('WebSocket', BrowserLikeWebSocket));
  afterEach(() => {
    for (const connection of running.splice(0)) connection.destroy();
    vi.unstubAllGlobals();
  });
  return (url, options = {}) => {
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
  };
}
