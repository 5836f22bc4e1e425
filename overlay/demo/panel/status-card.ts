/** What is going on right now: the connection in plain words, and a few figures. */
import type { ConnectionState } from '../../src/connection/connection.ts';
import type { Overlay, OverlayStats } from '../../src/overlay.ts';
import { element, make, makeWord } from '../element.ts';
import type { Speech } from '../speech.ts';
import type { Word } from '../words.ts';
import { plainState, type PlainState } from './plain-state.ts';

const UPDATE_MS = 500;
/** Heartbeats bring the viewers along, but seldom; a page that shows a crowd coming in asks more often. */
const ASK_VIEWERS_MS = 3000;

const FIGURES: readonly (readonly [Word, (stats: OverlayStats) => string])[] = [
  ['viewers', ({ viewers }) => count(viewers)],
  ['latency', ({ latencyMs }) => (latencyMs === undefined ? '–' : `${Math.round(latencyMs)} ms`)],
  ['onScreen', ({ onScreen }) => count(onScreen)],
  ['shown', ({ shown }) => count(shown)],
  ['leftOut', ({ skipped, leftOut }) => count(skipped.no_lane + skipped.too_many + leftOut)],
  ['frame', ({ frameMs }) => `${frameMs.toFixed(1)} ms`],
];

const STATE_WORDS: Readonly<Record<PlainState, Word>> = {
  loading: 'stateLoading',
  missing: 'stateMissing',
  idle: 'stateIdle',
  connecting: 'stateConnecting',
  joined: 'stateJoined',
  reconnecting: 'stateReconnecting',
  stopped: 'stateStopped',
};

export interface StatusCard {
  /** The overlay's script did not come. */
  showMissing(): void;
  follow(overlay: Overlay): void;
}

/** @param roomUrl where the gateway tells of the room. */
export function setUpStatus(roomUrl: string, speech: Speech): StatusCard {
  const state = element('state', HTMLElement);
  const stateText = element('state-text', HTMLElement);
  const away = element('away', HTMLElement);
  const badge = element('badge-viewers', HTMLElement);
  const badgeCount = element('badge-viewers-count', HTMLElement);
  const values = FIGURES.map(([word, read]) => {
    const value = make('dd', 'figure-value', '–');
    element('figures', HTMLElement).append(make('div', 'figure', make('dt', 'figure-name', makeWord(word)), value));
    return { value, read };
  });
  let plain: PlainState = 'loading';

  function show(next: PlainState): void {
    plain = next;
    state.dataset['state'] = next;
    setText(stateText, speech.say(STATE_WORDS[next]));
    away.hidden = next !== 'reconnecting';
  }
  speech.onChange(() => show(plain));

  return {
    showMissing: () => show('missing'),
    follow(overlay) {
      const turn = (now: ConnectionState): void => show(plainState(now, plain));
      let asked: number | undefined;
      const update = (): void => {
        const told = overlay.stats();
        const stats = { ...told, viewers: asked ?? told.viewers };
        for (const { value, read } of values) setText(value, read(stats));
        badge.hidden = stats.viewers === 0;
        setText(badgeCount, count(stats.viewers));
      };
      overlay.on('state', turn);
      overlay.on('room', update);
      turn(overlay.state);
      update();
      setInterval(() => {
        if (!document.hidden) update();
      }, UPDATE_MS);
      setInterval(() => {
        if (document.hidden || overlay.state.state !== 'joined') return;
        void askViewers(roomUrl).then((viewers) => (asked = viewers));
      }, ASK_VIEWERS_MS);
    },
  };
}

/** How many are in the room now; `undefined` when the gateway does not say. */
async function askViewers(roomUrl: string): Promise<number | undefined> {
  try {
    const answer: unknown = await (await fetch(roomUrl)).json();
    const viewers = typeof answer === 'object' && answer && 'viewers' in answer ? answer.viewers : undefined;
    return typeof viewers === 'number' ? viewers : undefined;
  } catch {
    return undefined;
  }
}

/** Touches the page only where something changed: assistive technology hears of every change. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
