/** The page's language: which it is, and the elements that must change with it. */
import { keepPreference, readChoice } from './preferences.ts';
import { isWord, LANGUAGES, languageOf, say, type Language, type Word } from './words.ts';

export interface Speech {
  say(word: Word, values?: Readonly<Record<string, string | number>>): string;
  language(): Language;
  switchLanguage(): void;
  /** Words what has been put into the page since. */
  refresh(): void;
  /** `listener` is called whenever the page is worded: once it stands, after `refresh`, and when the language changes. */
  onChange(listener: () => void): void;
}

/**
 * Speaks the kept language, else the first of the browser's that it knows. Elements with `data-word` carry that
 * word as their text, those with `data-label` as their accessible name.
 */
export function createSpeech(root: HTMLElement): Speech {
  let language: Language = readChoice('language', LANGUAGES) ?? languageOf(navigator.languages);
  const listeners: (() => void)[] = [];

  function apply(): void {
    root.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = say(language, 'pageTitle');
    for (const element of root.querySelectorAll<HTMLElement>('[data-word]')) {
      const { word } = element.dataset;
      if (isWord(word)) element.textContent = say(language, word);
    }
    for (const element of root.querySelectorAll<HTMLElement>('[data-label]')) {
      const { label } = element.dataset;
      if (isWord(label)) element.setAttribute('aria-label', say(language, label));
    }
    for (const listener of listeners) listener();
  }

  // The page's parts are still being put together; they are worded once they stand.
  queueMicrotask(apply);
  return {
    say: (word, values) => say(language, word, values),
    language: () => language,
    refresh: apply,
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
