/** The limits as names of their own, so that a script carries only those it asks for. Read them as `LIMITS.…`. */

/** Grapheme clusters of a comment; a room may set less. */
export const textClusters = 100;
/** UTF-16 code units of a comment after clean-up: what 100 clusters may weigh at most. */
export const textCodeUnits = 400;
/** Combining marks kept on one base character. */
export const marksPerBase = 3;
/** One text frame from a client. */
export const clientFrameBytes = 4096;
export const refChars = 64;
export const roomChars = 64;
export const tokenChars = 3500;
/** Seconds; far beyond any programme time, so that a number stays a time. */
export const mediaSeconds = 100_000_000_000;
/** A `media` below this is a position in a recording, not a programme time: three years are no recording. */
export const positionSeconds = 100_000_000;
/** How long a repeated `ref` gets the first answer again. */
export const refSeconds = 60;
/** A comment older than this is no longer live: it is not thrown onto a screen, and a log that is away is waited for no longer. */
export const freshMs = 5000;
/** Comments in a welcome without `after`. */
export const welcomeComments = 50;
export const httpBodyBytes = 16_384;
