import { cleanText } from '@danmaku-live/protocol';
import { describe, expect, it } from 'vitest';
import { createAuthor, PHRASEBOOKS, type WrittenComment } from '../../demo/crowd/author.ts';
import { MOODS } from '../../demo/crowd/phrases/phrasebook.ts';
import { seededRandom } from '../../demo/random.ts';
import type { SceneName } from '../../demo/scene/timeline.ts';

function written(seed: number, count: number, scene: SceneName, everyMs = 100): WrittenComment[] {
  const author = createAuthor(seededRandom(seed));
  return Array.from({ length: count }, (_, index) => author.write(scene, index * everyMs));
}

const HAN_OR_KANA = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

describe('the author of the crowd', () => {
  it('says the same for the same seed, and something else for another', () => {
    expect(written(1, 200, 'night')).toEqual(written(1, 200, 'night'));
    expect(written(1, 200, 'night')).not.toEqual(written(2, 200, 'night'));
  });

  it('has more than 300 different lines of its own', () => {
    const lines = PHRASEBOOKS.flatMap(({ chat, scenes, moments }) => [
      ...chat,
      ...Object.values(scenes).flat(),
      ...Object.values(moments).flat(),
    ]);
    expect(new Set(lines).size).toBeGreaterThan(300);
  });

  it('writes nothing that a gateway would have to clean', () => {
    for (const { text } of [...written(3, 3000, 'night'), ...written(4, 3000, 'day')]) {
      expect(cleanText(text)).toEqual({ ok: true, text });
    }
  });

  it('fills every gap of its phrases', () => {
    const texts = written(5, 6000, 'night').map(({ text }) => text);
    expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
    expect(texts.some((text) => /^第\d+次来看了$/.test(text))).toBe(true);
  });

  it('speaks mostly Chinese and Japanese, and many other scripts besides', () => {
    const texts = written(6, 4000, 'day').map(({ text }) => text);
    const share = (script: RegExp): number => texts.filter((text) => script.test(text)).length / texts.length;
    expect(share(HAN_OR_KANA)).toBeGreaterThan(0.5);
    for (const script of [
      /\p{Script=Latin}/u,
      /\p{Script=Hangul}/u,
      /\p{Script=Arabic}/u,
      /\p{Script=Thai}/u,
      /\p{Script=Cyrillic}/u,
      /\p{Script=Devanagari}/u,
      /\p{Extended_Pictographic}\u200d/u,
    ]) {
      expect(share(script), String(script)).toBeGreaterThan(0);
    }
  });

  it('remarks on what happens in the picture while it happens', () => {
    const author = createAuthor(seededRandom(7));
    const during = Array.from({ length: 200 }, (_, index) => author.write('night', 18_000 + index * 40).text);
    const fireworks = PHRASEBOOKS.flatMap(({ moments }) => moments.fireworks ?? []);
    expect(during.filter((text) => fireworks.includes(text)).length).toBeGreaterThan(40);
    const before = Array.from({ length: 200 }, () => author.write('night', 0).text);
    expect(before.filter((text) => fireworks.includes(text))).toEqual([]);
  });

  it('does not say the same line twice in a row, but for the waves in which many do', () => {
    const units = PHRASEBOOKS.flatMap(({ repeats }) => MOODS.flatMap((mood) => repeats[mood].map(([unit]) => unit)));
    const isWave = (text: string): boolean => units.some((unit) => text.replaceAll(unit.trim(), '').trim() === '');
    const lines = written(8, 3000, 'night')
      .map(({ text }) => text)
      .filter((text) => !isWave(text));
    const doubled = lines.filter((text, index) => text === lines[index - 1]);
    expect(doubled.length).toBeLessThan(lines.length / 500);
  });

  it('writes plainly most of the time, and uses every mode, size and some colours sometimes', () => {
    const comments = written(9, 4000, 'night');
    const plain = comments.filter(({ color, mode, size }) => !color && !mode && !size);
    expect(plain.length / comments.length).toBeGreaterThan(0.5);
    const seen = (key: 'color' | 'mode' | 'size'): number => new Set(comments.map((comment) => comment[key])).size;
    expect(seen('mode')).toBe(4);
    expect(seen('size')).toBe(3);
    expect(seen('color')).toBeGreaterThan(5);
  });
});
