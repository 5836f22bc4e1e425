/** What the composer says, in English and Chinese. A page adds others by `addLanguage`. */
import type { Mode, Size } from '@danmaku-live/protocol';
import type { Refusal } from '../connection/pending-posts.ts';

export interface ComposerWords {
  readonly composer: string;
  readonly placeholder: string;
  readonly connecting: string;
  readonly reconnecting: string;
  readonly ended: string;
  readonly noRoom: string;
  readonly mayNotPost: string;
  readonly locked: string;
  readonly send: string;
  readonly wait: (seconds: number) => string;
  readonly slowMode: (seconds: number) => string;
  readonly left: (characters: number) => string;
  readonly tooLong: (characters: number) => string;
  readonly style: string;
  readonly settings: string;
  readonly show: string;
  readonly color: string;
  /** In the order of the swatches in `style-panel.ts`. */
  readonly colors: readonly string[];
  readonly ownColor: string;
  readonly mode: string;
  readonly size: string;
  readonly modes: Readonly<Record<Mode, string>>;
  readonly sizes: Readonly<Record<Size, string>>;
  readonly opacity: string;
  readonly area: string;
  readonly speed: string;
  readonly fontSize: string;
  readonly auto: string;
  readonly density: string;
  readonly densities: readonly [none: string, some: string, all: string];
  readonly shown: string;
  /** Seconds that comments come later. */
  readonly offset: string;
  readonly merge: string;
  readonly motion: string;
  readonly motions: readonly [auto: string, on: string, off: string];
  readonly interaction: string;
  readonly announce: string;
  /** Of the lists of hidden users and words. */
  readonly blocked: string;
  readonly blockedUsers: string;
  readonly blockedWords: string;
  readonly blockWord: string;
  readonly unblock: (what: string) => string;
  readonly add: string;
  readonly reset: string;
  readonly close: string;
  readonly refusals: Readonly<Record<Refusal['code'], string>>;
}

const ENGLISH: ComposerWords = {
  composer: 'Write a comment',
  placeholder: 'Say something…',
  connecting: 'Connecting…',
  reconnecting: 'Reconnecting… your comment will be sent then',
  ended: 'The connection has ended',
  noRoom: 'No room to write to',
  mayNotPost: 'Sign in to comment',
  locked: 'Only moderators may comment now',
  send: 'Send',
  wait: (seconds) => `Send again in ${seconds} s`,
  slowMode: (seconds) => `Slow mode: every ${seconds} s`,
  left: (characters) => `${characters} characters left`,
  tooLong: (characters) => `${characters} characters too many`,
  style: 'Style of the comment',
  settings: 'Settings',
  show: 'Show comments',
  color: 'Colour',
  colors: ['White', 'Yellow', 'Orange', 'Red', 'Pink', 'Violet', 'Blue', 'Sky blue', 'Green', 'Lime', 'Silver'],
  ownColor: 'Another colour',
  mode: 'Flight',
  size: 'Size',
  modes: { scroll: 'Scroll', reverse: 'Reverse', top: 'Top', bottom: 'Bottom' },
  sizes: { small: 'Small', medium: 'Medium', large: 'Large' },
  opacity: 'Opacity',
  area: 'Area',
  speed: 'Speed',
  fontSize: 'Font size',
  auto: 'Auto',
  density: 'Overlap',
  densities: ['Never', 'Some', 'Show all'],
  shown: 'Show',
  offset: 'Later by',
  merge: 'Count equal comments as one',
  motion: 'Less motion: a list instead of flight',
  motions: ['As the system', 'List', 'Flight'],
  interaction: 'Hold comments by mouse and touch',
  announce: 'Read comments to screen readers',
  blocked: 'Hidden users and words',
  blockedUsers: 'Hidden users',
  blockedWords: 'Hidden words',
  blockWord: 'Hide comments with this word',
  unblock: (what) => `Show again: ${what}`,
  add: 'Hide',
  reset: 'Defaults',
  close: 'Close',
  refusals: {
    rate_limited: 'That was too fast.',
    slow_mode: 'Slow mode is on.',
    too_long: 'The comment is too long.',
    empty: 'There is nothing to see in this comment.',
    invalid: 'The comment can’t be sent like this.',
    blocked_word: 'The comment contains a blocked word.',
    duplicate: 'Somebody has just said the same.',
    muted: 'You are muted in this room.',
    banned: 'You are banned from this room.',
    locked: 'Only moderators may comment now.',
    not_allowed: 'You may not comment here.',
    token_invalid: 'Please sign in again.',
    token_expired: 'Please sign in again.',
    overloaded: 'Too much is going on right now. Please try again.',
    no_answer: 'No answer came. Please try again.',
    closed: 'There is no connection.',
  },
};

const CHINESE: ComposerWords = {
  composer: '写弹幕',
  placeholder: '说点什么吧…',
  connecting: '正在连接…',
  reconnecting: '正在重连…连上后自动发出',
  ended: '连接已结束',
  noRoom: '没有连接房间',
  mayNotPost: '登录后才能发弹幕',
  locked: '现在只有管理员可以发弹幕',
  send: '发送',
  wait: (seconds) => `${seconds} 秒后可再次发送`,
  slowMode: (seconds) => `慢速模式：每 ${seconds} 秒一条`,
  left: (characters) => `还可输入 ${characters} 个字`,
  tooLong: (characters) => `超出 ${characters} 个字`,
  style: '弹幕样式',
  settings: '弹幕设置',
  show: '显示弹幕',
  color: '颜色',
  colors: ['白色', '黄色', '橙色', '红色', '粉色', '紫色', '蓝色', '天蓝色', '绿色', '黄绿色', '银色'],
  ownColor: '其他颜色',
  mode: '位置',
  size: '字号',
  modes: { scroll: '滚动', reverse: '逆向', top: '顶部', bottom: '底部' },
  sizes: { small: '小', medium: '中', large: '大' },
  opacity: '不透明度',
  area: '显示区域',
  speed: '速度',
  fontSize: '字体大小',
  auto: '自动',
  density: '重叠',
  densities: ['不重叠', '少量', '全部显示'],
  shown: '显示类型',
  offset: '延后',
  merge: '合并重复弹幕',
  motion: '减少动态：用列表代替滚动',
  motions: ['跟随系统', '列表', '滚动'],
  interaction: '鼠标悬停或点按定住弹幕',
  announce: '向读屏软件播报弹幕',
  blocked: '已屏蔽的用户和词',
  blockedUsers: '已屏蔽的用户',
  blockedWords: '已屏蔽的词',
  blockWord: '屏蔽含有这个词的弹幕',
  unblock: (what) => `取消屏蔽：${what}`,
  add: '屏蔽',
  reset: '恢复默认',
  close: '关闭',
  refusals: {
    rate_limited: '发得太快了。',
    slow_mode: '慢速模式已开启。',
    too_long: '弹幕太长了。',
    empty: '弹幕里没有可见的内容。',
    invalid: '这条弹幕无法发送。',
    blocked_word: '弹幕含有屏蔽词。',
    duplicate: '刚刚有人说过同样的话。',
    muted: '你已被禁言。',
    banned: '你已被移出这个房间。',
    locked: '现在只有管理员可以发弹幕。',
    not_allowed: '你不能在这里发弹幕。',
    token_invalid: '请重新登录。',
    token_expired: '请重新登录。',
    overloaded: '现在太忙了，请再试一次。',
    no_answer: '没有收到回应，请再试一次。',
    closed: '没有连接。',
  },
};

export const COMPOSER_WORDS = { en: ENGLISH, zh: CHINESE };
