/** The bilibili comment file: what danmaku players and converters read. */
import { createHash } from 'node:crypto';
import { DEFAULT_STYLE, type DanmakuComment, type Mode, type Size } from '@danmaku-live/protocol';
import { positionOf } from './position.ts';

const MODES: Readonly<Record<Mode, number>> = { scroll: 1, bottom: 4, top: 5, reverse: 6 };
const SIZES: Readonly<Record<Size, number>> = { small: 18, medium: 25, large: 36 };

/** @param start where the recording begins, in seconds. */
export function toBilibiliXml(room: string, comments: readonly DanmakuComment[], start: number): string {
  const rows = comments
    .map((comment) => ({ comment, position: positionOf(comment, start) }))
    .sort((a, b) => a.position - b.position)
    .map(({ comment, position }) => row(comment, position));
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<i><chatserver>danmaku-live</chatserver><chatid>${escape(room)}</chatid><mission>0</mission>` +
      `<maxlimit>${comments.length}</maxlimit><state>0</state><real_name>0</real_name><source>k-v</source>`,
    ...rows,
    '</i>',
    '',
  ].join('\n');
}

/** `p`: position, mode, size, colour, Unix time, pool, hash of the user, id. */
function row(comment: DanmakuComment, position: number): string {
  const { mode = DEFAULT_STYLE.mode, size = DEFAULT_STYLE.size, color = DEFAULT_STYLE.color } = comment;
  const p = [
    position.toFixed(5),
    MODES[mode],
    SIZES[size],
    Number.parseInt(color.slice(1), 16),
    Math.floor(comment.time / 1000),
    0,
    createHash('sha256').update(comment.user.id).digest('hex').slice(0, 8),
    comment.id,
  ];
  return `<d p="${escape(p.join(','))}">${escape(comment.text)}</d>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 can't hold at all. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

function escape(text: string): string {
  return text.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? '');
}
