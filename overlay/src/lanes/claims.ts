/**
 * Rows that the rare modes claim for a while. Scrolling comments fill every lane of a busy room and would never
 * let a standing or opposite one in; while such comments come, a few rows are kept clear for them.
 */
import type { Mode } from '@danmaku-live/protocol';

/** How long a claim outlives the last comment that needed it, in stage milliseconds. */
const KEEP_MS = 10_000;
/** One mode claims at most this share of the rows. */
const LARGEST_SHARE = 0.25;

interface Claim {
  rows: number;
  untilMs: number;
}

/** Rows `[from, to)`, searched from the top unless `upward`. */
export interface Zone {
  readonly from: number;
  readonly to: number;
  readonly upward: boolean;
}

export class Claims {
  readonly #rows: number;
  readonly #claims: Record<'top' | 'bottom' | 'reverse', Claim> = {
    top: { rows: 0, untilMs: -Infinity },
    bottom: { rows: 0, untilMs: -Infinity },
    reverse: { rows: 0, untilMs: -Infinity },
  };

  constructor(rows: number) {
    this.#rows = rows;
  }

  /** Rows kept for `mode` now. */
  rowsOf(mode: Mode, stageMs: number): number {
    if (mode === 'scroll') return 0;
    const claim = this.#claims[mode];
    return claim.untilMs > stageMs ? claim.rows : 0;
  }

  /** A comment of `mode` is here; `crowded` when its zone had no place for it at once. */
  note(mode: Mode, rows: number, crowded: boolean, stageMs: number): void {
    if (mode === 'scroll') return;
    const held = this.rowsOf(mode, stageMs);
    const claim = this.#claims[mode];
    claim.rows = Math.min(Math.floor(this.#rows * LARGEST_SHARE), crowded ? held + rows : Math.max(held, rows));
    claim.untilMs = stageMs + KEEP_MS;
  }

  /** Where `mode` looks for a place. */
  zoneOf(mode: Mode, stageMs: number): Zone {
    const rows = this.#rows;
    const top = this.rowsOf('top', stageMs);
    const bottom = rows - this.rowsOf('bottom', stageMs);
    const half = Math.ceil(rows / 2);
    switch (mode) {
      case 'top':
        return { from: 0, to: half, upward: false };
      case 'bottom':
        return { from: rows - half, to: rows, upward: true };
      case 'reverse':
        return { from: top, to: bottom, upward: false };
      case 'scroll':
        return { from: top + this.rowsOf('reverse', stageMs), to: bottom, upward: false };
    }
  }
}
