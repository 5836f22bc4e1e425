import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DESK_WORDS } from '../../demo/desk/words.ts';
import { fillIn, languageOf, LANGUAGES } from '../../demo/wordbook.ts';
import { WORDS } from '../../demo/words.ts';

const PAGES = [
  ['index', WORDS],
  ['builder', WORDS],
  ['moderate', DESK_WORDS],
] as const;

describe('the words of a page', () => {
  it('come in the first of the reader’s languages that the page speaks', () => {
    expect(languageOf(['fr-CH', 'zh-TW', 'en'])).toBe('zh');
    expect(languageOf(['EN-gb', 'zh'])).toBe('en');
    expect(languageOf(['ja', 'ko'])).toBe('en');
    expect(languageOf([])).toBe('en');
  });

  it.each(PAGES)('exist for everything that %s.html names', (file, book) => {
    const page = readFileSync(new URL(`../../demo/${file}.html`, import.meta.url), 'utf8');
    const named = [...page.matchAll(/data-(?:word|label|hint)="([^"]*)"/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect(Object.keys(book.en)).toContain(name);
  });

  it.each(PAGES)('leave the same gaps in every language (%s.html)', (_file, book) => {
    const gaps = (text: string): readonly string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();
    for (const [name, english] of Object.entries(book.en)) {
      for (const language of LANGUAGES) {
        const said = (book[language] as Readonly<Record<string, string>>)[name] ?? '';
        expect(said, name).not.toBe('');
        expect(new Set(gaps(said)), name).toEqual(new Set(gaps(english)));
      }
    }
  });

  it('keep a gap that nothing fills, rather than say "undefined"', () => {
    expect(fillIn('{what} in {seconds} s', { seconds: 7 })).toBe('{what} in 7 s');
  });
});
