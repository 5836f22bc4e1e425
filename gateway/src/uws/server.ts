/** The server: one uWebSockets.js app, its sockets given to the conductor, its requests to the routes. */
import uWS, { type TemplatedApp, type WebSocketBehavior, type us_listen_socket } from 'uWebSockets.js';
import { LIMITS, CLOSE } from '@danmaku-live/protocol';
import type { Gateway } from '../gateway.ts';
import { UwsLine, type SocketData } from './line.ts';
import { openPart } from './request.ts';
import { upgrade, type UpgradeOptions } from './upgrade.ts';

/** Our own limit is refused with a close code; the library's, four times as far out, cuts without one. */
const MAX_PAYLOAD_BYTES = 4 * LIMITS.clientFrameBytes;
/** Frames beyond this are dropped for a viewer that does not read; it is closed long before. */
const MAX_BACKPRESSURE_BYTES = 4 * 1024 * 1024;
/** A half-open socket is noticed this long after its last sign of life. Heartbeats come every ten seconds. */
const IDLE_SECONDS = 60;

const LISTEN_SHARED = 0;

export interface SocketOptions extends UpgradeOptions {
  /** Sockets of any kind held at once; 0: no cap. */
  readonly maxSockets: number;
}

export function createApp(): TemplatedApp {
  return uWS.App();
}

/** Registers the WebSocket endpoint, and a close code for every other path somebody tries to upgrade. */
export function serveSockets(app: TemplatedApp, gateway: Gateway, options: SocketOptions): void {
  const { admission } = options;
  const onSocketClosed = capSockets(app, options.maxSockets);
  const behavior: WebSocketBehavior<SocketData> = {
    maxPayloadLength: MAX_PAYLOAD_BYTES,
    maxBackpressure: MAX_BACKPRESSURE_BYTES,
    idleTimeout: IDLE_SECONDS,
    sendPingsAutomatically: true,
    compression: uWS.DISABLED,
    open(socket) {
      const data = socket.getUserData();
      const line = new UwsLine(socket);
      data.line = line;
      if (data.refusal) line.close(data.refusal.code, data.refusal.reason);
      else data.viewer = gateway.open(line, data);
    },
    message(socket, message, isBinary) {
      const { viewer, line } = socket.getUserData();
      if (!viewer || !line?.isOpen) return;
      if (isBinary) gateway.malformed(viewer, 'frames must be text');
      else if (message.byteLength > LIMITS.clientFrameBytes) gateway.malformed(viewer, 'frame too large');
      else {
        line.isHeard = true;
        gateway.receive(viewer, Buffer.from(message).toString());
        line.isHeard = false;
      }
    },
    dropped(socket) {
      socket.getUserData().line?.close(CLOSE.tooSlow, 'too slow');
    },
    close(socket) {
      const { viewer, line, address } = socket.getUserData();
      onSocketClosed();
      admission.closed(address);
      line?.lost();
      if (viewer) gateway.closed(viewer);
    },
  };
  app.ws<SocketData>('/v1/rooms/:room/ws', {
    ...behavior,
    upgrade: (res, req, context) => upgrade(res, req, context, openPart(req, 0), options),
  });
  app.ws<SocketData>('/*', {
    ...behavior,
    upgrade: (res, req, context) => upgrade(res, req, context, undefined, options),
  });
}

/**
 * Cuts who connects beyond the cap, also those who never send a request: at the descriptor limit the accept loop burns
 * a core.
 *
 * @returns to be called when a WebSocket closes; of other sockets the library tells by itself.
 */
function capSockets(app: TemplatedApp, maxSockets: number): () => void {
  let held = 0;
  app.filter((res, change) => {
    held += Number(change);
    if (Number(change) > 0 && maxSockets > 0 && held > maxSockets) res.close();
  });
  return () => {
    held -= 1;
  };
}

export interface Listening {
  readonly port: number;
  /** Takes no more connections; those that are open stay. */
  close(): void;
}

/**
 * Listens on the port: alone, so that a second process on it is an error and not a silent share; or, as one of several
 * workers, together with the others.
 *
 * @param port 0 picks a free one.
 * @throws when the port is taken or the address is not ours.
 */
export function listen(app: TemplatedApp, host: string, port: number, shared = false): Listening {
  let socket: us_listen_socket | false = false;
  app.listen(host, port, shared ? LISTEN_SHARED : uWS.LIBUS_LISTEN_EXCLUSIVE_PORT, (listening) => {
    socket = listening;
  });
  if (!socket) throw new Error(`Port ${port} on ${host} can't be listened on: it is in use, or not allowed here.`);
  const held = socket;
  return { port: uWS.us_socket_local_port(held), close: () => uWS.us_listen_socket_close(held) };
}
