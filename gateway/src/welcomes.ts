/** The first thing a viewer hears: who it is, how the room is, and what it missed, as far as that can be held for it. */
import { LIMITS, PROTOCOL_VERSION, type You } from '@danmaku-live/protocol';
import type { Line } from './fanout.ts';
import { frame, welcomeFrame } from './frames.ts';
import { formatOffset } from './room/offset.ts';
import { MAX_RESUME_CHARS, type Room } from './room/room.ts';
import type { Session } from './room/session.ts';
import { UnreadWelcomes } from './unread-welcomes.ts';

type Viewer = Session<Line>;

const HEARTBEAT_MS = 10_000;
const MAX_BUFFERED_BYTES = 512 * 1024;
/** How long a large welcome may take: closed for it, a viewer on a thin line would come back for the same again. */
const WELCOME_WITHIN_MS = 30_000;
/** Of all viewers together: a hundred full backlogs. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024;
/** A backlog while that much waits: about what the latest comments come to. */
const SHORT_RESUME_CHARS = 16 * 1024;

export class Welcomes {
  readonly #unread: UnreadWelcomes<Viewer>;

  constructor(maxUnreadBytes = MAX_UNREAD_BYTES) {
    this.#unread = new UnreadWelcomes(maxUnreadBytes);
  }

  send(viewer: Viewer, room: Room<Viewer>, you: You, nowMs: number): void {
    const maxChars = this.#unread.isFull ? SHORT_RESUME_CHARS : MAX_RESUME_CHARS;
    const arrival = room.arrival(viewer.after, LIMITS.welcomeComments, nowMs, maxChars);
    const welcome = {
      protocol: PROTOCOL_VERSION,
      session: viewer.id,
      room: room.name,
      time: nowMs,
      heartbeatMs: HEARTBEAT_MS,
      offset: formatOffset(arrival.offset),
      recovered: arrival.recovered,
      viewers: room.viewersEverywhere,
      settings: room.settings,
      you,
    };
    const texts = [
      welcomeFrame(welcome, arrival.comments),
      ...arrival.recalls.map((what) => frame({ type: 'recall', ...what })),
    ];
    const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
    viewer.welcome = { sentMs: nowMs, bytes, dueMs: nowMs + WELCOME_WITHIN_MS };
    for (const text of texts) viewer.line.send(text);
    this.#unread.add(viewer, viewer.line.bufferedBytes());
  }

  /** Whether more waits for `viewer` than its welcome, in its time, and some frames. */
  isTooSlow(viewer: Viewer, nowMs: number): boolean {
    const bufferedBytes = viewer.line.bufferedBytes();
    this.#unread.update(viewer, bufferedBytes);
    const welcomeBytes = nowMs < viewer.welcome.dueMs ? viewer.welcome.bytes : 0;
    return bufferedBytes > MAX_BUFFERED_BYTES + welcomeBytes;
  }

  /** The connection is gone, and what waited for it. */
  closed(viewer: Viewer): void {
    this.#unread.remove(viewer);
  }
}
