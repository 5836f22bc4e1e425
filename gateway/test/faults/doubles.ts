/** Comments that a viewer got, or saw, more than once. */
import { arrivals, type Evidence, type Post, type ViewerEvent, type ViewerLog, type Violation } from './evidence.ts';
import { isBefore, type LogPlaces } from './log-places.ts';
import type { StepBack } from './steps-back.ts';

/**
 * On no line twice; on a line that continues, nothing that had come before, but what was ahead of the log (5.8), or what
 * stands between where the viewer was put back and where it had been (4.2).
 */
export function findSentTwice(
  log: ViewerLog,
  { unordered, places }: LogPlaces,
  stepsBack: readonly StepBack[],
): readonly Violation[] {
  const violations: Violation[] = [];
  const byLine = new Map<number, Set<string>>();
  const all = new Set<string>();
  /** What had come when a line was dialled. */
  const before = new Map<number, Set<string>>();
  const isOnceMore = (id: string, event: ViewerEvent) => {
    const place = places.get(id);
    return stepsBack.some(({ arrival, furthest, to }) => {
      if (!place || isBefore(furthest, place) || event.atMs < arrival.atMs) return false;
      return arrival === event || isBefore(to, place);
    });
  };
  for (const event of log.events) {
    if (event.kind === 'dialled') before.set(event.line, new Set(all));
    if (event.kind !== 'welcomed' && event.kind !== 'framed') continue;
    const { line, ids } = event;
    const known = byLine.get(line) ?? new Set<string>();
    byLine.set(line, known);
    if (event.kind === 'welcomed' && (!event.recovered || event.after === undefined)) before.delete(line);
    const earlier = before.get(line);
    for (const id of ids) {
      const isKnown = earlier?.has(id) === true && !unordered.has(id) && !isOnceMore(id, event);
      const isDouble = known.has(id) || isKnown;
      known.add(id);
      all.add(id);
      if (isDouble) {
        violations.push({ rule: 'sent twice', viewer: log.name, ids: [id], detail: `${event.kind} on line ${line}` });
      }
    }
  }
  return violations;
}

/**
 * By id never. By text neither, unless nobody could know: what a gateway showed ahead of the log and then lost, or what
 * the log itself has lost, comes again under a new id when its author repeats it.
 */
export function findShownTwice(
  log: ViewerLog,
  { comments }: Pick<Evidence, 'comments'>,
  { unordered, epochs }: LogPlaces,
): readonly Violation[] {
  const violations: Violation[] = [];
  const ids = new Set<string>();
  const texts = new Map<string, string>();
  for (const { shown } of arrivals(log)) {
    for (const id of shown) {
      const text = comments.get(id)?.text ?? '';
      const twin = texts.get(text);
      texts.set(text, id);
      if (ids.has(id)) violations.push({ rule: 'shown twice', viewer: log.name, ids: [id], detail: `"${text}"` });
      else if (twin !== undefined && epochs.length === 1 && !unordered.has(id) && !unordered.has(twin)) {
        violations.push({ rule: 'shown twice', viewer: log.name, ids: [twin, id], detail: `"${text}"` });
      }
      ids.add(id);
    }
  }
  return violations;
}

/** What was refused must not be in the log; what was repeated must have one id (3.4, 5.8). */
export function findUntrueAnswers(
  posts: readonly Post[],
  { comments }: Pick<Evidence, 'comments'>,
  { places, unordered, epochs }: LogPlaces,
): readonly Violation[] {
  const idsByText = new Map<string, string[]>();
  for (const [id, { text }] of comments) idsByText.set(text, [...(idsByText.get(text) ?? []), id]);
  return posts.flatMap(({ text, author, answer }): Violation[] => {
    const inLog = (idsByText.get(text) ?? []).filter((id) => places.has(id) && !unordered.has(id));
    const detail = `"${text}"`;
    if (answer.kind === 'refused' && inLog.length > 0) {
      return [{ rule: 'refused but in the log', viewer: author, ids: inLog, detail: `${detail}: ${answer.code}` }];
    }
    if (answer.kind === 'acknowledged' && epochs.length === 1 && inLog.some((id) => id !== answer.id)) {
      return [{ rule: 'acknowledged under two ids', viewer: author, ids: [answer.id, ...inLog], detail }];
    }
    return [];
  });
}
