/** Elements without mark-up from strings: names, properties and children, nothing a policy could object to. */

const SVG = 'http://www.w3.org/2000/svg';

/** Shapes on a 24 × 24 grid, drawn as strokes. */
const ICONS = {
  style: 'M5 19 10.5 5h1L17 19 M7 14h8 M19.5 17.5v3 M18 19h3',
  settings: 'M4 7h8 M17 7h3 M4 17h3 M12 17h8 M14.5 4.5a2.5 2.5 0 1 0 .01 0z M9.5 14.5a2.5 2.5 0 1 0 .01 0z',
  send: 'M4 12 20 4.5 15 20l-3.6-6.4z M11.4 13.6 20 4.5',
  shown: 'M4 5.5h16v11h-9l-4 3.5v-3.5H4z M8 9.5h8 M8 12.5h5',
  scroll: 'M20 8H6 M10 4 6 8l4 4 M20 16h-9',
  reverse: 'M4 8h14 M14 4l4 4-4 4 M4 16h9',
  top: 'M4 5h16 M8 10h8 M10 14h4',
  bottom: 'M4 19h16 M8 14h8 M10 10h4',
  close: 'M6 6l12 12 M18 6 6 18',
} as const;

export type Icon = keyof typeof ICONS;

export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  made.append(...children);
  return made;
}

export function makeIcon(icon: Icon): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[icon]);
  svg.append(path);
  return svg;
}

/** A group of radio buttons; the arrow keys move through it. */
export function makeChoice<Value extends string>(
  label: string,
  className: string,
  options: readonly { readonly value: Value; readonly label: string; readonly content: Node | string }[],
  checked: Value | undefined,
  onPick: (value: Value) => void,
): HTMLFieldSetElement {
  const name = `choice-${(choices += 1)}`;
  const parts = options.map(({ value, label: title, content }) => {
    const input = make('input', { type: 'radio', name, value, 'aria-label': title });
    input.checked = value === checked;
    input.addEventListener('change', () => onPick(value));
    return make('label', { title }, input, make('span', {}, content));
  });
  return make('fieldset', { class: className }, make('legend', {}, label), ...parts);
}

let choices = 0;
