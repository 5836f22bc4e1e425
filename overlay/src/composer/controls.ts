/** The kinds of controls that the settings panel is made of. */
import { make, makeChoice } from './make.ts';

export function slider(
  label: string,
  [min, max, step]: readonly [number, number, number],
  value: number,
  say: (value: number) => string,
  onChange: (value: number) => void,
): HTMLElement {
  const input = make('input', { type: 'range', min: String(min), max: String(max), step: String(step) });
  const output = make('output', {});
  const show = (): void => {
    output.textContent = say(input.valueAsNumber);
    input.setAttribute('aria-valuetext', say(input.valueAsNumber));
  };
  input.valueAsNumber = value;
  input.addEventListener('input', () => {
    show();
    onChange(input.valueAsNumber);
  });
  show();
  return make('label', { class: 'slider' }, make('span', {}, label), input, output);
}

export function steps(
  label: string,
  values: readonly number[],
  names: readonly string[],
  value: number,
  onChange: (value: number) => void,
): HTMLElement {
  const options = values.map((step, n) => ({ value: String(step), label: names[n] ?? '', content: names[n] ?? '' }));
  return makeChoice(label, 'segments', options, String(value), (step) => onChange(Number(step)));
}

export function makeSwitch(label: string, value: boolean, onChange: (value: boolean) => void): HTMLElement {
  const input = make('input', { type: 'checkbox', role: 'switch' });
  input.checked = value;
  input.addEventListener('change', () => onChange(input.checked));
  return make('label', { class: 'switch' }, make('span', {}, label), input);
}
