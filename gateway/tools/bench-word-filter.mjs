/**
 * What blocked words cost: microseconds per comment at 10,000 words, with no word found, which is the usual case.
 * `node gateway/tools/bench-word-filter.mjs` after a build; prints one line of JSON.
 */
import { WordFilter } from '../dist/room/word-filter.js';

const WORDS = 10_000;
const ROUNDS = 7;
const COMMENTS_PER_ROUND = 40_000;
const SYLLABLES = ['ka', 'to', 'mi', 'ren', 'sul', 'vor', 'di', 'pa', 'lo', 'ne', 'gri', 'stu', 'bo', 'xe', 'qua'];
const COMMENTS = [
  '前方高能预警请注意',
  'lol that was amazing, play of the year!!!',
  'これは草すぎるwwwwww',
  '진짜 대박이다 ㅋㅋㅋㅋㅋ',
  'hello from Brazil 🇧🇷 gg wp',
  'Как же красиво, ребята))))',
  '2333333',
  'the quick brown fox jumps over the lazy dog, again and again and once more for good measure',
  'ｆｕｌｌ ｗｉｄｔｈ Ａｎｄ ａｃｃéｎｔｓ çà et là',
  '😂😂😂😂',
];

let state = 1;
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
}

/** @param {() => string} part */
const word = (part) => Array.from({ length: 2 + Math.floor(random() * 3) }, part).join('');
const latin = () => word(() => SYLLABLES[Math.floor(random() * SYLLABLES.length)] ?? '');
const han = () => word(() => String.fromCharCode(0x4e00 + Math.floor(random() * 3000)));
const words = new Set();
while (words.size < WORDS) words.add(random() < 0.8 ? `${latin()}${random() < 0.1 ? '*' : ''}` : han());

const buildStart = performance.now();
const filter = new WordFilter(words);
const buildMs = performance.now() - buildStart;
const rounds = [];
let found = 0;
for (let round = 0; round < ROUNDS; round += 1) {
  const start = performance.now();
  for (let count = 0; count < COMMENTS_PER_ROUND; count += 1) {
    if (filter.find(COMMENTS[count % COMMENTS.length] ?? '') !== undefined) found += 1;
  }
  rounds.push(((performance.now() - start) * 1000) / COMMENTS_PER_ROUND);
}
rounds.sort((a, b) => a - b);
const microsPerComment = { median: rounds[Math.floor(ROUNDS / 2)], best: rounds[0], worst: rounds.at(-1) };
process.stdout.write(`${JSON.stringify({ bench: 'word filter', words: WORDS, buildMs, found, microsPerComment })}\n`);
