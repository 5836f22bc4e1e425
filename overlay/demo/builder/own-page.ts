/** What only a page of one's own can have: people who touch the comments, and a player whose time they follow. */
import { DEFAULT_SETTINGS, RANGES, type OverlaySettings } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import { element, make, makeWord } from '../element.ts';
import { createChoice, createSlider, createSwitch } from '../panel/controls.ts';
import { createFollower } from './follow-setting.ts';

const [LEAST_SECONDS, MOST_SECONDS] = RANGES.offset;
const OFFERED = ['interaction', 'announce', 'sync', 'offset'] as const;

/**
 * Fills the card.
 *
 * @param remembers whether settings are kept, at first. @param onRemember told when that is switched.
 */
export function addOwnPage(overlay: Overlay, remembers: boolean, onRemember: (remembers: boolean) => void): void {
  const place = element('own-page', HTMLElement);
  const add = createFollower(overlay, place);
  add(
    createSwitch('builderInteraction', (interaction) => overlay.set({ interaction })),
    ({ interaction }) => interaction,
  );
  add(
    createSwitch('builderAnnounce', (announce) => overlay.set({ announce })),
    ({ announce }) => announce,
  );
  // The preview forgets: what somebody builds is not how they like to read.
  const remember = createSwitch('builderRemember', onRemember);
  remember.show(remembers);
  place.append(remember.element, make('p', 'field-name', makeWord('builderSync')));
  add(
    createChoice<OverlaySettings['sync']>(
      'builderSync',
      [
        ['arrival', 'builderArrival'],
        ['media', 'builderMedia'],
      ],
      (sync) => overlay.set({ sync }),
    ),
    ({ sync }) => sync,
  );
  add(
    createSlider('builderOffset', { min: LEAST_SECONDS, max: MOST_SECONDS, step: 0.5, format: seconds }, (offset) =>
      overlay.set({ offset }),
    ),
    ({ offset }) => offset,
  );
  element('reset', HTMLButtonElement).addEventListener('click', () => {
    remember.show(false);
    onRemember(false);
    overlay.set(Object.fromEntries(OFFERED.map((name) => [name, DEFAULT_SETTINGS[name]])));
  });
}

function seconds(amount: number): string {
  return `${amount > 0 ? '+' : ''}${amount} s`;
}
