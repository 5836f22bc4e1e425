/** A line of text for a setting that is a name or a list. */
import { make, makeWord } from '../element.ts';
import type { Control } from '../panel/controls.ts';
import type { Word } from '../words.ts';

const LONGEST = 500;

let made = 0;

/**
 * @param hint shown while it is empty.
 * @param suggestions what the browser offers to choose from.
 * @param onInput gets the text without spaces around it.
 * @param when `change`: only when it is all there, for what half an entry would ask the net for.
 */
export function createTextField(
  label: Word,
  hint: Word,
  suggestions: readonly string[],
  onInput: (text: string) => void,
  when: 'input' | 'change' = 'input',
): Control<string> {
  made += 1;
  const input = make('input', 'link');
  input.type = 'text';
  input.id = `text-field-${made}`;
  input.maxLength = LONGEST;
  input.autocomplete = 'off';
  input.autocapitalize = 'none';
  input.spellcheck = false;
  input.dataset['hint'] = hint;
  input.addEventListener(when, () => onInput(input.value.trim()));
  const name = makeWord(label, 'slider-label');
  const field = make('div', 'text-field', make('label', '', name), input);
  field.querySelector('label')?.setAttribute('for', input.id);
  if (suggestions.length > 0) {
    const list = make('datalist', '', ...suggestions.map((suggestion) => new Option(suggestion)));
    list.id = `${input.id}-list`;
    input.setAttribute('list', list.id);
    field.append(list);
  }
  return {
    element: field,
    show(text) {
      // What somebody is writing is theirs: a list would lose the comma that they just set.
      if (document.activeElement !== input) input.value = text;
    },
  };
}
