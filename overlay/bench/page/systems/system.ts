/** What a danmaku system is to the benchmark. One file each; what a peer is given is what its documentation says. */
import type { Size } from '@danmaku-live/protocol';
import type { StreamComment } from '../stream.ts';

/** A comment on screen, in CSS pixels from the stage's top left. */
export interface Box {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface System {
  emit(comments: readonly StreamComment[]): void;
  /** What the system has on its stage now, also what is still outside its edges. May be slow: it is never timed. */
  boxes(): Box[];
  /** Of these, those of which nothing is drawn yet; absent where what is on the stage is drawn. */
  undrawn?(): Promise<readonly string[]>;
  /** Bytes of the pictures it keeps, where it can be known. */
  textureBytes?(): number;
  /** For one that has a stream of its own: told each comment as it arrives. */
  onArrival?(tell: (id: string) => void): void;
  /** What it says it draws with. */
  kind?(): string;
}

/** @param stage an empty box of 1280 by 720 CSS pixels. */
export type StartSystem = (stage: HTMLElement) => System | Promise<System>;

/** How long a comment takes to cross, for every system. */
export const LIFETIME_S = 8;

/** CSS pixels, as the overlay chooses them for a stage 720 high. */
export const FONT_PX: Readonly<Record<Size, number>> = { small: 21, medium: 26, large: 36 };

export const FONT_FAMILY =
  'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans", sans-serif';

/** The edge that the documentations of those that draw with elements give their comments. */
export const TEXT_SHADOW = '-1px -1px #000, -1px 1px #000, 1px -1px #000, 1px 1px #000';

/** Where an element is on the stage. */
export function boxOf(id: string, element: Element, stage: HTMLElement): Box {
  const frame = stage.getBoundingClientRect();
  const { left, top, width, height } = element.getBoundingClientRect();
  return { id, x: left - frame.left, y: top - frame.top, width, height };
}

/** A playing video of nothing, 16 by 16 and still: some peers follow a video's clock and have no other. */
export async function stillVideo(): Promise<HTMLVideoElement> {
  const canvas = document.createElement('canvas');
  canvas.width = 16;
  canvas.height = 16;
  const context = canvas.getContext('2d');
  const video = document.createElement('video');
  video.muted = true;
  video.srcObject = canvas.captureStream(1);
  // A track without pictures never starts.
  setInterval(() => context?.fillRect(0, 0, 1, 1), 1_000);
  context?.fillRect(0, 0, 16, 16);
  await video.play();
  return video;
}
