/**
 * Leaving: the start reversed. Viewers are told to go at a moment of their own; who is still there towards the end is
 * sent away, a few at a time, so that the gateways that stay are not stormed.
 */
import { CLOSE } from '@danmaku-live/protocol';
import { frame } from './frames.ts';
import type { Gateway, Viewer } from './gateway.ts';
import type { LiveRooms } from './live-rooms.ts';
import type { Poster } from './poster.ts';

export interface DrainParts {
  readonly gateway: Gateway;
  readonly rooms: LiveRooms<Viewer>;
  readonly poster: Poster;
}

const STEP_MS = 50;
/** Share of the window that is the viewers' own; the rest is for sending the others away. */
const OWN_SHARE = 0.75;
/** How long closing handshakes may take after the window. */
const GRACE_MS = 1000;
/** Share of what is left after the viewers' own, in which posts may wait for a broker that is away. */
const WAIT_SHARE = 0.5;
/** How long a broker that is away keeps a gateway that nobody looks at any more. */
const LAST_MS = 1000;

/**
 * Says goodbye to all viewers within `windowMs` and waits until they are gone.
 *
 * @returns how many sockets were still open at the end; 0 is a clean leave.
 */
export async function drain({ gateway, rooms, poster }: DrainParts, windowMs: number): Promise<number> {
  const { sessions } = gateway;
  const startMs = performance.now();
  const ownMs = Math.round(windowMs * OWN_SHARE);
  // Who has not been welcomed yet hears nothing before that; the close code says enough.
  for (const viewer of sessions) {
    if (viewer.state.kind === 'joined') viewer.line.send(frame({ type: 'drain', withinMs: ownMs }));
  }
  const waitUntilMs = startMs + ownMs + Math.max((windowMs - ownMs) * WAIT_SHARE, GRACE_MS / 2);
  let toSend = 0;
  while (sessions.size > 0) {
    const elapsedMs = performance.now() - startMs;
    if (elapsedMs > windowMs + GRACE_MS) break;
    if (elapsedMs >= ownMs) {
      await settle(rooms, poster, waitUntilMs);
      // The rest of the window is shared evenly among those who stayed.
      toSend ||= Math.ceil((sessions.size * STEP_MS) / Math.max(STEP_MS, startMs + windowMs - performance.now()));
      for (const viewer of [...sessions].slice(0, toSend)) viewer.line.close(CLOSE.restart, 'restart');
    }
    await new Promise((resolve) => setTimeout(resolve, STEP_MS));
  }
  await settle(rooms, poster, performance.now() + LAST_MS);
  return sessions.size;
}

/**
 * Everything posted so far is in the log, on its way to viewers here, and answered; or the broker has been waited for
 * until `untilMs`. Who has no answer then repeats the post elsewhere.
 */
async function settle(rooms: LiveRooms<Viewer>, poster: Poster, untilMs: number): Promise<void> {
  await within(Math.max(0, untilMs - performance.now()), poster.settle());
  rooms.flushAll();
  // An answer leaves a few steps after its comment; all of them are taken within this turn.
  await new Promise((resolve) => setImmediate(resolve));
}

async function within(milliseconds: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, milliseconds)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}
