/** Who takes part. The names are those of the files in `page/systems`. */

export interface SystemName {
  readonly name: string;
  readonly label: string;
  readonly ours: boolean;
  /** In the quick run. */
  readonly isQuick: boolean;
  /** Only at these. */
  readonly rates?: readonly number[];
}

/** At this one heap and textures are followed. */
export const FOLLOWED_RATE = 100;
export const RATES = [20, 100, 500] as const;

export const EMPTY = 'empty';
/** The peer whose memory ours is compared with. */
export const CANVAS_PEER = 'danmaku-canvas';

export const SYSTEMS: readonly SystemName[] = [
  { name: EMPTY, label: 'empty page', ours: false, isQuick: true },
  { name: 'ours-worker', label: 'Danmaku Live, worker', ours: true, isQuick: true },
  { name: 'ours-webgl', label: 'Danmaku Live, main thread', ours: true, isQuick: true },
  { name: 'ours-canvas', label: 'Danmaku Live, canvas 2D', ours: true, isQuick: true },
  { name: 'ours-default', label: 'Danmaku Live, as it comes', ours: true, isQuick: false, rates: [FOLLOWED_RATE] },
  { name: CANVAS_PEER, label: 'danmaku, canvas', ours: false, isQuick: true },
  { name: 'danmaku-dom', label: 'danmaku, DOM', ours: false, isQuick: true },
  { name: 'danmu-js', label: 'danmu.js', ours: false, isQuick: false },
  { name: 'danmu', label: 'danmu', ours: false, isQuick: false },
  { name: 'artplayer', label: 'ArtPlayer plugin', ours: false, isQuick: false },
];

/** What each is said to draw with where it has been started as asked; another answer means that it could not be. */
export const KINDS: Readonly<Record<string, string>> = {
  'ours-worker': 'worker',
  'ours-webgl': 'webgl',
  'ours-canvas': 'canvas2d',
};
