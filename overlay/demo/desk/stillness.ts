/**
 * Why the live list stands still: as long as there is a reason, nothing under the moderator's pointer or selection
 * moves.
 */

/** `pointer`: a mouse is over it. `selection`: a comment was chosen by key or finger. `scroll`: it was scrolled up. */
export type StillReason = 'pointer' | 'selection' | 'scroll' | 'wanted';

export interface Stillness {
  set(reason: StillReason, holds: boolean): void;
  has(reason: StillReason): boolean;
  /** Nothing holds it any more. */
  end(): void;
  isStill(): boolean;
}

/** @param onChange called when it begins to stand still or to move. */
export function createStillness(onChange: () => void): Stillness {
  const reasons = new Set<StillReason>();
  const change = (act: () => void): void => {
    const before = reasons.size > 0;
    act();
    if (before !== reasons.size > 0) onChange();
  };
  return {
    set: (reason, holds) => change(() => void (holds ? reasons.add(reason) : reasons.delete(reason))),
    has: (reason) => reasons.has(reason),
    end: () => change(() => reasons.clear()),
    isStill: () => reasons.size > 0,
  };
}
