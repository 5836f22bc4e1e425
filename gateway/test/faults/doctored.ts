/** What honest viewers wrote, to be doctored: comments 1 to 20 of one room, and what the checker finds in it. */
import { check } from './checker.ts';
import type { Evidence, Post, ViewerEvent, ViewerLog } from './evidence.ts';

const AFTER = '0aaaaaaaa';
export const offset = (seq: number, epoch = AFTER) => `${epoch}-${seq.toString(36).padStart(8, '0')}`;
export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
export const idOf = (seq: number) => `id${seq}`;

/** Comments 1 to 20, posted one every 100 ms and acknowledged 20 ms later. */
export const SENT_MS = (seq: number) => 10_000 + seq * 100;
export const posts: Post[] = range(1, 20).map((seq) => ({
  author: 'ann',
  ref: `${seq}`,
  text: `text ${seq}`,
  sentMs: SENT_MS(seq),
  answer: { kind: 'acknowledged', atMs: SENT_MS(seq) + 20, id: idOf(seq) },
}));
export const comments = new Map(range(1, 20).map((seq) => [idOf(seq), { text: `text ${seq}`, timeMs: SENT_MS(seq) }]));

export const framed = (
  from: number,
  to: number,
  line = 1,
  more: { leftOut?: number; ids?: string[] } = {},
): ViewerEvent => {
  const ids = more.ids ?? range(from, to).map(idOf);
  const { leftOut = 0 } = more;
  return { kind: 'framed', atMs: SENT_MS(to) + 50, line, offset: offset(to), ids, shown: ids, leftOut };
};
export const begin = (line = 1): ViewerEvent[] => [
  { kind: 'dialled', atMs: 9000, line, after: undefined },
  {
    kind: 'welcomed',
    atMs: 9100,
    line,
    after: undefined,
    offset: offset(0),
    recovered: true,
    ids: [],
    shown: [],
  },
];
/** Lost its line after comment 8, and is back on another before comment 13. */
export const resumed = (after: number, ids: readonly string[], recovered = true): ViewerEvent[] => [
  { kind: 'ended', atMs: SENT_MS(8) + 60, line: 1, code: 1006 },
  { kind: 'dialled', atMs: SENT_MS(12), line: 2, after: offset(after) },
  {
    kind: 'welcomed',
    atMs: SENT_MS(12) + 60,
    line: 2,
    after: offset(after),
    offset: offset(12),
    recovered,
    ids,
    shown: ids.filter((id) => range(9, 20).map(idOf).includes(id)),
  },
];
export const rest = (line: number) => [framed(13, 16, line), framed(17, 20, line)];
export const steady: ViewerEvent[] = [...begin(), framed(1, 4), framed(5, 8), framed(9, 12), ...rest(1)];
export const returning: ViewerEvent[] = [
  ...begin(),
  framed(1, 4),
  framed(5, 8),
  ...resumed(8, range(9, 12).map(idOf)),
  ...rest(2),
];

export const honest: readonly ViewerLog[] = [
  { name: 'bea', events: steady },
  { name: 'cyd', events: steady },
  { name: 'dan', events: returning },
];

export const given = { posts, comments, historySize: 1000, written: [], cutOff: [] };

/** What the checker finds when one more viewer has written this. */
export function findings(events: readonly ViewerEvent[], change: Partial<Evidence> = {}) {
  const viewers = [...honest, { name: 'eve', events }];
  const evidence = { ...given, viewers, lastWords: ['text 20'], ...change };
  return check(evidence).violations.map(({ rule, viewer, ids }) => ({ rule, viewer, ids }));
}
export const eve = (rule: string, ...seqs: number[]) => ({ rule, viewer: 'eve', ids: seqs.map(idOf) });
