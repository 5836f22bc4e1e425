/** The way in: a token is asked for, tried, and kept for this tab. */
import { element } from '../element.ts';
import { troubleText } from './acts.ts';
import type { Refused } from './room-api.ts';
import { holderOf, isToken } from './token.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

export interface SignIn {
  /** Asks for a token, and says why. */
  ask(why?: DeskWord): void;
  /** Tries this one; asks for another when the gateway does not take it. */
  attempt(token: string): Promise<void>;
}

/**
 * @param check asks the gateway for something that only moderators get.
 * @param onIn the gateway took the token.
 */
export function setUpSignIn(
  check: (token: string) => Promise<unknown>,
  onIn: (token: string) => void,
  speech: DeskSpeech,
): SignIn {
  const form = element('sign-in', HTMLFormElement);
  const field = element('sign-in-token', HTMLInputElement);
  const note = element('sign-in-note', HTMLElement);
  const go = element('sign-in-go', HTMLButtonElement);
  let tell = (): string => '';

  function say(next: () => string): void {
    tell = next;
    note.textContent = tell();
  }

  function ask(why?: DeskWord): void {
    say(() => (why ? speech.say(why) : ''));
    form.hidden = false;
    document.body.classList.remove('at-work');
    go.disabled = false;
    field.focus();
  }

  async function attempt(token: string): Promise<void> {
    if (!isToken(token)) return ask(token === '' ? 'signInEmpty' : 'signInNoToken');
    say(() => speech.say('signInBusy'));
    go.disabled = true;
    try {
      await check(token);
    } catch (error) {
      const trouble = error as Refused;
      ask();
      return say(() => whyNot(trouble, token, speech));
    } finally {
      go.disabled = false;
    }
    field.value = '';
    form.hidden = true;
    document.body.classList.add('at-work');
    onIn(token);
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void attempt(field.value.trim());
  });
  speech.onChange(() => (note.textContent = tell()));
  return { ask, attempt };
}

function whyNot(trouble: Refused, token: string, speech: DeskSpeech): string {
  const holder = holderOf(token);
  if (trouble.code === 'not_allowed' && holder) return speech.say('signInRole', { ...holder });
  if (trouble.code === 'banned') return speech.say('signInBanned');
  return troubleText(trouble, speech);
}
