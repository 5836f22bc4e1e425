/** The invite link and the lines to embed, each with a button that copies. */
import { element } from '../element.ts';
import { embedLines, inviteUrl } from '../room.ts';
import type { Speech } from '../speech.ts';
import { setUpCopy } from './copy-button.ts';

export function setUpSharing(room: string, speech: Speech): void {
  const invite = inviteUrl(location.href, room);
  const link = element('invite-link', HTMLInputElement);
  link.value = invite;
  link.addEventListener('focus', () => link.select());
  element('invite-open', HTMLAnchorElement).href = invite;
  const lines = embedLines(location.href, room);
  element('embed-code', HTMLElement).textContent = lines;
  setUpCopy(element('invite-copy', HTMLButtonElement), () => invite, speech);
  setUpCopy(element('embed-copy', HTMLButtonElement), () => lines, speech);
}
