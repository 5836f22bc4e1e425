/** A button that copies, and says whether it did. */
import type { Speech } from '../speech.ts';

const THANKS_MS = 1800;

/** Browsers give the clipboard to secure pages only; elsewhere the button says so. */
export function setUpCopy(button: HTMLButtonElement, text: () => string, speech: Speech): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answer = (word: 'copied' | 'copyFailed'): void => {
    button.textContent = speech.say(word);
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = speech.say('copy')), THANKS_MS);
  };
  button.addEventListener('click', () => {
    const copied = navigator.clipboard?.writeText(text()) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => answer('copied'),
      () => answer('copyFailed'),
    );
  });
}
