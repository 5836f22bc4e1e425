/**
 * Where each comment stands in the room's log: as it was read there, else from the offsets of the frames it came in.
 * Clients never take an offset apart; a checker that wants to prove an order must.
 */
import { arrivals, type Evidence, type Framed, type ViewerLog, type Welcomed } from './evidence.ts';

export interface Place {
  /** The log's birth. A log that was lost has a successor with a later one. */
  readonly epoch: string;
  readonly seq: number;
}

export function placeOf(offset: string): Place {
  const [epoch = '', seq = ''] = offset.split('-');
  return { epoch, seq: Number.parseInt(seq, 36) };
}

export interface LogPlaces {
  /** Of comments whose order is promised. */
  readonly places: ReadonlyMap<string, Place>;
  /**
   * Comments that some gateway showed before they were in the log, or that a lost log's successor was given again: they
   * may come before others of the log (5.8).
   */
  readonly unordered: ReadonlySet<string>;
  /** Of all logs the room had, in their order. */
  readonly epochs: readonly string[];
}

/** An arrival, and where its viewer stood before; `undefined` where it does not continue anything. */
interface Step {
  readonly from: Place | undefined;
  readonly to: Place;
  readonly arrival: Welcomed | Framed;
}

/** All arrivals of a viewer with what they continue. */
function steps(log: ViewerLog): readonly Step[] {
  const standing = new Map<number, Place>();
  return arrivals(log).map((arrival) => {
    const to = placeOf(arrival.offset);
    const isResumed = arrival.kind === 'welcomed' && arrival.recovered && arrival.after !== undefined;
    const from = isResumed ? placeOf(arrival.after ?? '') : standing.get(arrival.line);
    standing.set(arrival.line, to);
    return { from: arrival.kind === 'welcomed' && !isResumed ? undefined : from, to, arrival };
  });
}

/** @param mayBeAhead whether a comment was accepted when a gateway was cut off. */
export function findPlaces(
  { viewers, written }: Pick<Evidence, 'viewers' | 'written'>,
  mayBeAhead: (id: string) => boolean,
): LogPlaces {
  const unordered = new Set<string>();
  const votes = new Map<string, Map<string, { readonly place: Place; count: number }>>();
  const epochs = new Set<string>();
  /** Arrivals with more comments than lines of the log: some of them were ahead of it, or should not have come. */
  const overfull = new Set<Step>();
  /** Others that may have brought such. */
  const doubtful = new Set<Step>();
  for (const viewer of viewers) {
    for (const step of steps(viewer)) {
      const { from, to, arrival } = step;
      epochs.add(to.epoch);
      const { ids } = arrival;
      // A welcome that continues nothing may bring what is not in the log yet, as others do.
      if (!from && arrival.kind === 'welcomed' && ids.some(mayBeAhead)) doubtful.add(step);
      if (!from || ids.length === 0) continue;
      const leftOut = arrival.kind === 'framed' ? arrival.leftOut : 0;
      const lines = to.epoch === from.epoch ? to.seq - from.seq : -1;
      if (lines < ids.length + leftOut) overfull.add(step);
      else {
        if (ids.some(mayBeAhead)) doubtful.add(step);
        if (leftOut === 0 && lines === ids.length) vote(votes, ids, to);
      }
    }
  }
  const places = new Map<string, Place>();
  const holders = new Map(written.map(([id, offset]) => [nameOf(placeOf(offset)), id]));
  for (const [id, candidates] of votes) {
    // Where the log itself was read to hold another one, frames had been counted with what was ahead of it.
    const free = [...candidates].filter(([name]) => (holders.get(name) ?? id) === id).map(([, candidate]) => candidate);
    const [best] = free.toSorted((a, b) => b.count - a.count);
    const logs = new Set(free.map(({ place }) => place.epoch));
    if (logs.size > 1) unordered.add(id);
    else if (best) places.set(id, best.place);
  }
  for (const [id, offset] of written) {
    const place = placeOf(offset);
    const known = places.get(id);
    epochs.add(place.epoch);
    if (known && known.epoch !== place.epoch) unordered.add(id);
    places.set(id, place);
  }
  for (const step of [...overfull, ...doubtful]) {
    for (const id of step.arrival.ids) {
      const place = places.get(id);
      const isAhead = !place || isBefore(step.to, place);
      if (isAhead && (overfull.has(step) || mayBeAhead(id))) unordered.add(id);
    }
  }
  return { places, unordered, epochs: [...epochs].toSorted() };
}

function nameOf({ epoch, seq }: Place): string {
  return `${epoch} ${seq}`;
}

export function isBefore(a: Place, b: Place): boolean {
  return a.epoch === b.epoch ? a.seq < b.seq : a.epoch < b.epoch;
}

function vote(
  votes: Map<string, Map<string, { readonly place: Place; count: number }>>,
  ids: readonly string[],
  { epoch, seq }: Place,
): void {
  for (const [index, id] of ids.entries()) {
    const place = { epoch, seq: seq - (ids.length - 1 - index) };
    const candidates = votes.get(id) ?? new Map<string, { readonly place: Place; count: number }>();
    votes.set(id, candidates);
    const name = nameOf(place);
    const candidate = candidates.get(name);
    if (candidate) candidate.count += 1;
    else candidates.set(name, { place, count: 1 });
  }
}
