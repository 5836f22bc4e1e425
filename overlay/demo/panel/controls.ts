/** The controls of the panel: real inputs with real labels, worded by `data-word` so that the language can change. */
import { make, makeWord } from '../element.ts';
import type { Word } from '../words.ts';

export interface Control<Value> {
  readonly element: HTMLElement;
  /** Shows `value` without telling the listener. */
  show(value: Value): void;
}

export interface SliderRange {
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly format: (value: number) => string;
}

let made = 0;

/** An id nobody else has, for labels. */
function nextId(): string {
  made += 1;
  return `control-${made}`;
}

export function createSlider(label: Word, range: SliderRange, onInput: (value: number) => void): Control<number> {
  const input = make('input', 'slider');
  input.type = 'range';
  input.id = nextId();
  input.min = String(range.min);
  input.max = String(range.max);
  input.step = String(range.step);
  const output = make('output', 'slider-value');
  output.htmlFor.add(input.id);
  const name = make('label', 'slider-label');
  name.htmlFor = input.id;
  name.dataset['word'] = label;
  const update = (): void => {
    const value = Number(input.value);
    output.textContent = range.format(value);
    input.setAttribute('aria-valuetext', range.format(value));
    input.style.setProperty('--filled', `${((value - range.min) / (range.max - range.min)) * 100}%`);
  };
  input.addEventListener('input', () => {
    update();
    onInput(Number(input.value));
  });
  return {
    element: make('div', 'slider-row', name, output, input),
    show(value) {
      input.value = String(value);
      update();
    },
  };
}

export function createSwitch(label: Word, onChange: (on: boolean) => void): Control<boolean> {
  const input = make('input', 'switch');
  input.type = 'checkbox';
  input.setAttribute('role', 'switch');
  input.addEventListener('change', () => onChange(input.checked));
  return {
    element: make('label', 'switch-row', makeWord(label), input),
    show(on) {
      input.checked = on;
    },
  };
}

/** One of several, as a row of radio buttons. */
export function createChoice<Value extends string>(
  label: Word,
  options: readonly (readonly [Value, Word])[],
  onChange: (value: Value) => void,
): Control<Value> {
  const name = nextId();
  const inputs = new Map<Value, HTMLInputElement>();
  const labels = options.map(([value, word]) => {
    const input = make('input', 'choice-input');
    input.type = 'radio';
    input.name = name;
    input.addEventListener('change', () => onChange(value));
    inputs.set(value, input);
    return make('label', 'choice-option', input, makeWord(word));
  });
  const group = make('div', 'choice', ...labels);
  group.setAttribute('role', 'radiogroup');
  group.dataset['label'] = label;
  return {
    element: group,
    show(value) {
      const input = inputs.get(value);
      if (input) input.checked = true;
    },
  };
}

/** Any of several, as a row of checkboxes. */
export function createChoices<Value extends string>(
  label: Word,
  options: readonly (readonly [Value, Word])[],
  onChange: (values: readonly Value[]) => void,
): Control<readonly Value[]> {
  const inputs = new Map<Value, HTMLInputElement>();
  const labels = options.map(([value, word]) => {
    const input = make('input', 'choice-input');
    input.type = 'checkbox';
    input.addEventListener('change', () => {
      onChange(options.map(([each]) => each).filter((each) => inputs.get(each)?.checked));
    });
    inputs.set(value, input);
    return make('label', 'choice-option', input, makeWord(word));
  });
  const group = make('div', 'choice choice-several', ...labels);
  group.setAttribute('role', 'group');
  group.dataset['label'] = label;
  return {
    element: group,
    show(values) {
      for (const [value, input] of inputs) input.checked = values.includes(value);
    },
  };
}
