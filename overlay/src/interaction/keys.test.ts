import { describe, expect, it } from 'vitest';
import { isPressed, type Pressed } from './keys.ts';

function press(code: string, key: string, ...modifiers: readonly ('alt' | 'ctrl' | 'meta' | 'shift')[]): Pressed {
  const has = (modifier: (typeof modifiers)[number]): boolean => modifiers.includes(modifier);
  return { code, key, altKey: has('alt'), ctrlKey: has('ctrl'), metaKey: has('meta'), shiftKey: has('shift') };
}

describe('a key combination', () => {
  it('is known by the place of its letter, whatever the system types there', () => {
    expect(isPressed('Alt+Shift+D', press('KeyD', 'Î', 'alt', 'shift'))).toBe(true);
    expect(isPressed(' shift + alt + d ', press('KeyD', 'D', 'alt', 'shift'))).toBe(true);
    expect(isPressed('Ctrl+1', press('Digit1', '!', 'ctrl'))).toBe(true);
    expect(isPressed('F8', press('F8', 'F8'))).toBe(true);
  });

  it('needs exactly its modifiers', () => {
    expect(isPressed('Alt+Shift+D', press('KeyD', 'd', 'alt'))).toBe(false);
    expect(isPressed('Alt+Shift+D', press('KeyD', 'd', 'alt', 'shift', 'ctrl'))).toBe(false);
    expect(isPressed('D', press('KeyD', 'd', 'shift'))).toBe(false);
  });

  it.each(['none', '', '+', 'Alt+', 'Hyper+D', 'Alt+Shift+D+'])('is never pressed when it is written %j', (written) => {
    expect(isPressed(written, press('KeyD', 'd', 'alt', 'shift'))).toBe(false);
    expect(isPressed(written, press('KeyD', 'none'))).toBe(false);
  });
});
