/** The page's language: which it is, and the elements that must change with it. */
import { keepPreference, readChoice } from './preferences.ts';
import { fillIn, LANGUAGES, languageOf, type Language, type Wordbook } from './wordbook.ts';
import type { Word as DemoWord } from './words.ts';

export interface Speech<Word extends string = DemoWord> {
  say(word: Word, values?: Readonly<Record<string, string | number>>): string;
  language(): Language;
  switchLanguage(): void;
  /** Words what has been put into the page since. */
  refresh(): void;
  /** Words what stands in `part` and has not been in the page yet. */
  word(part: ParentNode): void;
  /** `listener` is called whenever the page is worded: once it stands, after `refresh`, and when the language changes. */
  onChange(listener: () => void): void;
}

/**
 * Speaks the kept language, else the first of the browser's that it knows. Elements with `data-word` carry that
 * word as their text, those with `data-label` as their accessible name, those with `data-hint` as their placeholder.
 */
export function createSpeech<Word extends string>(
  root: HTMLElement,
  book: Wordbook<Word>,
  pageTitle: NoInfer<Word>,
): Speech<Word> {
  let language: Language = readChoice('language', LANGUAGES) ?? languageOf(navigator.languages);
  const listeners: (() => void)[] = [];

  const isWord = (name: string | undefined): name is Word => name !== undefined && Object.hasOwn(book.en, name);
  const say = (word: Word, values?: Readonly<Record<string, string | number>>): string =>
    fillIn(book[language][word], values);

  function wordPart(part: ParentNode): void {
    for (const element of part.querySelectorAll<HTMLElement>('[data-word]')) {
      const { word } = element.dataset;
      if (isWord(word)) element.textContent = say(word);
    }
    for (const element of part.querySelectorAll<HTMLElement>('[data-label], [data-hint]')) {
      const { label, hint } = element.dataset;
      if (isWord(label)) element.setAttribute('aria-label', say(label));
      if (isWord(hint)) element.setAttribute('placeholder', say(hint));
    }
  }

  function apply(): void {
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = say(pageTitle);
    wordPart(root);
    for (const listener of listeners) listener();
  }

  // The page's parts are still being put together; they are worded once they stand.
  queueMicrotask(apply);
  return {
    say,
    language: () => language,
    refresh: apply,
    word: wordPart,
    switchLanguage() {
      language = language === 'en' ? 'zh' : 'en';
      keepPreference('language', language);
      apply();
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}
