import { expect, test } from 'vitest';
import { WordFilter } from '../../src/room/word-filter.ts';
import { cleanComment } from './clean-comments.ts';
import { chance } from './seeded.ts';
import { DISGUISES } from './spellings.ts';

const LATIN = [
  'idiot',
  'loser',
  'scam',
  'casino',
  'stupid',
  'moron',
  'damn',
  'buy followers',
  'spam*',
  'ass',
  'dickhead',
  'whore',
];
const OTHERS = ['дурак', 'tonto', 'dumm', '傻瓜', '笨蛋', '赌博', '骗子', 'バカ', '馬鹿', '바보', '멍청이'];
const CARRIERS = ['@', 'you @', '@ go away', 'what a @ he is', '主播@', 'hey,@!!!', '@ @'];

test('at least 95 of 100 spellings of blocked words are found, and in no way of writing fewer than 8 of 10', () => {
  const filter = new WordFilter([...LATIN, ...OTHERS]);
  const dice = chance(7);
  const names = Object.keys(DISGUISES);
  const missed = new Map<string, string[]>();
  const total = 1000;
  for (let count = 0; count < total; count += 1) {
    const name = names[count % names.length] ?? '';
    const word = dice.pick(dice.next() < 0.7 ? LATIN : OTHERS).replace('*', '');
    const spelled = DISGUISES[name]?.(word, dice) ?? '';
    const text = dice.pick(CARRIERS).replaceAll('@', () => spelled);
    if (filter.find(text) === undefined) missed.set(name, [...(missed.get(name) ?? []), text]);
  }
  const all = [...missed.values()].flat();
  expect(all.length, all.join('\n')).toBeLessThanOrEqual(total * 0.05);
  for (const [name, texts] of missed)
    expect(texts.length, `${name}: ${texts.join(' · ')}`).toBeLessThan((total / names.length) * 0.2);
});

test('of 10,000 clean comments in several languages at most 10 are taken for bad ones', () => {
  const filter = new WordFilter([...LATIN, ...OTHERS]);
  const dice = chance(11);
  const alarms: string[] = [];
  for (let count = 0; count < 10_000; count += 1) {
    const text = cleanComment(dice);
    const word = filter.find(text);
    if (word !== undefined) alarms.push(`${text} (${word})`);
  }
  expect(alarms.length, alarms.join('\n')).toBeLessThanOrEqual(10);
});
