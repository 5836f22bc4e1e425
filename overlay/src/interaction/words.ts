/** What is said beside comments and over the picture, in English and Chinese. */

export interface OverlayWords {
  /** The way in for the keyboard; the keys that do the same are added behind it. */
  readonly walk: string;
  readonly nothingShown: string;
  /** Of a held comment. */
  readonly said: (name: string, text: string) => string;
  readonly menu: string;
  readonly copy: string;
  readonly copied: string;
  readonly like: string;
  readonly liked: string;
  readonly blockUser: string;
  readonly blockWord: string;
  readonly blockWhich: string;
  readonly blocked: (what: string) => string;
  readonly undo: string;
  readonly report: string;
  readonly reported: string;
  readonly back: string;
  readonly close: string;
  /** Added to an announced comment when others came meanwhile. */
  readonly more: (count: number) => string;
  readonly pictureInPicture: string;
  readonly nativeFullscreen: string;
  readonly fillPage: string;
  readonly unfillPage: string;
}

const ENGLISH: OverlayWords = {
  walk: 'Walk through the comments',
  nothingShown: 'No comment is on screen.',
  said: (name, text) => (name === '' ? text : `${name}: ${text}`),
  menu: 'Comment',
  copy: 'Copy',
  copied: 'Copied.',
  like: 'Like',
  liked: 'Liked.',
  blockUser: 'Hide user',
  blockWord: 'Hide word',
  blockWhich: 'Hide comments with',
  blocked: (what) => `“${what}” is hidden from now on.`,
  undo: 'Undo',
  report: 'Report',
  reported: 'Reported. Thank you.',
  back: 'Back',
  close: 'Close',
  more: (count) => `and ${count} more`,
  pictureInPicture: 'Comments stay here: they can’t follow into the small window.',
  nativeFullscreen: 'Comments can’t be shown over this device’s own fullscreen player.',
  fillPage: 'Fill the page instead',
  unfillPage: 'Back to the page',
};

const CHINESE: OverlayWords = {
  walk: '逐条查看弹幕',
  nothingShown: '屏幕上没有弹幕。',
  said: (name, text) => (name === '' ? text : `${name}：${text}`),
  menu: '弹幕',
  copy: '复制',
  copied: '已复制。',
  like: '点赞',
  liked: '已点赞。',
  blockUser: '屏蔽用户',
  blockWord: '屏蔽词',
  blockWhich: '屏蔽包含以下内容的弹幕',
  blocked: (what) => `已屏蔽“${what}”。`,
  undo: '撤销',
  report: '举报',
  reported: '已举报，谢谢。',
  back: '返回',
  close: '关闭',
  more: (count) => `另有 ${count} 条`,
  pictureInPicture: '弹幕留在这里：无法显示在画中画小窗里。',
  nativeFullscreen: '弹幕无法显示在设备自带的全屏播放器上。',
  fillPage: '改为铺满网页',
  unfillPage: '退出铺满',
};

export const OVERLAY_WORDS = { en: ENGLISH, zh: CHINESE };
