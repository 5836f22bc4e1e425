/**
 * Where a viewer stepped back: a gateway that was cut off sends it once more what it had elsewhere (4.2), or a line that
 * it had dialled earlier tells it what has come meanwhile on the one before.
 */
import { arrivals, type Framed, type ViewerLog, type Welcomed } from './evidence.ts';
import { isBefore, placeOf, type Place } from './log-places.ts';

export interface StepBack {
  /** Which brought once more what stands before where the viewer was. */
  readonly arrival: Welcomed | Framed;
  /** Where the viewer stood then: what follows may come once more as well. */
  readonly to: Place;
  /** Where it had been. */
  readonly furthest: Place;
}

/** @param isCutOff whether a gateway may have been cut off between two moments: none other may put a viewer back. */
export function findStepsBack(
  log: ViewerLog,
  isCutOff: (fromMs: number, toMs: number) => boolean,
): readonly StepBack[] {
  const steps: StepBack[] = [];
  const dialledMs = new Map(
    log.events.flatMap((event) => (event.kind === 'dialled' ? [[event.line, event.atMs]] : [])),
  );
  let furthest: Place | undefined;
  let at: Place | undefined;
  let heardMs = 0;
  for (const arrival of arrivals(log)) {
    const { atMs, line } = arrival;
    const to = placeOf(arrival.offset);
    const asked = askedOf(arrival, to);
    const from = asked ?? to;
    const sinceMs = arrival.kind === 'welcomed' ? (dialledMs.get(line) ?? atMs) : heardMs;
    if (at?.epoch === from.epoch && furthest?.epoch === from.epoch && isBefore(from, at)) {
      if (asked || isCutOff(sinceMs, atMs)) steps.push({ arrival, to, furthest });
    }
    if (furthest?.epoch !== to.epoch || isBefore(furthest, to)) furthest = to;
    [at, heardMs] = [to, atMs];
  }
  return steps;
}

/** Where the viewer was when it dialled, if the line continues there. */
function askedOf(arrival: Welcomed | Framed, end: Place): Place | undefined {
  if (arrival.kind !== 'welcomed' || !arrival.recovered || arrival.after === undefined) return undefined;
  const asked = placeOf(arrival.after);
  return isBefore(end, asked) ? undefined : asked;
}
