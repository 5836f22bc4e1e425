/** The switch that lets a crowd in, how loud it is, and what has become of it. */
import type { Overlay } from '../../src/overlay.ts';
import { createCrowd, MOST_GUESTS, type Crowd, type CrowdReport } from '../crowd/crowd.ts';
import { element } from '../element.ts';
import { seededRandom } from '../random.ts';
import type { SceneName } from '../scene/timeline.ts';
import type { Speech } from '../speech.ts';
import type { Word } from '../words.ts';
import { createSlider, createSwitch } from './controls.ts';

const RATE = { fewest: 0.5, most: 100, first: 8 } as const;
const STEPS = 100;
const REPORT_MS = 1000;

/** What the card says; any page's words will do that have these. */
export type CrowdWord = Extract<Word, `crowd${string}`>;

export interface CrowdCard {
  /** Offers the crowd in the middle of the picture, until somebody says something. */
  offer(overlay: Overlay): void;
}

/** Fills the crowd card. `askedRate`: start at once, with so many comments per second. */
export function setUpCrowd(
  options: {
    readonly url: string;
    readonly scene: () => SceneName;
    readonly askedRate: number | undefined;
  },
  speech: Speech<CrowdWord>,
): CrowdCard {
  let rate = options.askedRate ?? RATE.first;
  let crowd: Crowd | undefined;
  let timer: ReturnType<typeof setInterval> | undefined;
  const report = element('crowd-report', HTMLElement);
  let onStart = (): void => undefined;

  const tell = (): void => {
    const text = crowd ? describe(crowd.report(), speech) : speech.say('crowdOff');
    if (report.textContent !== text) report.textContent = text;
  };
  const start = (): void => {
    onStart();
    onOff.show(true);
    crowd = createCrowd({
      url: options.url,
      random: seededRandom(Date.now()),
      scene: options.scene,
      rate,
    });
    crowd.start();
    timer = setInterval(tell, REPORT_MS);
    tell();
  };
  const stop = (): void => {
    crowd?.stop();
    crowd = undefined;
    clearInterval(timer);
    tell();
  };

  const onOff = createSwitch('crowdSwitch', (on) => (on ? start() : stop()));
  const slider = createSlider(
    'crowdRate',
    { min: 0, max: STEPS, step: 1, format: (step) => String(rateOf(step)) },
    (step) => {
      rate = rateOf(step);
      crowd?.setRate(rate);
      tell();
    },
  );
  slider.show(stepOf(rate));
  // The card's title says what the switch is for; its own name is for those who only hear it.
  onOff.element.firstElementChild?.classList.add('unseen');
  element('crowd-switch', HTMLElement).append(onOff.element);
  element('crowd-rate', HTMLElement).append(slider.element);
  speech.onChange(tell);
  if (options.askedRate !== undefined) start();

  return {
    offer(overlay) {
      const quietRoom = element('quiet-room', HTMLButtonElement);
      let quiet = crowd === undefined;
      onStart = () => (quietRoom.hidden = true);
      quietRoom.addEventListener('click', start);
      overlay.on('comment', () => {
        quiet = false;
        quietRoom.hidden = true;
      });
      const offer = (): void => {
        quietRoom.hidden = !quiet || crowd !== undefined || overlay.state.state !== 'joined';
      };
      overlay.on('state', offer);
      offer();
    },
  };
}

/** The rate that the page's query asks for by `crowd`, brought into the slider's range; `undefined` for none. */
export function askedRateOf(search: string): number | undefined {
  const asked = new URLSearchParams(search).get('crowd');
  const rate = asked === null || asked.trim() === '' ? Number.NaN : Number(asked);
  return Number.isFinite(rate) && rate > 0 ? Math.min(RATE.most, Math.max(RATE.fewest, rate)) : undefined;
}

/** The slider runs by ratio: as far from 0.5 to 5 as from 5 to 50. */
function rateOf(step: number): number {
  const rate = RATE.fewest * (RATE.most / RATE.fewest) ** (step / STEPS);
  return rate < 10 ? Math.round(rate * 2) / 2 : Math.round(rate);
}

function stepOf(rate: number): number {
  return Math.round((Math.log(rate / RATE.fewest) / Math.log(RATE.most / RATE.fewest)) * STEPS);
}

function describe({ guestsJoined, guestsWanted, perSecond, trouble }: CrowdReport, speech: Speech<CrowdWord>): string {
  const values = { guests: guestsJoined, wanted: guestsWanted, rate: Number(perSecond.toFixed(1)), most: MOST_GUESTS };
  if (trouble === 'no_connection') return speech.say('crowdNoConnection');
  if (trouble === 'shut_out') return speech.say('crowdShutOut');
  if (trouble === 'too_few_guests') return speech.say('crowdTooFew', values);
  if (trouble !== undefined) return speech.say('crowdRefused', { ...values, code: trouble });
  return guestsJoined === 0 ? speech.say('crowdGathering', values) : speech.say('crowdOn', values);
}
