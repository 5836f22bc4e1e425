/**
 * Everything in flight: lets comments in, merges repeats, takes out what is over, and carries all of it
 * through a change of layout. It owns no clock and draws nothing: it orders the stage through {@link Sink}.
 */
import { DEFAULT_ROLE, DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { OverlaySettings } from '../options.ts';
import { appearanceOf, looksLike } from './appearance.ts';
import type { Appearance, Bullet, TextSize } from './bullet.ts';
import { Departures } from './departures.ts';
import { whoStepsBack } from './displace.ts';
import { distanceAt, motionFrom, needOf, topOf } from './flight.ts';
import type { Flight } from './flight.ts';
import type { Need } from './lane-table.ts';
import { Lanes } from './lanes.ts';
import type { Place, Urgency } from './lanes.ts';
import { headingOf, rowsFor, velocityOf } from './layout.ts';
import type { Layout } from './layout.ts';
import { Repeats } from './repeats.ts';
import { settle } from './settle.ts';

/** The part of a stage that traffic gives orders to. */
export interface Sink {
  measure(appearance: Appearance, count: number): TextSize;
  add(bullet: Bullet): boolean;
  update(bullet: Bullet): void;
  remove(key: number): void;
}

/** Flights of somebody else on the same stage. */
export interface Others {
  /** What they leave free. */
  readonly lanes: Lanes;
  /** How many of them count against `maxOnScreen` while something flies that is let in at `stageMs`. */
  countAt(stageMs: number): number;
}

export type Admission = 'shown' | 'merged' | 'no_lane' | 'too_many';

/** A comment merges only while this share of its way is left, so that the counter can be read. */
const MERGE_LEFT = 0.3;
/** Whatever the settings and however privileged: beyond this nothing more is let in. */
const MOST_FLIGHTS = 5_000;

export class Traffic {
  readonly #sink: Sink;
  readonly #flights = new Map<number, Flight>();
  readonly #repeats = new Repeats();
  readonly #departures = new Departures<Flight>();
  readonly #leave = (flight: Flight): void => this.#drop(flight);
  #layout: Layout;
  #settings: OverlaySettings;
  #lanes: Lanes;
  #ordinary = 0;
  readonly #newKey: () => number;
  #others: Others | undefined;

  /** @param newKey gives a number that this sink has never seen. */
  constructor(sink: Sink, layout: Layout, settings: OverlaySettings, newKey: () => number) {
    this.#sink = sink;
    this.#layout = layout;
    this.#settings = settings;
    this.#newKey = newKey;
    this.#lanes = new Lanes(layout.rows, layout.width, layout.gap);
  }

  /** From `stageMs` on newcomers keep out of the way of `others`, too, which are in no other way this traffic's business. */
  flyAmong(others: Others, stageMs: number): void {
    this.#others = others;
    this.#lanes = others.lanes;
    for (const flight of this.#flights.values()) {
      const { layer, row, key, motion } = flight;
      const need = needOf(flight, this.#layout);
      if (flight.heading === 'still') others.lanes.occupy(layer, row, need, key, stageMs, motion.fromMs);
      else others.lanes.occupy(layer, row, need, key, stageMs, stageMs, distanceAt(flight, this.#layout, stageMs));
    }
  }

  /** Others, if any, are gone. */
  flyAlone(): void {
    this.#others = undefined;
  }

  get flights(): ReadonlyMap<number, Flight> {
    return this.#flights;
  }

  /** Lets one comment in at `stageMs`, or says why not. `own` ones start now and are never left out. */
  admit(comment: DanmakuComment, own: boolean, stageMs: number): Admission {
    if (this.#flights.size >= MOST_FLIGHTS) return 'too_many';
    const urgency = own ? 'now' : isPrivileged(comment) ? 'must' : 'may';
    if (urgency === 'may') {
      if (this.#settings.merge && this.#merge(comment, stageMs)) return 'merged';
      const others = this.#others?.countAt(stageMs) ?? 0;
      if (this.#ordinary + others >= this.#settings.maxOnScreen) return 'too_many';
    }
    const flight = this.#enter(this.#newFlight(comment, own, urgency), urgency, stageMs);
    if (flight === undefined) return 'no_lane';
    if (!this.#sink.add(flight)) {
      // The lane stays taken for this one crossing: textures are full, fewer comments are what is needed.
      this.#forget(flight);
      return 'too_many';
    }
    return 'shown';
  }

  #newFlight(comment: DanmakuComment, own: boolean, urgency: Urgency): Flight {
    const mode = comment.mode ?? DEFAULT_STYLE.mode;
    const count = comment.count ?? 1;
    const appearance = appearanceOf(comment, own, this.#layout, this.#settings);
    const size = this.#sink.measure(appearance, count);
    return {
      key: this.#newKey(),
      comment,
      mode,
      heading: headingOf(mode, this.#layout.mirrored),
      row: 0,
      rows: rowsFor(this.#layout, size.height),
      layer: 0,
      pace: 1,
      appearance,
      size,
      motion: { x: 0, y: 0, velocity: 0, fromMs: 0, untilMs: 0 },
      count,
      pulseAt: -Infinity,
      first: urgency !== 'may',
    };
  }

  /** Finds its place and registers it; `undefined` where the density policy leaves it out. */
  #enter(flight: Flight, urgency: Urgency, stageMs: number): Flight | undefined {
    const { key, mode } = flight;
    const velocity = velocityOf(this.#layout, flight.size.width);
    const need: Need = {
      heading: flight.heading,
      rows: flight.rows,
      width: flight.size.width,
      velocity,
      standMs: this.#layout.standMs,
    };
    let place = this.#lanes.placeClear(key, mode, need, urgency, this.#settings.density, stageMs);
    if (place === undefined && urgency === 'now' && this.#others === undefined)
      place = this.#displace(flight, need, stageMs);
    if (place === undefined && (urgency !== 'may' || this.#lanes.mayOverlap(this.#settings.density))) {
      place = this.#lanes.placeOver(key, mode, need, stageMs);
    }
    if (place === undefined) return undefined;
    return this.#start(flight, need, place);
  }

  #start(flight: Flight, need: Need, place: Place): Flight {
    const y = topOf(this.#layout, place.row, flight.rows, place.layer, flight.size.height);
    const actual = { ...need, velocity: place.velocity };
    flight.row = place.row;
    flight.layer = place.layer;
    flight.pace = place.velocity / need.velocity;
    flight.motion = motionFrom(this.#layout, actual, this.#layout.width, place.startMs, y);
    this.#flights.set(flight.key, flight);
    this.#departures.note(flight);
    this.#repeats.note(flight.comment, flight.key);
    if (!flight.first) this.#ordinary += 1;
    return flight;
  }

  /** Others step back for `flight`, then are placed again; those for whom there is no place are gone. */
  #displace(flight: Flight, need: Need, stageMs: number): Place | undefined {
    const back = whoStepsBack(this.#flights.values(), need, this.#layout, stageMs);
    if (back.length === 0) return undefined;
    for (const other of back) this.#forget(other);
    this.#resettle(this.#layout, stageMs, (other) => other.size, 1);
    const place = this.#lanes.placeClear(flight.key, flight.mode, need, 'now', this.#settings.density, stageMs);
    for (const other of back) {
      if (this.#enter(other, 'may', stageMs) === undefined) this.#sink.remove(other.key);
      else this.#sink.update(other);
    }
    return place;
  }

  #merge(comment: DanmakuComment, stageMs: number): boolean {
    const key = this.#repeats.find(comment);
    const flight = key === undefined ? undefined : this.#flights.get(key);
    if (flight === undefined || this.#shareLeft(flight, stageMs) < MERGE_LEFT) return false;
    const count = flight.count + (comment.count ?? 1);
    const size = this.#sink.measure(flight.appearance, count);
    if (size.width > flight.size.width && !this.#grow(flight, size, stageMs)) return false;
    flight.count = count;
    flight.pulseAt = stageMs;
    this.#sink.update(flight);
    return true;
  }

  /** Room for the counter at the tail, if nobody follows. */
  #grow(flight: Flight, size: TextSize, stageMs: number): boolean {
    const { key, row, layer, motion } = flight;
    const grownBy = size.width - flight.size.width;
    if (!this.#lanes.mayGrow(layer, row, needOf(flight, this.#layout), key, grownBy, stageMs)) return false;
    if (flight.heading === 'still') {
      flight.size = size;
      this.#lanes.occupy(layer, row, needOf(flight, this.#layout), key, stageMs, motion.fromMs);
      return true;
    }
    const distance = distanceAt(flight, this.#layout, stageMs);
    // The speed stays what it is, although a comment of the new width would have started faster.
    const velocity = Math.abs(motion.velocity);
    flight.size = size;
    flight.pace = velocity / velocityOf(this.#layout, size.width);
    const need = needOf(flight, this.#layout);
    flight.motion = motionFrom(this.#layout, need, distance, stageMs, motion.y);
    this.#departures.note(flight);
    this.#lanes.occupy(layer, row, need, key, stageMs, stageMs, distance);
    return true;
  }

  #shareLeft(flight: Flight, stageMs: number): number {
    if (flight.heading === 'still') return (flight.motion.untilMs - stageMs) / this.#layout.standMs;
    return distanceAt(flight, this.#layout, stageMs) / this.#layout.width;
  }

  /** Takes out what has left by `stageMs`. Looks only at what is about to leave, however much flies. */
  retire(stageMs: number): void {
    this.#departures.visit(stageMs, this.#leave);
  }

  /** Takes out everything that `matches`. */
  remove(matches: (flight: Flight) => boolean): void {
    for (const flight of this.#flights.values()) if (matches(flight)) this.#drop(flight);
    if (this.#flights.size === 0) this.#lanes = new Lanes(this.#layout.rows, this.#layout.width, this.#layout.gap);
  }

  /** Takes one out of the traffic and leaves it on the stage: somebody holds it, and nobody makes room for it. */
  detach(id: string): Flight | undefined {
    const flight = [...this.#flights.values()].find(({ comment }) => comment.id === id);
    if (flight !== undefined) this.#forget(flight);
    return flight;
  }

  /** What was held joins again with the motion it has now, over others: its old place may be taken. */
  attach(flight: Flight): void {
    flight.layer = 1;
    this.#flights.set(flight.key, flight);
    this.#departures.note(flight);
    if (!flight.first) this.#ordinary += 1;
    this.#sink.update(flight);
  }

  /** Settings that change nothing of what flies. */
  setSettings(settings: OverlaySettings): void {
    this.#settings = settings;
  }

  /** Everything flying takes on the new layout and settings at `stageMs`; for `scale` see {@link settle}. */
  relayout(layout: Layout, settings: OverlaySettings, stageMs: number, scale: number): void {
    this.#settings = settings;
    const sizeOf = (flight: Flight): TextSize => this.#sink.measure(flight.appearance, flight.count);
    const before = this.#layout;
    this.#layout = layout;
    for (const flight of this.#flights.values()) {
      const appearance = appearanceOf(flight.comment, flight.appearance.own, layout, settings);
      // The same object tells the stage that there is nothing to paint.
      if (!looksLike(appearance, flight.appearance)) flight.appearance = appearance;
    }
    this.#resettle(before, stageMs, sizeOf, scale);
    for (const flight of this.#flights.values()) this.#sink.update(flight);
  }

  #resettle(before: Layout, stageMs: number, sizeOf: (flight: Flight) => TextSize, scale: number): void {
    const settled = settle(this.#flights.values(), before, this.#layout, stageMs, sizeOf, scale);
    settled.lanes.inherit(this.#lanes);
    this.#lanes = settled.lanes;
    for (const flight of settled.dropped) this.#drop(flight);
    for (const flight of this.#flights.values()) this.#departures.note(flight);
  }

  /** Another stage took the place of the old one: it gets everything that flies. */
  handOver(): void {
    for (const flight of this.#flights.values()) if (!this.#sink.add(flight)) this.#forget(flight);
  }

  #drop(flight: Flight): void {
    this.#forget(flight);
    this.#sink.remove(flight.key);
  }

  #forget(flight: Flight): void {
    if (!this.#flights.delete(flight.key)) return;
    this.#departures.forget(flight);
    this.#repeats.forget(flight.comment, flight.key);
    if (!flight.first) this.#ordinary -= 1;
  }
}

/** Owner and paid comments are always placed. */
export function isPrivileged(comment: DanmakuComment): boolean {
  const role = comment.user.role ?? DEFAULT_ROLE;
  return role === 'owner' || role === 'paid';
}
