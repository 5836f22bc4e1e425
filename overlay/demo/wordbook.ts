/** A page's words in every language it speaks. Pure. */

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

export type Wordbook<Word extends string> = Readonly<Record<Language, Readonly<Record<Word, string>>>>;

/** The first of the reader's languages that the page speaks; English if none. */
export function languageOf(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const known = LANGUAGES.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (known) return known;
  }
  return 'en';
}

/** `template` with its `{names}` filled from `values`; a gap that nothing fills stays. */
export function fillIn(template: string, values: Readonly<Record<string, string | number>> = {}): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
