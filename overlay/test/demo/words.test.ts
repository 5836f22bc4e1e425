import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isWord, languageOf, LANGUAGES, say } from '../../demo/words.ts';

const page = readFileSync(new URL('../../demo/index.html', import.meta.url), 'utf8');

describe('the words of the demo page', () => {
  it('come in the first of the reader’s languages that the page speaks', () => {
    expect(languageOf(['fr-CH', 'zh-TW', 'en'])).toBe('zh');
    expect(languageOf(['EN-gb', 'zh'])).toBe('en');
    expect(languageOf(['ja', 'ko'])).toBe('en');
    expect(languageOf([])).toBe('en');
  });

  it('exist for everything the HTML names', () => {
    const named = [...page.matchAll(/data-(?:word|label)="([^"]*)"/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(10);
    for (const name of named) expect(isWord(name), name).toBe(true);
  });

  it('say in every language what they say in the other', () => {
    for (const language of LANGUAGES) {
      expect(say(language, 'next', { what: 'X', seconds: 7 })).toMatch(/(X.*7|7.*X)/);
      expect(say(language, 'crowdTooFew', { guests: 40, rate: 38.5, most: 40 })).toMatch(/40.*38\.5/s);
    }
    expect(say('en', 'copy')).not.toBe(say('zh', 'copy'));
  });

  it('keep a gap that nothing fills, rather than say "undefined"', () => {
    expect(say('en', 'now')).toContain('{what}');
  });
});
