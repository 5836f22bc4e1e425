/** The invite link and the lines to embed, each with a button that copies. */
import { element } from '../element.ts';
import { embedLines, inviteUrl } from '../room.ts';
import type { Speech } from '../speech.ts';

const THANKS_MS = 1800;

export function setUpSharing(room: string, speech: Speech): void {
  const invite = inviteUrl(location.href, room);
  const link = element('invite-link', HTMLInputElement);
  link.value = invite;
  link.addEventListener('focus', () => link.select());
  element('invite-open', HTMLAnchorElement).href = invite;
  const lines = embedLines(location.href, room);
  element('embed-code', HTMLElement).textContent = lines;
  setUpCopy(element('invite-copy', HTMLButtonElement), invite, speech);
  setUpCopy(element('embed-copy', HTMLButtonElement), lines, speech);
}

/** Browsers give the clipboard to secure pages only; elsewhere the button says so. */
function setUpCopy(button: HTMLButtonElement, text: string, speech: Speech): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const answer = (word: 'copied' | 'copyFailed'): void => {
    button.textContent = speech.say(word);
    clearTimeout(timer);
    timer = setTimeout(() => (button.textContent = speech.say('copy')), THANKS_MS);
  };
  button.addEventListener('click', () => {
    const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'));
    copied.then(
      () => answer('copied'),
      () => answer('copyFailed'),
    );
  });
}
