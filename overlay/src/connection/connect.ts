/**
 * The reader's connection to a room, across lines: joins, resumes where it was, moves away from a gateway that
 * leaves, waits its turn after a failure, and hands each comment on once. `link.ts` decides, this file obeys.
 */
import {
  PROTOCOL_VERSION,
  CLOSE,
  type CommentsMessage,
  type RefusedMessage,
  type ServerMessage,
  type WelcomeMessage,
  type You,
} from '@danmaku-live/protocol';
import type { Connection, ConnectionListener, ConnectionOptions, RoomView } from './connection.ts';
import { startHeartbeat, type Heartbeat } from './heartbeat.ts';
import { createIdentity } from './identity.ts';
import { openLine, type Line } from './line.ts';
import { IDLE, holdsLine, joinedLine, stepLink, type LinkEvent, type LinkOrder, type LinkState } from './link.ts';
import { createPendingPosts, NOT_CONNECTED } from './pending-posts.ts';
import { publicState } from './public-state.ts';
import { createRenewal } from './renewal.ts';
import { resumeUrl, roomUrl } from './room-url.ts';
import { createSeenIds } from './seen-ids.ts';
import { createServerClock } from './server-clock.ts';

/** A line and what hangs on it. */
interface HeldLine {
  /** Absent while the page is still asked for a token. */
  line: Line | undefined;
  /** The reader has shown a token on it, and the gateway has not said yet what it thinks of it. */
  isJudged: boolean;
  /** Whom the welcome was made out to. */
  welcomedAs: You | undefined;
  openedMs: number;
  readonly welcomeTimer: ReturnType<typeof setTimeout>;
  heartbeat: Heartbeat | undefined;
  /** It was welcomed and knows who the reader is: posts may go. */
  ready: boolean;
}

/** Nothing happens before `start()`. */
export function createConnection(options: ConnectionOptions, listener: ConnectionListener): Connection {
  const { random = Math.random, welcomeWithinMs = 10_000 } = options;
  const target = roomUrl(options.gateway, options.room, options.base ?? location.href);
  const identity = createIdentity(options.token, target.ok ? target.host : '');
  const clock = createServerClock();
  const seen = createSeenIds();
  const posts = createPendingPosts(options.giveUpMs);
  const lines = new Map<number, HeldLine>();
  const refPrefix = randomName();
  let posted = 0;
  let link: LinkState = IDLE;
  let offset: string | undefined;
  let room: RoomView | undefined;
  let wakeTimer: ReturnType<typeof setTimeout> | undefined;
  const renewal = createRenewal(() => {
    if (link.kind === 'stopped') return;
    // The page is not bothered while there is nobody to show a token to.
    if (!joined()) return renewal.again();
    void askForToken('The page gave no new token.').then((token) => {
      const held = joined();
      if (held) introduce(held, token);
    });
  }, random);

  function joined(): HeldLine | undefined {
    return lines.get(joinedLine(link) ?? 0);
  }

  function happen(event: LinkEvent): void {
    const before = link;
    const step = stepLink(link, event, performance.now(), random());
    link = step.state;
    for (const order of step.orders) obey(order);
    if (step.state === before || link !== step.state) return;
    const after = publicState(link, performance.now());
    if (after.state === 'stopped') posts.refuseAll({ code: 'closed', message: after.reason });
    if (after.state !== publicState(before, performance.now()).state) listener.onState(after);
  }

  function obey(order: LinkOrder): void {
    if (order.kind === 'open') open(order.line);
    else if (order.kind === 'drop') release(order.line)?.line?.drop();
    else {
      clearTimeout(wakeTimer);
      wakeTimer = setTimeout(() => happen({ kind: 'due' }), order.atMs - performance.now());
    }
  }

  function open(number: number): void {
    if (!target.ok) return happen({ kind: 'stop', code: CLOSE.noSuchEndpoint, reason: target.reason });
    const held: HeldLine = {
      line: undefined,
      isJudged: false,
      welcomedAs: undefined,
      openedMs: 0,
      welcomeTimer: setTimeout(() => lose(number), welcomeWithinMs),
      heartbeat: undefined,
      ready: false,
    };
    lines.set(number, held);
    void askForToken('The page gave no token; going on as a guest.').then((token) => {
      if (lines.get(number) === held) dial(number, held, target.url, token);
    });
  }

  function dial(number: number, held: HeldLine, url: string, token: string | undefined): void {
    held.openedMs = Date.now();
    try {
      held.line = openLine(resumeUrl(url, offset), {
        onOpen: () => introduce(held, token),
        onMessage: (message) => receive(number, message),
        onNonsense: (reason) => listener.onError(new Error(`The gateway sent nonsense: ${reason}`)),
        onClosed(code, reason) {
          release(number);
          happen({ kind: 'closed', line: number, code, reason });
        },
      });
    } catch (error) {
      // The browser forbids it before trying: `ws:` on an `https:` page, say.
      happen({ kind: 'stop', code: CLOSE.notAllowed, reason: String(error) });
    }
  }

  function release(number: number): HeldLine | undefined {
    const held = lines.get(number);
    lines.delete(number);
    clearTimeout(held?.welcomeTimer);
    held?.heartbeat?.stop();
    return held;
  }

  /** Gives up a line that does not answer. */
  function lose(number: number): void {
    release(number)?.line?.drop();
    happen({ kind: 'closed', line: number, code: 1006, reason: 'no answer' });
  }

  function receive(number: number, message: ServerMessage): void {
    const held = lines.get(number);
    if (!held || !holdsLine(link, number)) return;
    held.heartbeat?.heard();
    switch (message.type) {
      case 'welcome':
        return welcome(number, held, message);
      case 'comments':
        return arrive(message, false);
      case 'ack':
        seen.add(message.id);
        return posts.accept(message.ref, message.id);
      case 'refused':
        return refused(held, message);
      case 'recall':
        return listener.onRecall(message);
      case 'held':
        return listener.onHeld?.(message);
      case 'settings':
        return show({ settings: message.settings });
      case 'drain':
        return happen({ kind: 'draining', line: number, withinMs: message.withinMs });
      case 'you':
        return become(held, message.you);
      case 'heartbeat':
        clock.note(message.sent, message.time, Date.now());
        return show({ viewers: message.viewers });
      case 'error':
        return listener.onError(new Error(`The gateway says: ${message.message}`));
    }
  }

  function welcome(number: number, held: HeldLine, message: WelcomeMessage): void {
    if (message.protocol !== PROTOCOL_VERSION) {
      return happen({ kind: 'stop', code: CLOSE.versionGone, reason: 'The gateway speaks another version.' });
    }
    clearTimeout(held.welcomeTimer);
    clock.note(held.openedMs, message.time, Date.now());
    offset = message.offset;
    const beat = (): void =>
      held.line?.send({ type: 'heartbeat', sent: Date.now(), ...(offset !== undefined && { offset }) });
    held.heartbeat?.stop();
    held.heartbeat = startHeartbeat(message.heartbeatMs, beat, () => lose(number));
    // A welcome made out to a guest has crossed the token on its way: `you` or `refused` is still to come, and until
    // then the reader stays who they were, so that their own comments in this welcome are known for theirs.
    const isCrossed = held.isJudged && message.you.token !== undefined;
    held.welcomedAs = message.you;
    const you = isCrossed && room ? room.you : message.you;
    room = { room: message.room, settings: message.settings, you, viewers: message.viewers };
    listener.onRoom(room);
    happen({ kind: 'welcomed', line: number });
    if (!holdsLine(link, number)) return;
    arrive(message, true);
    if (isCrossed) return;
    identity.remember(message.you);
    makeReady(held);
  }

  function become(held: HeldLine, you: You): void {
    identity.remember(you);
    show({ you });
    // A guest that nobody asked for: the token has ended before a new one came.
    if (you.token === undefined) renewal.settle();
    else if (!held.isJudged && typeof options.token === 'function') renewal.again();
    makeReady(held);
  }

  /** Says who the reader is. Posts wait for the answer, so that they come from the right user. */
  function introduce(held: HeldLine, token: string | undefined): void {
    if (token === undefined) return;
    held.isJudged = true;
    held.line?.send({ type: 'auth', token });
    renewal.plan(identity.renewInMs(token, Date.now() + (clock.offsetMs() ?? 0)));
  }

  function askForToken(complaint: string): Promise<string | undefined> {
    return identity.token().catch((error: unknown) => {
      listener.onError(new Error(complaint, { cause: error }));
      renewal.again();
      return undefined;
    });
  }

  function makeReady(held: HeldLine): void {
    held.isJudged = false;
    if (held.ready || !held.welcomedAs) return;
    held.ready = true;
    for (const message of posts.messages()) held.line?.send(message);
  }

  function refused(held: HeldLine, { ref, code, message, retryAfterMs }: RefusedMessage): void {
    if (ref !== undefined) {
      return posts.refuse(ref, { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) });
    }
    listener.onError(new Error(`The gateway refused: ${message}`));
    const isFinal = code === 'token_invalid' || code === 'token_expired';
    if (isFinal) identity.forget();
    else if (held.isJudged) renewal.again(retryAfterMs);
    // Refused for the first time on this line, it leaves the reader the guest of the welcome; later, who they were.
    if (!held.ready && held.welcomedAs) {
      if (isFinal) identity.remember(held.welcomedAs);
      show({ you: held.welcomedAs });
    }
    makeReady(held);
  }

  function arrive(message: CommentsMessage | WelcomeMessage, history: boolean): void {
    offset = message.offset;
    const comments = message.comments.filter((comment) => seen.add(comment.id));
    const leftOut = message.type === 'comments' ? (message.leftOut ?? 0) : 0;
    if (comments.length > 0 || leftOut > 0) listener.onComments(comments, { history, leftOut });
  }

  function show(change: Partial<RoomView>): void {
    if (!room) return;
    room = { ...room, ...change };
    listener.onRoom(room);
  }

  return {
    start: () => happen({ kind: 'start' }),
    post(fields) {
      if (link.kind === 'idle' || link.kind === 'stopped') return Promise.reject(NOT_CONNECTED);
      const ref = `${refPrefix}${(posted += 1).toString(36)}`;
      const answer = posts.add(ref, fields);
      const held = joined();
      const message = posts.messages().find((post) => post.ref === ref);
      if (held?.ready && message) held.line?.send(message);
      return answer;
    },
    probe() {
      happen({ kind: 'online' });
      for (const { heartbeat } of lines.values()) heartbeat?.probe();
    },
    state: () => publicState(link, performance.now()),
    clockOffsetMs: clock.offsetMs,
    roundTripMs: clock.roundTripMs,
    destroy() {
      clearTimeout(wakeTimer);
      renewal.plan(undefined);
      happen({ kind: 'stop', code: 1000, reason: 'The page closed the connection.' });
    },
  };
}

/** A name nobody else has: `crypto.randomUUID` exists on secure pages only. */
function randomName(): string {
  return Array.from(crypto.getRandomValues(new Uint32Array(3)), (part) => part.toString(36)).join('');
}
