/** Who did what, when. */
import { element, make } from '../element.ts';
import type { Act } from './answers.ts';
import type { RoomApi } from './room-api.ts';
import { momentText } from './sanction-text.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

const ACTION_WORDS: Readonly<Record<string, DeskWord>> = {
  recall: 'actRecall',
  'recall user': 'actRecallUser',
  'recall all': 'actRecallAll',
  mute: 'actMute',
  ban: 'actBan',
  shadow: 'actShadow',
  lift: 'actLift',
  settings: 'actSettings',
  words: 'actWords',
  pass: 'actPass',
};

export interface AuditCard {
  load(): Promise<void>;
}

export function setUpAudit(api: RoomApi, speech: DeskSpeech): AuditCard {
  const list = element('acts', HTMLElement);
  const note = element('acts-note', HTMLElement);
  let acts: readonly Act[] = [];

  function show(): void {
    list.replaceChildren(
      ...acts.map((act) => {
        const title = make('span', 'entry-title', actionText(act, speech));
        const about = make('span', 'about', `${momentText(act.time, speech)} · ${act.by.name}${detailText(act)}`);
        return make('li', 'entry', make('div', 'entry-body', title, about));
      }),
    );
    note.textContent = acts.length === 0 ? speech.say('noActs') : '';
  }

  speech.onChange(show);
  return {
    async load() {
      try {
        acts = await api.acts();
        show();
      } catch {
        note.textContent = speech.say('troubleUnreachable');
      }
    },
  };
}

function actionText({ action, target = '' }: Act, speech: DeskSpeech): string {
  const word = ACTION_WORDS[action];
  return word ? speech.say(word, { what: target }) : `${action} ${target}`;
}

/** `seconds 600, reason spam`: as it was asked, whatever it was. */
function detailText({ detail }: Act): string {
  const parts = Object.entries(detail).map(
    ([name, value]) => `${name} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return parts.length === 0 ? '' : ` · ${parts.join(', ')}`;
}
