/** Everything about one user: what they said, what holds for them, and what can be done about it. */
import { element, make } from '../element.ts';
import type { Acts, Person } from './acts.ts';
import { SANCTION_KINDS, type Sanction, type SanctionKind } from './answers.ts';
import type { CommentBook } from './comment-book.ts';
import { clockTime } from './row.ts';
import type { SanctionsCard } from './sanctions-card.ts';
import { sanctionText } from './sanction-text.ts';
import type { DeskSpeech } from './words.ts';

const SAID = 30;

export interface PersonDialog {
  open(person: Person): void;
}

export function setUpPersonDialog(
  book: CommentBook,
  acts: Acts,
  sanctions: SanctionsCard,
  speech: DeskSpeech,
): PersonDialog {
  const dialog = element('person', HTMLDialogElement);
  const form = element('person-form', HTMLFormElement);
  const said = element('person-said', HTMLElement);
  const holds = element('person-holds', HTMLElement);
  const lift = element('person-lift', HTMLButtonElement);
  const reason = element('person-reason', HTMLInputElement);
  const byAddress = element('person-address', HTMLInputElement);
  const recallAll = element('person-recall', HTMLInputElement);
  const duration = element('person-duration', HTMLSelectElement);
  let person: Person = { id: '', name: '' };
  let before: Sanction | undefined;

  function show(): void {
    element('person-name', HTMLElement).textContent = person.name;
    element('person-id', HTMLElement).textContent = person.id;
    const entries = book.ofUser(person.id, SAID);
    const lines = entries.map(({ comment, recalled }) => {
      const text = make('span', 'said-text', comment.text);
      text.dir = 'auto';
      return make('li', recalled ? 'said recalled' : 'said', make('time', 'row-time', clockTime(comment.time)), text);
    });
    said.replaceChildren(...(lines.length > 0 ? lines : [make('li', 'about', speech.say('saidNothing'))]));
    holds.hidden = before === undefined;
    lift.hidden = before === undefined;
    holds.textContent = before ? sanctionText(before, speech) : '';
  }

  async function sanction(kind: SanctionKind): Promise<void> {
    const seconds = Number(duration.value);
    const asked = {
      kind,
      ...(seconds > 0 && { seconds }),
      ...(reason.value.trim() !== '' && { reason: reason.value.trim() }),
      ...(byAddress.checked && { byAddress: true }),
    };
    const isTakingBack = recallAll.checked;
    const [who, earlier] = [person, before];
    dialog.close();
    if ((await acts.sanction(who, asked, earlier)) && isTakingBack) acts.recallUser(who);
  }

  for (const kind of SANCTION_KINDS) {
    element(`person-${kind}`, HTMLButtonElement).addEventListener('click', () => void sanction(kind));
  }
  element('person-recall-now', HTMLButtonElement).addEventListener('click', () => {
    dialog.close();
    acts.recallUser(person);
  });
  lift.addEventListener('click', () => {
    dialog.close();
    void acts.lift(person, before);
  });
  element('person-close', HTMLButtonElement).addEventListener('click', () => dialog.close());
  form.addEventListener('submit', (event) => event.preventDefault());

  return {
    open(next) {
      person = next;
      before = sanctions.of(next.id);
      form.reset();
      show();
      if (!dialog.open) dialog.showModal();
      void sanctions.load().then(() => {
        if (person.id !== next.id || !dialog.open) return;
        before = sanctions.of(next.id);
        show();
      });
    },
  };
}
