/** Languages that a page adds to English and Chinese. What such a table lacks is said in English. */
import type { ComposerWords } from './composer/words.ts';
import type { OverlayWords } from './interaction/words.ts';

/** What composer and overlay say in one language. */
export interface Language {
  /** Of the input bar and its menus. */
  readonly composer?: Partial<ComposerWords>;
  /** Of the menu beside a held comment, notices and the live region. */
  readonly overlay?: Partial<OverlayWords>;
}

/** By the first part of a language tag, in small letters. */
export type Languages = ReadonlyMap<string, Language>;

const added = new Map<string, Language>();

/** What pages have added so far. */
export const languages: Languages = added;

/**
 * Teaches composer and overlay another language, or other words of one they know. To be called before they are shown;
 * those that are on the page already take it over when their language changes.
 *
 * @param tag its first part counts: what is added as `pt` is taken for `pt-BR`, too.
 * @example addLanguage('fr', { composer: { send: 'Envoyer' }, overlay: { copy: 'Copier' } });
 */
export function addLanguage(tag: string, language: Language): void {
  added.set(primaryOf(tag), language);
}

/** The words of the first known language among `tags`, else English. */
export function chooseWords<Words extends object>(
  tags: readonly string[],
  builtIn: Readonly<{ en: Words } & Record<string, Words>>,
  addedTo: (language: string) => Partial<Words> | undefined,
): Words {
  for (const tag of tags.map(primaryOf)) {
    const own = addedTo(tag);
    const known = Object.hasOwn(builtIn, tag) ? builtIn[tag] : undefined;
    if (own ?? known) return { ...builtIn.en, ...known, ...own };
  }
  return builtIn.en;
}

/** The languages that count for an element: its own (or its surroundings'), then the reader's. */
export function languagesFor(element: Element): readonly string[] {
  const own = element.closest('[lang]')?.getAttribute('lang');
  return [...(own ? [own] : []), ...navigator.languages];
}

function primaryOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
