/** Who is muted, banned or shadow-banned, and the way out. */
import { element, make, makeWord } from '../element.ts';
import type { Acts, Person } from './acts.ts';
import type { Sanction } from './answers.ts';
import type { CommentBook } from './comment-book.ts';
import type { RoomApi } from './room-api.ts';
import { sanctionText } from './sanction-text.ts';
import type { DeskSpeech } from './words.ts';

/** Rows that are shown; the others are counted. */
const SHOWN = 100;

export interface SanctionsCard {
  load(): Promise<void>;
  /** What held for a user when the list was last read. */
  of(user: string): Sanction | undefined;
}

export function setUpSanctions(api: RoomApi, acts: Acts, book: CommentBook, speech: DeskSpeech): SanctionsCard {
  const list = element('sanctions', HTMLElement);
  const more = element('sanctions-more', HTMLElement);
  const find = element('sanctions-find', HTMLInputElement);
  let all: readonly Sanction[] = [];
  let total = 0;

  /** The name they were seen by, else their id. */
  const personOf = (user: string): Person => ({ id: user, name: book.ofUser(user, 1)[0]?.comment.user.name ?? user });

  function show(): void {
    const typed = find.value.trim().toLowerCase();
    const found = all.filter((one) => {
      const { id, name } = personOf(one.user);
      return `${id}\n${name}\n${one.reason ?? ''}`.toLowerCase().includes(typed);
    });
    const rows = found.slice(0, SHOWN).map((one) => {
      const person = personOf(one.user);
      const button = make('button', 'button button-quiet', makeWord('lift'));
      button.type = 'button';
      button.addEventListener('click', () => void acts.lift(person, one));
      const name = make('span', 'entry-title', person.name);
      name.dir = 'auto';
      name.title = person.id;
      return make(
        'li',
        'entry',
        make('div', 'entry-body', name, make('span', 'about', sanctionText(one, speech))),
        button,
      );
    });
    list.replaceChildren(...rows);
    speech.word(list);
    const hidden = total - all.length + Math.max(0, found.length - SHOWN);
    more.textContent =
      rows.length === 0 ? speech.say('noSanctions') : hidden > 0 ? speech.say('moreSanctions', { count: hidden }) : '';
  }

  find.addEventListener('input', show);
  speech.onChange(show);
  return {
    async load() {
      try {
        ({ total, sanctions: all } = await api.sanctions());
        show();
      } catch {
        more.textContent = speech.say('troubleUnreachable');
      }
    },
    of: (user) => all.find((one) => one.user === user),
  };
}
