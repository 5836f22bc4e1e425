/** Emotes: where their table is, from where they may come, and what their names are, for the talk in the preview. */
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import type { Overlay } from '../../src/overlay.ts';
import { element, make, makeWord } from '../element.ts';
import { createFollower } from './follow-setting.ts';
import { createTextField } from './text-field.ts';

/** As many are tried out; a table may have hundreds. */
const MOST_NAMES = 50;
/** The overlay asks for the table by itself, and says what is wrong with it. */
const ABOUT_EMOTES = /\bemotes?\b/i;

/**
 * Fills the card.
 *
 * @returns the names of the emotes that are set now.
 */
export function addEmotes(overlay: Overlay): () => readonly string[] {
  const place = element('emotes', HTMLElement);
  const add = createFollower(overlay, place);
  let names: readonly string[] = [];
  let shown = '';

  add(
    createTextField(
      'builderEmotesTable',
      'builderEmotesHint',
      [],
      (text) => overlay.set({ emotes: text === '' ? DEFAULT_SETTINGS.emotes : text }),
      'change',
    ),
    ({ emotes }) => (typeof emotes === 'string' ? emotes : ''),
  );
  add(
    createTextField('builderEmoteHosts', 'builderEmoteHostsHint', [], (text) =>
      overlay.set({ emoteHosts: text.split(',') }),
    ),
    ({ emoteHosts }) => emoteHosts.join(', '),
  );
  const problem = make('p', 'about field-problem');
  problem.setAttribute('role', 'status');
  place.append(problem, make('p', 'about', makeWord('builderEmotesAbout')));

  overlay.on('error', ({ message }) => {
    if (ABOUT_EMOTES.test(message)) problem.textContent = message;
    // As the console would without anybody who listens.
    else console.warn('danmaku:', message);
  });
  overlay.on('settings', ({ emotes, emoteHosts }) => {
    const set = JSON.stringify([emotes, emoteHosts]);
    if (set === shown) return;
    shown = set;
    problem.textContent = '';
    names = [];
    void namesOf(emotes).then((read) => {
      if (set === shown) names = read;
    });
  });
  return () => names;
}

async function namesOf(emotes: unknown): Promise<readonly string[]> {
  try {
    const table: unknown = typeof emotes === 'string' ? await (await fetch(emotes)).json() : emotes;
    return typeof table === 'object' && table !== null ? Object.keys(table).slice(0, MOST_NAMES) : [];
  } catch {
    return [];
  }
}
