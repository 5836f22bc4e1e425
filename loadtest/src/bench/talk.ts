/** What the bench and its client process say to each other. */
import type { Percentiles } from '../histogram.ts';
import type { DialectName } from './dialects.ts';

export interface ConnectOrder {
  readonly type: 'connect';
  readonly dialect: DialectName;
  readonly port: number;
  /** Where the first of each room connects, if elsewhere. */
  readonly publisherPort?: number;
  readonly rooms: readonly string[];
  readonly viewersPerRoom: number;
  /** Handshakes under way at once. */
  readonly atOnce: number;
  /** Connections of publishers show this key; as many as there are rooms, each the first of its room. */
  readonly apiKey: string | undefined;
}

export interface PostOrder {
  readonly type: 'post';
  /** Comments a second, over all rooms. */
  readonly rate: number;
  readonly warmupMs: number;
  readonly measureMs: number;
  /** Posts are held back and sent together this often; 0: each at its moment. */
  readonly burstMs: number;
  /** The measured time ends when all posts of it are answered, and not before: nothing of their work is left out. */
  readonly untilAnswered: boolean;
  /** Moments are waited for awake, at the price of the client's core: for latencies of a millisecond. */
  readonly precise: boolean;
  /** Who posts: the first connection of each room, or every connection in turn. */
  readonly from: 'first' | 'everybody';
  /** Text of this many bytes in the place of a comment's, for servers that take anything. */
  readonly paddedTo: number;
}

/** More viewers for the same rooms, while those who are there stay. */
export interface MoreOrder {
  readonly type: 'more';
  readonly viewersPerRoom: number;
}

/** All viewers but those who post stop reading, so long; then they read what was posted meanwhile. */
export interface BehindOrder {
  readonly type: 'behind';
  /** Comments a second. What gathers must fit into the sockets. */
  readonly rate: number;
  readonly behindMs: number;
}

export type ClientOrder = ConnectOrder | MoreOrder | PostOrder | BehindOrder | { readonly type: 'leave' };

export interface Connected {
  readonly type: 'connected';
  readonly opened: number;
  readonly failed: number;
  /** From the first connect to the last welcome. */
  readonly seconds: number;
  readonly problem: string | undefined;
}

/** The measured part of a run begins or ends now; read the server's CPU. */
export interface Mark {
  readonly type: 'begun' | 'ended';
}

export interface Posted {
  readonly type: 'posted';
  readonly seconds: number;
  readonly posts: number;
  /** Comments × viewers, as read. */
  readonly deliveries: number;
  readonly frames: number;
  readonly bytes: number;
  /** Answers to publishers. */
  readonly acks: number;
  readonly refusals: number;
  /** Posts that were sent back unjudged; not among the refusals. */
  readonly overloaded: number;
  readonly latency: Percentiles;
  /** From a post's intended moment to its answer. */
  readonly ack: Percentiles;
  /** Share of a core that the client used. */
  readonly clientCores: number;
  readonly lost: number;
}

/** Of the time from the moment viewers read again to their last delivery. */
export interface CaughtUp {
  readonly type: 'caught-up';
  readonly seconds: number;
  /** Of the client. */
  readonly cpuSeconds: number;
  readonly deliveries: number;
  readonly frames: number;
  readonly bytes: number;
  /** Deliveries that did not come. */
  readonly missing: number;
}

export type ClientFact = Connected | Mark | Posted | CaughtUp | { readonly type: 'left' } | { readonly type: 'ready' };
