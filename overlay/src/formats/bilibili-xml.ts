/** The bilibili comment file, in and out: `<d p="seconds,type,size,colour,time,pool,user,id">text</d>`. */
import type { DanmakuComment, Mode, Size } from '@danmaku-live/protocol';
import { Collector, MOST_CODE_UNITS, numberOf, type ReadComments } from './read.ts';
import { scanXml, type XmlEnd } from './xml-scanner.ts';

/** Types 2 and 3 scroll, too; 7 is positioned, 8 is code, 9 is of the player's own. */
const MODE_OF: Readonly<Record<string, Mode>> = {
  1: 'scroll',
  2: 'scroll',
  3: 'scroll',
  4: 'bottom',
  5: 'top',
  6: 'reverse',
};
const TYPE_OF: Readonly<Record<Mode, number>> = { scroll: 1, bottom: 4, top: 5, reverse: 6 };
const FONT_OF: Readonly<Record<Size, number>> = { small: 18, medium: 25, large: 36 };
const WHITE = 0xffffff;
const PROBLEM: Readonly<Record<XmlEnd, string | undefined>> = {
  whole: undefined,
  broken_off: 'The file breaks off.',
  damaged: 'The file is damaged; the rest of it was read.',
};

/**
 * Reads a bilibili comment file. Works without a DOM: in workers and under Trusted Types. Never throws.
 *
 * @example fromBilibiliXml('<i><d p="1.5,5,25,16711680,0,0,ab12,7">hi</d></i>').comments[0]?.mode // 'top'
 */
export function fromBilibiliXml(source: string): ReadComments {
  const collector = new Collector('xml');
  if (typeof source !== 'string') return collector.done('The file is not text.');
  const text = source.slice(0, MOST_CODE_UNITS);
  let count = 0;
  const end = scanXml(text, 'd', ({ attributes, text: said }) => {
    count += 1;
    readRow(collector, attributes.get('p'), said);
  });
  if (source.length > text.length) return collector.done('The file is too large; its beginning was read.');
  if (count === 0 && !/<i[\s>]/.test(text)) return collector.done('The file is not a bilibili comment file.');
  return collector.done(PROBLEM[end]);
}

function readRow(collector: Collector, p: string | undefined, text: string): void {
  const [seconds, type = '', size, color, time, , user, id] = p?.split(',') ?? [];
  if (seconds === undefined) return collector.skip('invalid');
  const mode = Object.hasOwn(MODE_OF, type) ? MODE_OF[type] : undefined;
  if (mode === undefined) return collector.skip(/^[789]$/.test(type) ? 'unsupported' : 'invalid');
  const unixSeconds = numberOf(time);
  collector.add({
    id,
    text,
    media: numberOf(seconds),
    mode,
    color: numberOf(color),
    size: sizeOf(numberOf(size)),
    user: user === undefined || user === '' ? undefined : { id: user.slice(0, 64), name: '' },
    time: unixSeconds === undefined ? undefined : unixSeconds * 1000,
  });
}

function sizeOf(font: number | undefined): Size {
  if (font === undefined || (font >= 22 && font <= 30)) return 'medium';
  return font < 22 ? 'small' : 'large';
}

/**
 * Writes a bilibili comment file, in order of position. Comments without `media` are left out: they have no place in a
 * recording. Read back it says the same, but names of users, which the form has no room for.
 */
export function toBilibiliXml(comments: readonly DanmakuComment[]): string {
  const rows = comments
    .flatMap((comment) => (comment.media === undefined ? [] : [{ comment, media: comment.media }]))
    .sort((a, b) => a.media - b.media)
    .map(({ comment, media }) => row(comment, media));
  const head = `<chatserver>danmaku-live</chatserver><mission>0</mission><maxlimit>${rows.length}</maxlimit><source>k-v</source>`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<i>${head}`, ...rows, '</i>', ''].join('\n');
}

function row({ id, text, user, time, mode, size, color }: DanmakuComment, media: number): string {
  const p = [
    Number(media.toFixed(5)),
    TYPE_OF[mode ?? 'scroll'],
    FONT_OF[size ?? 'medium'],
    color === undefined ? WHITE : Number.parseInt(color.slice(1), 16),
    Math.floor(time / 1000),
    0,
    user.id.replaceAll(',', '_'),
    id.replaceAll(',', '_'),
  ];
  return `<d p="${escape(p.join(','))}">${escape(text)}</d>`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** What XML 1.0 can't hold at all. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|\p{Surrogate}/gu;

function escape(text: string): string {
  return text.replaceAll(FORBIDDEN, '\ufffd').replaceAll(/[&<>"]/g, (char) => ENTITIES[char] ?? '');
}
