import { describe, expect, it } from 'vitest';
import { allowedHosts } from './hosts.ts';
import { MOST_EMOTES, readTable } from './table.ts';

const BASE = 'https://site.example/watch/';
const allowed = allowedHosts([BASE, 'wss://gateway.example:8443/v1', 'nonsense'], ['CDN.example', '*.pics.example']);

describe('a table of emotes', () => {
  it('keeps names and addresses, relative ones from where it comes', () => {
    const { addresses, problems } = readTable(
      { cat: 'cat.png', 笑哭: '/e/joy.webp', wave: 'https://cdn.example/wave.gif' },
      BASE,
      allowed,
    );
    expect([...addresses]).toEqual([
      ['cat', 'https://site.example/watch/cat.png'],
      ['笑哭', 'https://site.example/e/joy.webp'],
      ['wave', 'https://cdn.example/wave.gif'],
    ]);
    expect(problems).toEqual([]);
  });

  it('passes over what can’t be an emote, and says why', () => {
    const { addresses, problems } = readTable(
      { 'two words': 'a.png', number: 4, far: 'https://evil.example/x.png', code: 'javascript:alert(1)', cat: 'c.png' },
      BASE,
      allowed,
    );
    expect([...addresses.keys()]).toEqual(['cat']);
    expect(problems).toEqual([
      'The emote "two words" is not taken: a name has 1 to 32 characters, no blank and no colon.',
      'The emote "number" has no usable address.',
      'The emote "far" is not taken: the host evil.example is not allowed (see emoteHosts).',
      'The emote "code" is not taken: the host javascript: is not allowed (see emoteHosts).',
    ]);
  });

  it('holds five hundred, whatever is handed in, and complains of a few only', () => {
    const many = Object.fromEntries(Array.from({ length: 700 }, (_, i) => [`e${i}`, `e${i}.png`]));
    expect(readTable(many, BASE, allowed).addresses.size).toBe(MOST_EMOTES);
    expect(readTable(many, BASE, allowed).problems).toEqual(['Of the emotes only the first 500 are taken.']);
    const wrong = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`e${i}`, null]));
    expect(readTable(wrong, BASE, allowed).problems).toHaveLength(5);
    for (const given of [null, undefined, 7, 'x', ['a']]) {
      expect(readTable(given, BASE, allowed).problems).toEqual([
        'A table of emotes must be an object of names and addresses.',
      ]);
    }
  });
});

describe('the hosts of emotes', () => {
  it.each([
    ['https://site.example/a.png', true],
    ['http://gateway.example:8443/a.png', true],
    ['https://gateway.example/a.png', false],
    ['https://cdn.example/a.png', true],
    ['https://cdn.example:444/a.png', false],
    ['https://a.b.pics.example/a.png', true],
    ['https://pics.example/a.png', false],
    ['https://notpics.example/a.png', false],
    ['https://cdn.example.evil.example/a.png', false],
    ['data:image/png;base64,AA==', false],
    ['ftp://cdn.example/a.png', false],
  ])('decide on %s: %s', (address, isAllowed) => {
    expect(allowed(new URL(address))).toBe(isAllowed);
  });

  it('are never all of them', () => {
    const everything = allowedHosts([], ['*', '*.', '**', '']);
    expect(everything(new URL('https://site.example/'))).toBe(false);
  });
});
