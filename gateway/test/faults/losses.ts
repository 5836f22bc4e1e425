/**
 * Acknowledged comments that a viewer never got, against what it was told: so many were left out (4.3), or the log could
 * not be continued from where it was (4.2).
 */
import type { Evidence, Post, ViewerLog, Violation } from './evidence.ts';
import { isBefore, placeOf, type Place } from './log-places.ts';

/** Ways differ: an answer may overtake a frame on a busy machine by this much. */
const SLACK_MS = 5000;

interface Told {
  /** How many may be missing for it. */
  count: number;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Violations of one viewer. It is owed what was acknowledged from its first welcome on. */
export function findLosses(
  log: ViewerLog,
  { posts, comments }: Pick<Evidence, 'posts' | 'comments'>,
): readonly Violation[] {
  const first = log.events.find((event) => event.kind === 'welcomed');
  if (!first) return [];
  const got = new Set(log.events.flatMap((event) => ('ids' in event ? event.ids : [])));
  const missing = posts.flatMap((post) => {
    const { answer } = post;
    if (answer.kind !== 'acknowledged' || answer.atMs < first.atMs || got.has(answer.id)) return [];
    return [{ post, id: answer.id, fromMs: post.sentMs, toMs: answer.atMs }];
  });
  if (missing.length === 0) return [];
  const told = toldOf(log, comments);
  const lost = missing
    .toSorted((a, b) => a.toMs - b.toMs)
    .filter(({ fromMs, toMs }) => {
      const excuse = told.find((one) => one.count > 0 && toMs >= one.fromMs - SLACK_MS && fromMs <= one.toMs);
      if (excuse) excuse.count -= 1;
      return !excuse;
    });
  return lost.map(({ id, post }) => ({ rule: 'lost', viewer: log.name, ids: [id], detail: wordsOf(post) }));
}

function wordsOf({ text, answer }: Post): string {
  return answer.kind === 'acknowledged' ? `"${text}", acknowledged at ${Math.round(answer.atMs)}` : `"${text}"`;
}

/** What the viewer was told that it may miss, each with the time it speaks of; earliest end first. */
function toldOf(log: ViewerLog, comments: Evidence['comments']): readonly Told[] {
  const told: Told[] = [];
  /** Since when the viewer stands where it stands. */
  let movedMs = 0;
  let offset = '';
  /** When it came further than ever before. */
  const stood: { readonly place: Place; readonly atMs: number }[] = [];
  for (const event of log.events) {
    if (event.kind !== 'welcomed' && event.kind !== 'framed') continue;
    const { atMs } = event;
    if (event.kind === 'welcomed' && !event.recovered) {
      told.push({ count: Number.POSITIVE_INFINITY, fromMs: movedMs, toMs: atMs });
    } else if (event.kind === 'framed' && event.leftOut > 0) {
      // It may have come late: it speaks of the time that its comments are of.
      const times = event.ids.map((id) => comments.get(id)?.timeMs ?? atMs);
      told.push({ count: event.leftOut, fromMs: Math.min(movedMs, ...times), toMs: atMs });
    }
    if (event.offset !== offset) movedMs = atMs;
    offset = event.offset;
    // Put back by a gateway that was cut off (4.2), it is told of all since it had been there before.
    const place = placeOf(offset);
    const before = stood.find((one) => one.place.epoch === place.epoch && !isBefore(one.place, place));
    if (before) movedMs = Math.min(movedMs, before.atMs);
    else stood.push({ place, atMs });
  }
  return told.toSorted((a, b) => a.toMs - b.toMs);
}

/**
 * Viewers that were told they might miss something although all of it was kept: an honest answer too many is still an
 * answer too many.
 */
export function findNeedless(log: ViewerLog, { historySize }: Pick<Evidence, 'historySize'>): readonly Violation[] {
  return log.events.flatMap((event) => {
    if (event.kind !== 'welcomed' || event.recovered || event.after === undefined) return [];
    const [from, to] = [placeOf(event.after), placeOf(event.offset)];
    if (from.epoch !== to.epoch || to.seq - from.seq > historySize) return [];
    const detail = `${event.after} could have been continued to ${event.offset}`;
    return [{ rule: 'needlessly not recovered', viewer: log.name, ids: [], detail }];
  });
}
