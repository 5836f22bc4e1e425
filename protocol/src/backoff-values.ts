/** The delays as names of their own, so that a script carries only those it asks for. Read them as `BACKOFF.…`. */

export const baseMs = 500;
export const capMs = 20_000;
/** A connection that lived this long starts counting from zero again. */
export const stableMs = 30_000;
/** The window after 1001 or 1012 when no `drain` named one. */
export const spreadMs = 5000;
