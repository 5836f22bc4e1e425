/** The JSON of DPlayer (`{code, data: [[seconds, type, colour, user, text]]}`) and of dandanplay (`{comments: [{p, m}]}`). */
import type { DanmakuComment, Mode } from '@danmaku-live/protocol';
import { readJson } from './json.ts';
import { Collector, fieldsOf, numberOf, own, type ReadComments } from './read.ts';

const DPLAYER_MODES: Readonly<Record<string, Mode>> = {
  0: 'scroll',
  1: 'top',
  2: 'bottom',
  right: 'scroll',
  top: 'top',
  bottom: 'bottom',
};
const DPLAYER_TYPES: Readonly<Record<Mode, number>> = { scroll: 0, reverse: 0, top: 1, bottom: 2 };
const DANDAN_MODES: Readonly<Record<string, Mode>> = { 1: 'scroll', 4: 'bottom', 5: 'top', 6: 'reverse' };
const WHITE = 0xffffff;

/**
 * Reads DPlayer's list of comments. `source` is the text, or what it was parsed to. Never throws.
 *
 * @example fromDplayer('{"code":0,"data":[[1.5,1,16711680,"ann","hi"]]}').comments[0]?.mode // 'top'
 */
export function fromDplayer(source: unknown): ReadComments {
  const collector = new Collector('dplayer');
  const json = readJson(source);
  if (!json.ok) return collector.done(json.problem);
  const fields = fieldsOf(json.value);
  const data = (fields && (own(fields, 'data') ?? own(fields, 'danmaku'))) ?? json.value;
  if (!Array.isArray(data)) return collector.done('The file holds no list of DPlayer comments.');
  for (const entry of data as readonly unknown[]) {
    if (!Array.isArray(entry)) {
      collector.skip('invalid');
      continue;
    }
    const [seconds, type, color, user, text] = entry as readonly unknown[];
    const mode = modeOf(DPLAYER_MODES, type);
    if (mode === undefined) collector.skip('unsupported');
    else collector.add({ text, media: numberOf(seconds), mode, color: colorOf(color), user: userOf(user) });
  }
  return collector.done(json.problem);
}

/** Writes DPlayer's list, which knows no reverse, no size and no id. Comments without `media` are left out. */
export function toDplayer(comments: readonly DanmakuComment[]): string {
  const data = comments.flatMap(({ media, mode, color, user, text }) =>
    media === undefined
      ? []
      : [
          [
            media,
            DPLAYER_TYPES[mode ?? 'scroll'],
            color === undefined ? WHITE : Number.parseInt(color.slice(1), 16),
            user.id,
            text,
          ],
        ],
  );
  return JSON.stringify({ code: 0, data });
}

/**
 * Reads dandanplay's list of comments: `p` is `seconds,type,colour,user`, `m` the text. Never throws.
 *
 * @example fromDandanplay('{"count":1,"comments":[{"cid":7,"p":"1.5,5,255,u","m":"hi"}]}').comments[0]?.color // '#0000ff'
 */
export function fromDandanplay(source: unknown): ReadComments {
  const collector = new Collector('dandan');
  const json = readJson(source);
  if (!json.ok) return collector.done(json.problem);
  const fields = fieldsOf(json.value);
  const list = (fields && own(fields, 'comments')) ?? json.value;
  if (!Array.isArray(list)) return collector.done('The file holds no list of dandanplay comments.');
  for (const entry of list as readonly unknown[]) {
    const one = fieldsOf(entry);
    const p = one && own(one, 'p');
    if (one === undefined || typeof p !== 'string') {
      collector.skip('invalid');
      continue;
    }
    const [seconds, type, color, user] = p.split(',', 8);
    const cid = own(one, 'cid');
    const mode = modeOf(DANDAN_MODES, type);
    if (mode === undefined) collector.skip('unsupported');
    else
      collector.add({
        id: typeof cid === 'number' ? String(cid) : cid,
        text: own(one, 'm'),
        media: numberOf(seconds),
        mode,
        color: numberOf(color),
        user: userOf(user),
      });
  }
  return collector.done(json.problem);
}

function modeOf(table: Readonly<Record<string, Mode>>, type: unknown): Mode | undefined {
  const key = typeof type === 'number' || typeof type === 'string' ? String(type) : '';
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function colorOf(color: unknown): unknown {
  return typeof color === 'string' && color.startsWith('#') ? color : numberOf(color);
}

function userOf(user: unknown): DanmakuComment['user'] | undefined {
  return typeof user === 'string' && user !== '' ? { id: user.slice(0, 64), name: user.slice(0, 64) } : undefined;
}
