/** What a worker counts while it runs. Every figure only grows, except those of the present: `open` and `pending`. */

export interface Tally {
  /** Seats that were welcomed at least once. */
  opened: number;
  /** Connections that are welcomed now. */
  open: number;
  /** Tries that ended before a welcome. */
  failedTries: number;
  /** Welcomed connections that ended without the tool wanting it. */
  dropped: number;
  /** Of those: closed with 4508. */
  tooSlow: number;
  /** Of those: closed after `drain`, or with 1001 or 1012. */
  drained: number;
  /** Welcomes after the first of a seat. */
  returned: number;
  /** Of those: with everything missed in between. */
  recovered: number;
  sent: number;
  acked: number;
  refused: number;
  /** Posts whose moment has come and which are neither acknowledged nor refused. */
  pending: number;
  frames: number;
  comments: number;
  bytes: number;
  /** Frames that were not known byte for byte from another viewer and had to be parsed. */
  parsed: number;
  /** Messages that break the protocol, and `error` messages. */
  malformed: number;
}

export function emptyTally(): Tally {
  return {
    opened: 0,
    open: 0,
    failedTries: 0,
    dropped: 0,
    tooSlow: 0,
    drained: 0,
    returned: 0,
    recovered: 0,
    sent: 0,
    acked: 0,
    refused: 0,
    pending: 0,
    frames: 0,
    comments: 0,
    bytes: 0,
    parsed: 0,
    malformed: 0,
  };
}

export function addTally(sum: Tally, part: Tally): void {
  for (const name of Object.keys(sum) as (keyof Tally)[]) sum[name] += part[name];
}
