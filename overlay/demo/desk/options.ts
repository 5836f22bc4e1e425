/** What there is to choose from, in the lists of the desk. */
import { element } from '../element.ts';
import type { DeskWord } from './words.ts';

type Choice = readonly [value: string | number, word: DeskWord];

const DURATIONS: readonly Choice[] = [
  [60, 'minute1'],
  [600, 'minutes10'],
  [3600, 'hour1'],
  [86_400, 'day1'],
  [604_800, 'week1'],
  [0, 'forever'],
];
const FIRST_DURATION = 600;
const GUESTS: readonly Choice[] = [
  ['post', 'guestsPost'],
  ['read', 'guestsRead'],
  ['none', 'guestsNone'],
];
const DUPLICATES: readonly Choice[] = [
  ['allow', 'duplicatesAllow'],
  ['merge', 'duplicatesMerge'],
  ['refuse', 'duplicatesRefuse'],
];
const SLOW_SECONDS = [3, 5, 10, 30, 60, 300];
const HOLD_SECONDS = [2, 5, 10, 30, 60];

export function fillLists(): void {
  fill('person-duration', DURATIONS.map(worded));
  const first = [...element('person-duration', HTMLSelectElement).options].find(
    ({ value }) => Number(value) === FIRST_DURATION,
  );
  if (first) first.defaultSelected = true;
  fill('room-guests', GUESTS.map(worded));
  fill('room-duplicates', DUPLICATES.map(worded));
  fill('room-slow', [worded([0, 'off']), ...SLOW_SECONDS.map(timed)]);
  fill('room-hold', [worded([0, 'off']), ...HOLD_SECONDS.map(timed)]);
}

function fill(id: string, options: readonly HTMLOptionElement[]): void {
  element(id, HTMLSelectElement).replaceChildren(...options);
}

function worded([value, word]: Choice): HTMLOptionElement {
  const option = new Option('', String(value));
  option.dataset['word'] = word;
  return option;
}

/** Settings count in milliseconds. */
function timed(seconds: number): HTMLOptionElement {
  return new Option(`${seconds} s`, String(seconds * 1000));
}
