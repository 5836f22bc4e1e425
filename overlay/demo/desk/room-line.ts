/** The desk's own connection to the room: what it hears goes to the parts of the page that show it. */
import { createConnection } from '../../src/connection/connect.ts';
import type { Connection, ConnectionState, RoomView } from '../../src/connection/connection.ts';
import { watchPage } from '../../src/connection/page-signals.ts';
import { element } from '../element.ts';
import { plainState, type PlainState } from '../panel/plain-state.ts';
import type { Earlier } from './earlier.ts';
import type { HeldCard } from './held-card.ts';
import type { Intake } from './intake.ts';
import type { LiveList } from './live-list.ts';
import type { RoomCard } from './room-card.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

export interface RoomLine {
  open(token: string): void;
  close(): void;
  /** The gateway's clock minus this machine's; `undefined` before the first welcome. */
  clockOffsetMs(): number | undefined;
}

interface Parts {
  readonly intake: Intake;
  readonly live: LiveList;
  readonly held: HeldCard;
  readonly earlier: Earlier;
  readonly roomCard: RoomCard;
  /** What was read before may have changed since. */
  readonly onJoined: () => void;
  readonly onSignedOut: (why: 'signInAgain' | 'signInInvalid') => void;
}

const STATE_WORDS: Readonly<Record<PlainState, DeskWord>> = {
  loading: 'stateConnecting',
  missing: 'stateConnecting',
  idle: 'stateIdle',
  connecting: 'stateConnecting',
  joined: 'stateJoined',
  reconnecting: 'stateReconnecting',
  stopped: 'stateStopped',
};
/** The gateway wants to know who this is. */
const NOT_AUTHENTICATED = 4401;
const HUNG_UP = 1000;

export function createRoomLine(room: string, parts: Parts, speech: DeskSpeech): RoomLine {
  const { intake, live, held, earlier, roomCard } = parts;
  const away = element('away', HTMLElement);
  const leftOutRate = element('left-out-rate', HTMLElement);
  let connection: Connection | undefined;
  let state: ConnectionState = { state: 'idle' };
  let plain: PlainState = 'idle';
  let isModerator = false;
  let leftOut = 0;

  function tell(): void {
    element('state', HTMLElement).dataset['state'] = plain;
    element('state-text', HTMLElement).textContent = speech.say(STATE_WORDS[plain]);
    const isOver = state.state === 'stopped' && state.code !== HUNG_UP;
    away.hidden = plain !== 'reconnecting' && !isOver;
    away.textContent =
      state.state === 'stopped' ? speech.say('stopped', { reason: state.reason || state.code }) : speech.say('away');
  }

  function turn(next: ConnectionState): void {
    // The desk itself has hung up.
    const isIdle = next.state === 'stopped' && next.code === HUNG_UP;
    plain = isIdle ? 'idle' : plainState(next, plain);
    state = next;
    tell();
    if (next.state === 'joined') {
      intake.joined();
      held.clear();
      void earlier.begin().then((isMore) => isMore && live.renew());
      parts.onJoined();
    }
    if (next.state === 'stopped' && next.code === NOT_AUTHENTICATED) parts.onSignedOut('signInAgain');
  }

  function know({ settings, you }: RoomView): void {
    roomCard.show(settings);
    if (you.can.includes('moderate')) {
      isModerator = true;
      element('you', HTMLElement).textContent = you.name;
    } else if (isModerator) {
      // The token has ended, and its holder goes on as a guest.
      parts.onSignedOut('signInAgain');
    }
  }

  watchPage(() => connection?.probe());
  speech.onChange(tell);

  return {
    open(token) {
      connection?.destroy();
      isModerator = false;
      connection = createConnection(
        { gateway: location.origin, room, token },
        {
          onState: turn,
          onRoom: know,
          onComments(comments, arrival) {
            intake.take(comments);
            held.gone(comments.map(({ id }) => id));
            leftOut += arrival.leftOut;
            leftOutRate.hidden = leftOut === 0;
            element('left-out', HTMLElement).textContent = leftOut.toLocaleString('en');
          },
          onRecall(what) {
            live.recalled(intake.recall(what));
            if (what.user === undefined) held.gone(what.ids);
            else held.recalledUser(what.user);
          },
          onHeld: held.add,
          // What goes wrong with the line is told by its state.
          onError: () => undefined,
        },
      );
      connection.start();
    },
    close() {
      connection?.destroy();
      connection = undefined;
      element('you', HTMLElement).textContent = '';
    },
    clockOffsetMs: () => connection?.clockOffsetMs(),
  };
}
