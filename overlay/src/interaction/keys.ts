/** Key combinations as they are written in settings: `Alt+Shift+D`. */

const MODIFIERS = ['alt', 'ctrl', 'meta', 'shift'] as const;

/** The parts of an event that count. */
export type Pressed = Pick<KeyboardEvent, 'key' | 'code' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/**
 * Whether `event` is the combination `written`. Letters and digits mean the place on the keyboard, because with
 * modifiers some systems type other characters there. `none`, and what can't be read, is never pressed.
 */
export function isPressed(written: string, event: Pressed): boolean {
  const parts = written.split('+').map((part) => part.trim().toLowerCase());
  const key = parts.pop() ?? '';
  if (key === '' || key === 'none') return false;
  const isModifier = (part: string): boolean => MODIFIERS.some((modifier) => modifier === part);
  if (!parts.every(isModifier)) return false;
  if (MODIFIERS.some((modifier) => event[`${modifier}Key`] !== parts.includes(modifier))) return false;
  if (/^[a-z]$/.test(key)) return event.code.toLowerCase() === `key${key}`;
  if (/^\d$/.test(key)) return event.code === `Digit${key}`;
  return event.key.toLowerCase() === key;
}

/** Whether what is typed there is text. */
export function isTyping(event: Event): boolean {
  const [target] = event.composedPath();
  return target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));
}
