/**
 * Socket.IO as its documentation on performance and memory advises: WebSocket only, no compression, ws with bufferutil,
 * the first request dropped; rooms for rooms. Its adapter encodes a broadcast once and prepares the frame once.
 * `node socket-io-server.mjs [FLUSH_MS]`
 */
import { createServer } from 'node:http';
import { Server } from 'socket.io';
import { outlet, sayListening } from './rooms.mjs';

const http = createServer();
const io = new Server(http, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
  connectTimeout: 45_000,
});
const flushMs = Number(process.argv[2] ?? 0);
const post = outlet(flushMs, (room, comments) => {
  io.to(room).emit('comments', flushMs === 0 ? comments[0] : comments);
});
io.engine.on('connection', (/** @type {{ request: unknown }} */ raw) => {
  raw.request = null;
});
io.on('connection', (socket) => {
  /** @type {string | undefined} */
  let room;
  socket.on('join', (/** @type {string} */ name) => {
    room = name;
    void socket.join(name);
    socket.emit('welcome');
  });
  socket.on('post', (/** @type {{ text: string }} */ { text }) => {
    if (room !== undefined) post(room, text);
  });
});
http.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, () => {
  sayListening(/** @type {import('node:net').AddressInfo} */ (http.address()).port);
});
