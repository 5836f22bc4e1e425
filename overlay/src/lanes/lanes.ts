/** The allocator: answers where and when a comment flies, by the two-number rule and the density policy. */
import type { Mode } from '@danmaku-live/protocol';
import { Claims } from './claims.ts';
import type { Zone } from './claims.ts';
import { LaneTable } from './lane-table.ts';
import type { Need } from './lane-table.ts';
import type { Later } from './later.ts';

export interface Place {
  readonly row: number;
  /** Stage time at which it enters. */
  readonly startMs: number;
  /** Pixels per millisecond, at most what was asked. */
  readonly velocity: number;
  /** 0: touches nothing. 1: the overflow layer, half a row lower. */
  readonly layer: 0 | 1;
}

/** How much a comment may ask of the lanes. `must`: some place, if late; `now`: in this tick, whatever it costs. */
export type Urgency = 'may' | 'must' | 'now';

/** How long an ordinary comment waits outside for its lane at density 0, in stage milliseconds. */
const HOLD_MS: Readonly<Record<Mode, number>> = { scroll: 2_000, reverse: 4_000, top: 4_000, bottom: 4_000 };
/** Beyond this even a comment that must be shown is no longer worth waiting for: it overlaps instead. */
const LONGEST_HOLD_MS = 10_000;
/** An urgent comment is slowed down to this share of its speed before it overlaps. */
const SLOWEST = 0.4;

interface Slot {
  readonly row: number;
  readonly startMs: number;
}

export class Lanes {
  readonly rows: number;
  readonly #layers: readonly [LaneTable, LaneTable];
  #claims: Claims;
  #owed = 0;

  /** @param later what starts later and must find its place in the first layer untouched. */
  constructor(rows: number, width: number, gap: number, later?: Later) {
    this.rows = rows;
    this.#layers = [new LaneTable(rows, width, gap, later), new LaneTable(rows, width, gap)];
    this.#claims = new Claims(rows);
  }

  /**
   * Finds the place that touches nothing, and takes it. `undefined`: there is none in time.
   *
   * @param density 0 to 1: who may overlap need not wait. At 0 a comment waits as long as one may, at 1 not at all.
   */
  placeClear(
    key: number,
    mode: Mode,
    need: Need,
    urgency: Urgency,
    density: number,
    stageMs: number,
  ): Place | undefined {
    const place = this.#clearPlace(mode, need, urgency, density, stageMs);
    if (place !== undefined)
      this.occupy(0, place.row, { ...need, velocity: place.velocity }, key, stageMs, place.startMs);
    return place;
  }

  #clearPlace(mode: Mode, need: Need, urgency: Urgency, density: number, stageMs: number): Place | undefined {
    const table = this.#layers[0];
    const slot = soonest(table, this.#zone(mode, need, stageMs), need, stageMs);
    this.#claims.note(mode, need.rows, slot.startMs > stageMs, stageMs);
    if (slot.startMs <= stageMs) return { ...slot, velocity: need.velocity, layer: 0 };
    if (urgency === 'now') return slowed(table, this.rows, need, stageMs);
    const holdMs = (urgency === 'must' ? LONGEST_HOLD_MS : HOLD_MS[mode]) * (1 - density);
    return slot.startMs <= stageMs + holdMs ? { ...slot, velocity: need.velocity, layer: 0 } : undefined;
  }

  /** Takes a place in the second layer, where comments of the first may be covered, and starts now. */
  placeOver(key: number, mode: Mode, need: Need, stageMs: number): Place {
    const { row } = soonest(this.#layers[1], this.#zone(mode, need, stageMs), need, stageMs);
    this.occupy(1, row, need, key, stageMs, stageMs);
    return { row, startMs: stageMs, velocity: need.velocity, layer: 1 };
  }

  /**
   * Whether one more comment that finds no place overlaps instead. The share is spread evenly: at 0.25 every fourth.
   *
   * @param density 0 to 1.
   */
  mayOverlap(density: number): boolean {
    this.#owed += density;
    if (this.#owed < 1) return false;
    this.#owed -= 1;
    return true;
  }

  /** A comment too tall for its zone may have the whole stage. */
  #zone(mode: Mode, need: Need, stageMs: number): Zone {
    const zone = this.#claims.zoneOf(mode, stageMs);
    return zone.to - zone.from >= need.rows ? zone : { from: 0, to: this.rows, upward: zone.upward };
  }

  /** Takes over what another set of lanes has learnt of the stream. */
  inherit(before: Lanes): void {
    this.#owed = before.#owed;
    if (before.rows === this.rows) this.#claims = before.#claims;
  }

  /** Tells the table of a comment that flies already: where its head is `distance` before the exit at `atMs`. */
  occupy(layer: 0 | 1, row: number, need: Need, key: number, stageMs: number, atMs: number, distance?: number): void {
    this.#layers[layer].occupy(row, need, key, stageMs, atMs, distance);
  }

  /** Whether the flying `key` may grow at its tail by `grownBy` pixels without touching anything. */
  mayGrow(layer: 0 | 1, row: number, need: Need, key: number, grownBy: number, stageMs: number): boolean {
    return layer === 1 || this.#layers[0].mayGrow(row, need, key, grownBy, stageMs);
  }
}

/** The first row of the zone that is free now, else the one free soonest. */
function soonest(table: LaneTable, zone: Zone, need: Need, stageMs: number): Slot {
  const last = Math.max(zone.from, zone.to - need.rows);
  let best: Slot = { row: zone.from, startMs: Infinity };
  for (let i = 0; i <= last - zone.from; i += 1) {
    const row = zone.upward ? last - i : zone.from + i;
    const startMs = table.earliest(row, need, stageMs);
    if (startMs <= stageMs) return { row, startMs };
    if (startMs < best.startMs) best = { row, startMs };
  }
  return best;
}

/** The row in which it may start now with the least loss of speed. */
function slowed(table: LaneTable, rows: number, need: Need, stageMs: number): Place | undefined {
  let best: Place | undefined;
  for (let row = 0; row + need.rows <= rows; row += 1) {
    const velocity = table.velocityAt(row, need, stageMs);
    if (velocity < need.velocity * SLOWEST || velocity <= (best?.velocity ?? 0)) continue;
    best = { row, startMs: stageMs, velocity, layer: 0 };
  }
  return best;
}
