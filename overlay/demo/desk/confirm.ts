/** Asks before what can't be undone. */
import { element } from '../element.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

/** @returns asks `question`, and calls `then` when the answer is yes. */
export function confirmFirst(speech: DeskSpeech): (question: DeskWord, then: () => void) => void {
  const dialog = element('confirm', HTMLDialogElement);
  const yes = element('confirm-yes', HTMLButtonElement);
  let act = (): void => undefined;
  element('confirm-no', HTMLButtonElement).addEventListener('click', () => dialog.close());
  yes.addEventListener('click', () => {
    dialog.close();
    act();
  });
  return (question, then) => {
    act = then;
    element('confirm-text', HTMLElement).textContent = speech.say(question);
    dialog.showModal();
    element('confirm-no', HTMLButtonElement).focus();
  };
}
