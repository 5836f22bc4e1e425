/** Fixed scenes: what is said when, under which settings. A picture of each is kept in `reference/`. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../../src/options.ts';

export interface Step {
  /** Milliseconds after the scene's start, rising. */
  readonly atMs: number;
  readonly say: readonly Line[];
  readonly own?: boolean;
}

export type Line = Pick<DanmakuComment, 'text'> & Partial<DanmakuComment>;

export interface Scene {
  readonly name: string;
  /** What a person should see. */
  readonly shows: string;
  readonly settings?: Partial<Omit<OverlaySettings, 'mask'>>;
  readonly steps: readonly Step[];
  /** When the picture is taken. */
  readonly atMs: number;
}

const LONG = '弹幕飞过一条长长的评论';

/** One comment each so many milliseconds, each a little longer or shorter than the last. */
function flow(count: number, everyMs: number, look: (i: number) => Partial<DanmakuComment> = () => ({})): Step[] {
  return Array.from({ length: count }, (_, i) => ({
    atMs: i * everyMs,
    say: [{ text: `${String(i + 1)} ${LONG.slice(0, 2 + ((i * 7) % 10))}`, ...look(i) }],
  }));
}

export const SCENES: readonly Scene[] = [
  {
    name: 'modes',
    shows: 'one comment to the left, one to the right, one standing above, one below',
    steps: [
      {
        atMs: 0,
        say: [
          { text: '从右到左' },
          { text: 'to the right', mode: 'reverse', color: '#ffd302' },
          { text: '顶部', mode: 'top', color: '#89d5ff' },
          { text: 'bottom', mode: 'bottom', color: '#fe0302' },
        ],
      },
    ],
    atMs: 3_000,
  },
  {
    name: 'sizes',
    shows: 'three sizes; the large ones take two adjacent rows and nothing touches them',
    steps: flow(12, 250, (i) => ({ size: (['small', 'medium', 'large'] as const)[i % 3] ?? 'medium' })),
    atMs: 5_000,
  },
  {
    name: 'tall',
    shows: 'letters of a third of the height: three comments one under the other, the rest is left out',
    settings: { fontSize: 96 },
    steps: flow(6, 400),
    atMs: 5_000,
  },
  {
    name: 'right-to-left',
    shows: 'everything flies from left to right, Arabic among it, reverse ones against it',
    settings: { direction: 'rtl' },
    steps: [
      ...flow(5, 300),
      { atMs: 1_600, say: [{ text: 'مرحبا بالجميع' }, { text: 'against it', mode: 'reverse' }] },
    ],
    atMs: 4_500,
  },
  {
    name: 'stacks',
    shows: 'five standing above, first one on top, and five below, first one lowest, all in the middle',
    steps: flow(10, 100, (i) => ({ mode: i % 2 === 0 ? 'top' : 'bottom' })),
    atMs: 2_000,
  },
  {
    name: 'area',
    shows: 'the upper 40 % is used, with one standing at its lower end; the rest is empty',
    settings: { area: 0.4 },
    steps: flow(20, 150, (i) => (i % 7 === 0 ? { mode: 'bottom' } : {})),
    atMs: 4_000,
  },
  {
    name: 'safe-area',
    shows: 'a strip of a quarter below, 60 pixels at the left and 30 above stay empty',
    settings: { safeArea: { top: 30, right: 0, bottom: '25%', left: 60 } },
    steps: flow(20, 150, (i) => (i % 5 === 0 ? { mode: i % 2 === 0 ? 'top' : 'bottom' } : {})),
    atMs: 4_400,
  },
  {
    name: 'density-0',
    shows: 'forty comments a second, and none covers another',
    settings: { merge: false },
    steps: flow(160, 25),
    atMs: 4_000,
  },
  {
    name: 'density-1',
    shows: 'twelve comments a second, all of them there, on top of one another where there is no room',
    settings: { density: 1, merge: false },
    steps: flow(36, 80),
    atMs: 3_000,
  },
  {
    name: 'scripts',
    shows: 'Chinese, Japanese, Korean, Thai, Hindi, Latin and emoji, each whole and with its edge',
    steps: [
      {
        atMs: 0,
        say: [
          { text: '前方高能预警！' },
          { text: 'こんにちは、世界' },
          { text: '안녕하세요' },
          { text: 'สวัสดีครับ' },
          { text: 'नमस्ते दुनिया' },
          { text: 'Ça va? Größe ÅÄÖ' },
          { text: '😂🔥👏 nice' },
          { text: '👨‍👩‍👧 🇯🇵 ❤️' },
        ],
      },
    ],
    atMs: 3_200,
  },
  {
    name: 'own-and-paid',
    shows: 'one’s own in a frame, and a paid one, though the stage was full before they came',
    settings: { area: 0.3 },
    steps: [
      ...flow(24, 60),
      { atMs: 1_500, own: true, say: [{ text: '我说的' }] },
      {
        atMs: 1_600,
        say: [{ text: 'paid for', color: '#ffd302', user: { id: 'p', name: 'Payer', role: 'paid' } }],
      },
    ],
    atMs: 6_000,
  },
  {
    name: 'merged',
    shows: 'what five people said stands there once, with its counter',
    steps: [
      { atMs: 0, say: [{ text: '哈哈哈' }, { text: 'another' }] },
      ...Array.from({ length: 4 }, (_, i) => ({ atMs: 300 + i * 200, say: [{ text: '哈哈哈' }] })),
    ],
    atMs: 2_500,
  },
];
