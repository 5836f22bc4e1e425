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
  copy: 'M8.5 8.5h11v11h-11z M15.5 8.5v-4h-11v11h4',
  like: 'M12 20S4 15.2 4 9.4C4 6.6 6 5 8 5c1.8 0 3.2 1 4 2.6C12.8 6 14.2 5 16 5c2 0 4 1.6 4 4.4C20 15.2 12 20 12 20z',
  user: 'M9.5 11.5a3.5 3.5 0 1 0-.01 0z M3.5 19.5c.5-3.5 3-5 6-5 1.2 0 2.3.2 3.2.7 M15.5 15l5 5 M20.5 15l-5 5',
  word: 'M4 7V5h11v2 M9.5 5v13 M7.5 18h4 M15.5 15l5 5 M20.5 15l-5 5',
  report: 'M5.5 20.5v-16 M5.5 5h12.5l-2.5 4 2.5 4H5.5',
  back: 'M14.5 6l-6 6 6 6',
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
