/**
 * One guest of the crowd: a real connection that speaks the protocol and posts, and reads no more than it must.
 * What the others say is skipped unparsed, so that forty guests cost a page little.
 */
import {
  BACKOFF,
  backoffDelayMs,
  closeAction,
  decodeServerMessage,
  spreadDelayMs,
  SUBPROTOCOLS,
  type ClientMessage,
  type RefusalCode,
  type ServerMessage,
} from '@danmaku-live/protocol';
import type { Random } from '../random.ts';
import type { WrittenComment } from './author.ts';
import { fullPace, hold, spend, tokensAt, type Pace } from './pace.ts';

type Line =
  | { readonly kind: 'waiting'; readonly timer: ReturnType<typeof setTimeout> }
  | { readonly kind: 'connecting'; readonly socket: WebSocket }
  | {
      readonly kind: 'joined';
      readonly socket: WebSocket;
      readonly sinceMs: number;
      readonly heartbeat: ReturnType<typeof setInterval>;
    }
  | { readonly kind: 'closed' };

export interface GuestListener {
  onPosted(): void;
  onRefused(code: RefusalCode): void;
  /** The gateway closed for good: this guest is done. */
  onShutOut(): void;
}

export interface Guest {
  isJoined(): boolean;
  /** How many comments it may post now; 0 while it is not in the room. */
  tokens(): number;
  post(comment: WrittenComment): void;
  leave(): void;
}

const COMMENTS_PREFIX = '{"type":"comments"';
/** What a guest waits after a refusal that names no time: it will not help to ask again soon. */
const REFUSED_MS = 5000;

/** Opens a connection at once, and again after every loss until `leave()` or a final close. */
export function createGuest(url: string, random: Random, listener: GuestListener): Guest {
  let line: Line = { kind: 'closed' };
  let pace: Pace = fullPace(Date.now());
  let attempt = 0;
  let posted = 0;

  function open(): void {
    const socket = new WebSocket(url, SUBPROTOCOLS[0]);
    line = { kind: 'connecting', socket };
    socket.addEventListener('message', ({ data }) => {
      if (typeof data !== 'string' || data.startsWith(COMMENTS_PREFIX) || !holds(socket)) return;
      const decoded = decodeServerMessage(data);
      if (decoded.ok) receive(socket, decoded.message);
    });
    socket.addEventListener('close', ({ code }) => {
      if (!holds(socket)) return;
      if (line.kind === 'joined' && Date.now() - line.sinceMs >= BACKOFF.stableMs) attempt = 0;
      drop();
      const action = closeAction(code);
      if (action === 'stop') return listener.onShutOut();
      reopenIn(action === 'spread' ? spreadDelayMs(undefined, random()) : backoffDelayMs(attempt, random()));
      attempt += 1;
    });
  }

  function receive(socket: WebSocket, message: ServerMessage): void {
    switch (message.type) {
      case 'welcome': {
        const beat = (): void => send(socket, { type: 'heartbeat', sent: Date.now() });
        const heartbeat = setInterval(beat, Math.max(1000, message.heartbeatMs));
        line = { kind: 'joined', socket, sinceMs: Date.now(), heartbeat };
        return;
      }
      case 'ack':
        return listener.onPosted();
      case 'refused':
        pace = hold(pace, Date.now(), message.retryAfterMs ?? REFUSED_MS);
        return listener.onRefused(message.code);
      case 'drain':
        drop();
        socket.close(1000);
        return reopenIn(spreadDelayMs(message.withinMs, random()));
      default:
        return;
    }
  }

  function holds(socket: WebSocket): boolean {
    return 'socket' in line && line.socket === socket;
  }

  function reopenIn(delayMs: number): void {
    line = { kind: 'waiting', timer: setTimeout(open, delayMs) };
  }

  /** Forgets the line; its socket may still be open. */
  function drop(): void {
    if (line.kind === 'joined') clearInterval(line.heartbeat);
    if (line.kind === 'waiting') clearTimeout(line.timer);
    line = { kind: 'closed' };
  }

  open();
  return {
    isJoined: () => line.kind === 'joined',
    tokens: () => (line.kind === 'joined' ? tokensAt(pace, Date.now()) : 0),
    post(comment) {
      if (line.kind !== 'joined') return;
      pace = spend(pace, Date.now());
      posted += 1;
      send(line.socket, { type: 'post', ref: posted.toString(36), ...comment });
    },
    leave() {
      const socket = 'socket' in line ? line.socket : undefined;
      drop();
      socket?.close(1000);
    },
  };
}

function send(socket: WebSocket, message: ClientMessage): void {
  if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
}
