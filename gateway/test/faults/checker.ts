/** Judges what viewers wrote down by what `protocol/PROTOCOL.md` promises. Pure: evidence in, violations out. */
import { findSentTwice, findShownTwice, findUntrueAnswers } from './doubles.ts';
import { arrivals, type Evidence, type ViewerLog, type Violation } from './evidence.ts';
import { findPlaces, isBefore, type LogPlaces, type Place } from './log-places.ts';
import { findLosses, findNeedless } from './losses.ts';
import { findStepsBack, type StepBack } from './steps-back.ts';

/** A live comment older than this is not shown any more. */
export const FRESH_MS = 5000;

/** A gateway that was frozen finds its questions unanswered when it thaws. */
const NOTICED_MS = 7000;
/** What waits for the log goes before what comes then. */
const WHOLE_MS = 1500;

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly totals: Totals;
}

export interface Totals {
  readonly accepted: number;
  readonly refused: number;
  readonly unanswered: number;
  /** Comments that came to viewers, however often. */
  readonly deliveries: number;
  /** Acknowledged comments times viewers that were owed them. */
  readonly checked: number;
  readonly leftOut: number;
  readonly notRecovered: number;
  readonly resumed: number;
  readonly passedOver: number;
  readonly tooSlow: number;
}

export function check(evidence: Evidence): Verdict {
  const mayBeAhead = findPerhapsAhead(evidence);
  const isCutOff = findCutOff(evidence);
  const places = findPlaces(evidence, mayBeAhead);
  const violations = evidence.viewers.flatMap((log) => [
    ...findLosses(log, evidence),
    ...findNeedless(log, evidence),
    ...findSentTwice(log, places, findStepsBack(log, isCutOff)),
    ...findShownTwice(log, evidence, places),
    ...findDisorder(log, places, mayBeAhead, findStepsBack(log, isCutOff)),
    ...findTooOld(log, evidence),
    ...findAbsence(log, evidence),
  ]);
  violations.push(...findUntrueAnswers(evidence.posts, evidence, places));
  return { violations, totals: count(evidence) };
}

/**
 * Comments that came after one that stands behind them in the log. Who could not be continued begins anew, and who was put
 * back by a gateway that was cut off goes on from there (4.2). Within one frame, what such a gateway showed ahead may
 * stand before others of the log (5.8).
 */
function findDisorder(
  log: ViewerLog,
  { places, unordered }: LogPlaces,
  mayBeAhead: (id: string) => boolean,
  stepsBack: readonly StepBack[],
): Violation[] {
  const violations: Violation[] = [];
  let last: { readonly id: string; readonly place: Place } | undefined;
  const got = new Set<string>();
  for (const arrival of arrivals(log)) {
    if (arrival.kind === 'welcomed' && !arrival.recovered) last = undefined;
    if (stepsBack.some((step) => step.arrival === arrival)) last = undefined;
    let ahead: typeof last;
    for (const id of arrival.ids) {
      const place = places.get(id);
      // A second coming is no matter of order.
      if (!place || unordered.has(id) || got.has(id)) continue;
      got.add(id);
      if (last && isBefore(place, last.place)) {
        const detail = `${place.epoch} ${place.seq} after ${last.place.epoch} ${last.place.seq}`;
        violations.push({ rule: 'out of order', viewer: log.name, ids: [last.id, id], detail });
      } else if (mayBeAhead(id)) {
        if (!ahead || isBefore(ahead.place, place)) ahead = { id, place };
      } else last = { id, place };
    }
    if (ahead && (!last || isBefore(last.place, ahead.place))) last = ahead;
  }
  return violations;
}

/** Whether some gateway may have been cut off between two moments. */
function findCutOff({ cutOff }: Evidence): (fromMs: number, toMs: number) => boolean {
  return (fromMs, toMs) =>
    cutOff.some((window) => toMs >= window.fromMs - NOTICED_MS && fromMs <= window.toMs + WHOLE_MS);
}

/** Accepted while, or shortly before, a gateway found that it was cut off: it may have shown it at once. */
function findPerhapsAhead(evidence: Evidence): (id: string) => boolean {
  const ids = new Set<string>();
  const isCutOff = findCutOff(evidence);
  for (const [id, { timeMs }] of evidence.comments) if (isCutOff(timeMs, timeMs)) ids.add(id);

  return (id) => ids.has(id);
}

function findTooOld(log: ViewerLog, { comments }: Evidence): readonly Violation[] {
  return arrivals(log).flatMap(({ shown, atMs }) =>
    shown.flatMap((id): Violation[] => {
      const ageMs = atMs - (comments.get(id)?.timeMs ?? 0);
      return ageMs > FRESH_MS ? [{ rule: 'shown too old', viewer: log.name, ids: [id], detail: `${ageMs} ms` }] : [];
    }),
  );
}

/** Everybody hears the very last words, at the end of a line that stands: those before may be told as any others. */
function findAbsence(log: ViewerLog, { lastWords, posts }: Evidence): readonly Violation[] {
  const texts = new Set(lastWords);
  const owed = posts.flatMap(({ text, answer }) =>
    texts.has(text) && answer.kind === 'acknowledged' ? [answer.id] : [],
  );
  const got = new Set(arrivals(log).flatMap(({ ids }) => ids));
  const last = log.events.at(-1);
  const isThere = owed.slice(-1).every((id) => got.has(id));
  if (owed.length === lastWords.length && last?.kind !== 'ended' && isThere) return [];
  const detail = `${owed.filter((id) => got.has(id)).length} of ${lastWords.length} last words; ${JSON.stringify(last)}`;
  return [{ rule: 'not back at the end', viewer: log.name, ids: [], detail: detail.slice(0, 300) }];
}

function count({ viewers, posts }: Evidence): Totals {
  const totals = { deliveries: 0, checked: 0, leftOut: 0, notRecovered: 0, resumed: 0, passedOver: 0, tooSlow: 0 };
  const acks = posts.flatMap(({ answer }) => (answer.kind === 'acknowledged' ? [answer.atMs] : []));
  for (const log of viewers) {
    const firstMs = log.events.find((event) => event.kind === 'welcomed')?.atMs ?? Number.POSITIVE_INFINITY;
    totals.checked += acks.filter((atMs) => atMs >= firstMs).length;
    for (const event of log.events) {
      if (event.kind === 'ended' && event.code === 4508) totals.tooSlow += 1;
      if (event.kind !== 'welcomed' && event.kind !== 'framed') continue;
      totals.deliveries += event.ids.length;
      totals.passedOver += event.ids.length - event.shown.length;
      if (event.kind === 'framed') totals.leftOut += event.leftOut;
      else if (event.after !== undefined) totals[event.recovered ? 'resumed' : 'notRecovered'] += 1;
    }
  }
  const refused = posts.filter(({ answer }) => answer.kind === 'refused').length;
  return { accepted: acks.length, refused, unanswered: posts.length - acks.length - refused, ...totals };
}
