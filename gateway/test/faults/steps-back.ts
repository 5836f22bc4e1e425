/**
 * Where a viewer stepped back: a gateway that was cut off sends it once more what it had elsewhere (4.2), or a line that
 * it had dialled earlier tells it what has come meanwhile on the one before.
 */
import { arrivals, type Framed, type ViewerLog, type Welcomed } from './evidence.ts';
import { isBefore, placeOf, type Place } from './log-places.ts';

export interface StepBack {
  /** With which it stepped back. */
  readonly arrival: Welcomed | Framed;
  readonly to: Place;
  /** The furthest it had been in this log. */
  readonly from: Place;
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
    const sinceMs = arrival.kind === 'welcomed' ? (dialledMs.get(line) ?? atMs) : heardMs;
    if (at?.epoch === to.epoch && furthest?.epoch === to.epoch && isBefore(to, at)) {
      if (isAsked(arrival, to) || isCutOff(sinceMs, atMs)) steps.push({ arrival, to, from: furthest });
    }
    if (furthest?.epoch !== to.epoch || isBefore(furthest, to)) furthest = to;
    [at, heardMs] = [to, atMs];
  }
  return steps;
}

/** It continues where the viewer was when it dialled. */
function isAsked(arrival: Welcomed | Framed, to: Place): boolean {
  if (arrival.kind !== 'welcomed' || !arrival.recovered || arrival.after === undefined) return false;
  return !isBefore(to, placeOf(arrival.after));
}
