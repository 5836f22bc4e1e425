/**
 * How each server is spoken to. The same raw reader serves all of them; a dialect only says where to connect, what to
 * say first and how a post looks. Every comment carries its number and its intended moment in its text, so frames of
 * all dialects are read alike.
 */

export type DialectName = 'danmaku' | 'ws' | 'socket.io' | 'nchan' | 'centrifuge' | 'c-writer';

/** Refs are as long as an overlay makes them: a gateway's JSON reader treats texts of up to ten characters differently. */
export const REF_PREFIX = 'bench-of-posts-';

export interface Dialect {
  readonly path: (room: string) => string;
  readonly subprotocol: string | undefined;
  /** Sent when the upgrade is done, in order. */
  readonly hello: (room: string) => readonly string[];
  /** Sent when a message that matches came. */
  readonly next?: { readonly after: RegExp; readonly say: (room: string) => string };
  /** Whether this message says that the viewer is in the room; without it, the first message does. */
  readonly joined: RegExp | undefined;
  /** No message says so: an open connection is in the room. */
  readonly joinsSilently?: boolean;
  readonly post: (room: string, text: string, number: number) => string;
  /** A question of the server's that must be answered, and the answer. */
  readonly ping?: readonly [question: string, answer: string];
}

/** For servers that hand on what they are given: the comment as ours makes it, of the same length. */
function wholeComment(text: string, number: number): string {
  const user = { id: 'server-1', name: 'Server', role: 'owner' };
  return JSON.stringify({ id: `AbCdEfGh${number.toString(36)}`, text, user, time: Date.now() });
}

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = {
  danmaku: {
    path: (room) => `/v1/rooms/${room}/ws`,
    subprotocol: 'danmaku.v1.json',
    hello: () => [],
    joined: /^\{"type":"welcome"/,
    post: (_, text, number) => JSON.stringify({ type: 'post', ref: `${REF_PREFIX}${number.toString(36)}`, text }),
  },
  ws: {
    path: (room) => `/${room}`,
    subprotocol: undefined,
    hello: () => [],
    joined: /^\{"type":"welcome"/,
    post: (_, text) => JSON.stringify({ text }),
  },
  'socket.io': {
    path: () => '/socket.io/?EIO=4&transport=websocket',
    subprotocol: undefined,
    hello: () => ['40'],
    next: { after: /^40/, say: (room) => `42${JSON.stringify(['join', room])}` },
    joined: /^42\["welcome"/,
    post: (_, text) => `42${JSON.stringify(['post', { text }])}`,
    ping: ['2', '3'],
  },
  nchan: {
    path: (room) => `/room/${room}`,
    subprotocol: undefined,
    hello: () => [],
    joined: undefined,
    joinsSilently: true,
    post: (_, text, number) => wholeComment(text, number),
  },
  centrifuge: {
    path: () => '/connection/websocket',
    subprotocol: undefined,
    hello: (room) => [
      `${JSON.stringify({ id: 1, connect: {} })}\n${JSON.stringify({ id: 2, subscribe: { channel: room } })}`,
    ],
    joined: /"id":2,/,
    post: (room, text, number) =>
      `{"id":${number + 3},"publish":{"channel":${JSON.stringify(room)},"data":${wholeComment(text, number)}}}`,
    ping: ['{}', '{}'],
  },
  'c-writer': {
    path: () => '/',
    subprotocol: undefined,
    hello: () => [],
    joined: /^\{\}/,
    post: (_, text) => text,
  },
};
