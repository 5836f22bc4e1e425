/**
 * The element with this id. The page's HTML and script are written together, so a missing one is a bug.
 *
 * @throws when it is missing or of another type.
 */
export function element<Kind extends Element>(id: string, kind: abstract new (...args: never[]) => Kind): Kind {
  const found = document.getElementById(id);
  if (!(found instanceof kind)) throw new Error(`The page has no ${kind.name} "${id}".`);
  return found;
}

/** A new element with its classes and what is in it. Text goes in as text, never as markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/** A new `span` whose text is `word` in the page's language. */
export function makeWord(word: string, className = ''): HTMLSpanElement {
  const made = make('span', className);
  made.dataset['word'] = word;
  return made;
}
