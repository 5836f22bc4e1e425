/** Subtitles in the ASS form, out. */
import { writeAss, type DanmakuComment } from '@danmaku-live/protocol';

export interface AssOptions {
  /** What the file is called in players. */
  readonly title?: string;
}

/** Writes subtitles in which the comments fly. Those without `media` are left out: they have no place in a recording. */
export function toAss(comments: readonly DanmakuComment[], { title = 'Danmaku' }: AssOptions = {}): string {
  return writeAss(
    title,
    comments.flatMap((comment) => (comment.media === undefined ? [] : [{ comment, at: comment.media }])),
  );
}
