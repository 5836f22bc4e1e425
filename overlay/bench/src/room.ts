/** A room at 100 comments a second, spoken as a gateway speaks: what "from the socket" is measured with. */
import type { Server } from 'node:http';
import type { ServerMessage, WelcomeMessage } from '@danmaku-live/protocol';
import { WebSocketServer } from 'ws';
import { streamOf } from '../page/stream.ts';

export const ROOM_RATE = 100;
const SEED = 7;

/** The number in the room's name says how often a frame goes out: `flush-50`. */
export function openRoom(server: Server): void {
  const sockets = new WebSocketServer({ server, handleProtocols: (offered) => [...offered][0] ?? false });
  sockets.on('connection', (socket, request) => {
    const flushMs = Number(/\/flush-(\d+)\//.exec(request.url ?? '')?.[1] ?? 50);
    const next = streamOf(SEED);
    const say = (message: ServerMessage | WelcomeMessage): void => socket.send(JSON.stringify(message));
    say(welcome());
    const startMs = performance.now();
    let sent = 0;
    const timer = setInterval(() => {
      const due = Math.floor(((performance.now() - startMs) / 1000) * ROOM_RATE) - sent;
      if (due <= 0) return;
      sent += due;
      const comments = Array.from({ length: due }, () => ({
        ...next(),
        user: { id: 'g_other', name: 'Other' },
        time: Date.now(),
      }));
      say({ type: 'comments', offset: String(sent).padStart(12, '0'), comments });
    }, flushMs);
    socket.on('close', () => clearInterval(timer));
    socket.on('error', () => clearInterval(timer));
  });
}

function welcome(): WelcomeMessage {
  return {
    type: 'welcome',
    protocol: 1,
    session: 'bench',
    room: 'bench',
    time: Date.now(),
    heartbeatMs: 25_000,
    offset: '0',
    recovered: true,
    comments: [],
    viewers: 1,
    settings: { slowModeMs: 0, guests: 'post', maxLength: 100, locked: false, duplicates: 'allow' },
    you: { id: 'g_1', name: 'Guest-1', role: 'guest', can: ['read', 'post'], token: 'guest.1.x' },
  };
}
