/** Comments for placing and styling the overlay when the room is empty (`?test=1`). They are drawn here and sent nowhere. */
import type { DrawnComment } from '../../src/draft.ts';
import type { WrittenComment } from '../crowd/author.ts';

const EVERY_MS = 650;

/** What every setting can be judged by, before the chatter begins: each mode, each size, and what is hard to read. */
const SAMPLES: readonly WrittenComment[] = [
  { text: '测试弹幕 Test 弾幕テスト 테스트' },
  { text: 'top · 顶部弹幕', mode: 'top', color: '#ffd84d' },
  { text: 'bottom · 底部弹幕', mode: 'bottom', color: '#7fe3ff' },
  { text: '大きい文字 LARGE 👏👏👏', size: 'large', color: '#ff9fd2' },
  { text: 'small and dark: 小字深色', size: 'small', color: '#333333' },
  { text: '🎉🎊✨ 👨‍👩‍👧‍👦 ❤️‍🔥' },
];

/** Goes on until the page ends. */
export function startTestComments(emit: (comment: DrawnComment) => void): void {
  const waiting = [...SAMPLES];
  let write: (() => WrittenComment) | undefined;
  void import('../crowd/author.ts').then(({ createAuthor }) => {
    const author = createAuthor(Math.random);
    write = () => author.write('night', Date.now());
  }, ignoreMissing);
  const next = (): void => {
    const comment = waiting.shift() ?? write?.();
    if (comment) emit(comment);
    else waiting.push(...SAMPLES);
  };
  next();
  setInterval(next, EVERY_MS);
}

/** Without the chatter the samples go round. */
function ignoreMissing(): void {}
