/**
 * What things cost, measured once and used to plan. Ratios hold elsewhere, absolute times scale with the processor:
 * compare `plan` with a short run on your machine. All on one core of an AMD EPYC, Debian 12, Node 20, loopback.
 */
export const COSTS = {
  /**
   * Gateway CPU to send one frame to one viewer: fixed part, and per comment in it. Fitted to uWebSockets.js publishing
   * to 1,000 viewers × 1,000 comments/s with a flush of 10, 25, 50 and 100 ms: 9.1, 11.9, 15.1 and 22.7 µs a frame.
   * 5,000 viewers × 500/s cost up to a fifth less.
   */
  frameUs: 7.6,
  frameCommentUs: 0.15,
  /** One post: decoded, checked, stamped, answered. The gateway's goal is 50,000 a second and core. */
  postUs: 20,
  /** One batch read from Redis, about 20 comments. */
  batchUs: 8,
  /** One heartbeat in and out; a read and a send at the price of the smallest frame. */
  heartbeatUs: 18,
  heartbeatSeconds: 10,
  /** One comment as JSON: 20 of them were 2,490 bytes in one frame. */
  commentBytes: 121,
  /** Around them: the message, the WebSocket header, TCP, IP and Ethernet. */
  frameBytes: 66 + 78,
  /** Raw deflate of a frame of 20 comments, 803 bytes, against its JSON. */
  deflated: 0.32,
  /** A gateway without viewers, and each viewer (the bench's goal for an idle one). */
  gatewayBytes: 90_000_000,
  viewerBytes: 2_500,
  /** What the kernel keeps for an idle TCP connection. */
  socketBytes: 4_000,
  /** A comment in a room's history, in memory. */
  historyCommentBytes: 400,
  historyComments: 1_000,
  /**
   * What Redis needs to judge, number, store and publish a batch: fixed part, and per comment in it. By its own
   * commandstats, with 3,000 comments/s: 77 µs of script each in 600 rooms, 3,700 µs for 150 together in one.
   */
  appendUs: 50,
  appendCommentUs: 24,
  /** Each subscriber of it: 3.7 µs for none, 36 µs for 16. */
  subscriberUs: 2,
  /** Of a Redis core, what gateways let one room take by batching longer, up to so long. */
  roomShareOfRedis: 0.25,
  widestBatchMs: 2_000,
  /** How much fuller than the others one gateway gets where rooms are kept together (HAProxy's hash-balance-factor). */
  togetherPeak: 1.25,
  /** Defaults of the gateway: FLUSH_MS and, below, ROOM_BUDGET. */
  flushMs: 50,
  /** As far as a gateway under load widens the flush. */
  widestFlushMs: 400,
  roomBudget: 100,
  /** Share of a core that may be used: the rest is for joins, peaks and a gateway that fails. */
  fullAt: 0.7,
} as const;
