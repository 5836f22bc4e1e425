/** One comment in the live list. Whatever somebody wrote goes in as text. */
import { make, makeWord } from '../element.ts';
import type { Entry } from './comment-book.ts';
import type { DeskSpeech } from './words.ts';

const ROLE_WORDS = { member: 'roleMember', paid: 'rolePaid', moderator: 'roleModerator', owner: 'roleOwner' } as const;

export function makeRow({ comment, recalled }: Entry, speech: DeskSpeech): HTMLLIElement {
  const { user, text, time, count = 1 } = comment;
  const clock = make('time', 'row-time', clockTime(time));
  clock.dateTime = new Date(time).toISOString();
  const name = make('span', 'row-name', user.name);
  name.title = `${user.name} · ${user.id}`;
  name.dir = 'auto';
  const words = make('span', 'row-text', text);
  words.dir = 'auto';
  const row = make('li', 'row', clock, make('span', 'row-said', name, ...roleBadge(user.role, speech), words));
  if (count > 1) row.append(make('span', 'row-count', `×${count}`));
  row.dataset['id'] = comment.id;
  row.tabIndex = -1;
  if (recalled) markRecalled(row, speech);
  return row;
}

/** The comment is taken back: it stays where it stands, so that nothing moves, and says so. */
export function markRecalled(row: HTMLElement, speech: DeskSpeech): void {
  if (row.classList.contains('recalled')) return;
  row.classList.add('recalled');
  const mark = makeWord('recalledMark', 'row-mark');
  mark.textContent = speech.say('recalledMark');
  row.querySelector('.row-said')?.append(mark);
}

function roleBadge(role: string | undefined, speech: DeskSpeech): readonly HTMLElement[] {
  if (role === undefined || !Object.hasOwn(ROLE_WORDS, role)) return [];
  const word = ROLE_WORDS[role as keyof typeof ROLE_WORDS];
  const badge = makeWord(word, `row-role row-role-${role}`);
  badge.textContent = speech.say(word);
  return [badge];
}

/** Hours, minutes and seconds in the moderator's own time zone. */
export function clockTime(timeMs: number): string {
  const at = new Date(timeMs);
  return [at.getHours(), at.getMinutes(), at.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}
