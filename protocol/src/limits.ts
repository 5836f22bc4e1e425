/** Every limit of the protocol, once. Units are in the names; sources are in PROTOCOL.md. */
export const LIMITS = {
  /** Grapheme clusters of a comment; a room may set less. */
  textClusters: 100,
  /** UTF-16 code units of a comment after clean-up: what 100 clusters may weigh at most. */
  textCodeUnits: 400,
  /** Combining marks kept on one base character. */
  marksPerBase: 3,
  /** One text frame from a client. */
  clientFrameBytes: 4096,
  refChars: 64,
  roomChars: 64,
  tokenChars: 3500,
  /** Seconds; far beyond any programme time, so that a number stays a time. */
  mediaSeconds: 100_000_000_000,
  /** A `media` below this is a position in a recording, not a programme time: three years are no recording. */
  positionSeconds: 100_000_000,
  /** How long a repeated `ref` gets the first answer again. */
  refSeconds: 60,
  /** Comments in a welcome without `after`. */
  welcomeComments: 50,
  httpBodyBytes: 16_384,
} as const;

const ROOM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether `value` may name a room. */
export function isRoomName(value: unknown): value is string {
  return typeof value === 'string' && ROOM.test(value);
}
