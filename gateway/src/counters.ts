/** Plain numbers that hot paths add to; metrics read them when they are asked for. */
export interface Counters {
  opened: number;
  closed: number;
  /** Upgrades refused, by the cap that refused them. */
  refusedUpgrades: { draining: number; connections: number; accept_rate: number; origin: number };
  framesReceived: number;
  malformedFrames: number;
  posts: number;
  accepted: number;
  refused: number;
  repeated: number;
  /** Comments put into frames of this gateway, each once however many viewers it has. */
  flushed: number;
  merged: number;
  leftOut: number;
  recalled: number;
  framesFlushed: number;
  /** Comments × viewers handed to the kernel. */
  deliveries: number;
  slowClosed: number;
  brokerErrors: number;
  /** Times the broker was found to be away. */
  brokerLosses: number;
  /** Comments shown to viewers here before they were in the log. */
  ahead: number;
  /** Comments that came into the log late, after a first try had failed. */
  late: number;
  /** Times an entry did not follow the one before. */
  gaps: number;
  /** Times a room's log was asked how it goes on. */
  resyncs: number;
  httpRequests: number;
  /** Comments the site was asked about, and those it gave no answer to. */
  hookAsked: number;
  hookUnanswered: number;
}

export function newCounters(): Counters {
  return {
    opened: 0,
    closed: 0,
    refusedUpgrades: { draining: 0, connections: 0, accept_rate: 0, origin: 0 },
    framesReceived: 0,
    malformedFrames: 0,
    posts: 0,
    accepted: 0,
    refused: 0,
    repeated: 0,
    flushed: 0,
    merged: 0,
    leftOut: 0,
    recalled: 0,
    framesFlushed: 0,
    deliveries: 0,
    slowClosed: 0,
    brokerErrors: 0,
    brokerLosses: 0,
    ahead: 0,
    late: 0,
    gaps: 0,
    resyncs: 0,
    httpRequests: 0,
    hookAsked: 0,
    hookUnanswered: 0,
  };
}
