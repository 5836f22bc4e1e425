/**
 * npm `ws` as its documentation can make it: no compression, no client tracking of its own, bufferutil, and a loop that
 * writes one frame, prepared once, to every socket of the room.  `node ws-server.mjs [FLUSH_MS]`
 */
import { WebSocketServer, Sender } from 'ws';
import { outlet, sayListening } from './rooms.mjs';

/** Beyond this a viewer that does not read is skipped. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** @type {Map<string, Set<import('node:net').Socket>>} */
const rooms = new Map();
const post = outlet(Number(process.argv[2] ?? 0), (room, comments) => {
  const message = Buffer.from(JSON.stringify({ type: 'comments', comments }));
  const options = { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: false };
  const frame = Buffer.concat(Sender.frame(message, options));
  for (const socket of rooms.get(room) ?? []) if (socket.writableLength < MAX_BUFFERED_BYTES) socket.write(frame);
});

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  backlog: 4096,
  clientTracking: false,
  perMessageDeflate: false,
  skipUTF8Validation: true,
});
server.on('listening', () => sayListening(/** @type {import('node:net').AddressInfo} */ (server.address()).port));
server.on('connection', (client, request) => {
  const room = (request.url ?? '/').slice(1);
  const sockets = rooms.get(room) ?? new Set();
  rooms.set(room, sockets.add(request.socket));
  client.on('message', (data) => post(room, JSON.parse(data.toString()).text));
  client.on('error', () => undefined);
  client.on('close', () => {
    sockets.delete(request.socket);
    if (sockets.size === 0) rooms.delete(room);
  });
  client.send('{"type":"welcome"}');
});
