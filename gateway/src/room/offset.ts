/**
 * Where a line stands in a room's log. The epoch is the moment the log was born (milliseconds), so that an offset
 * of a log that is gone is never mistaken for one of its successor; the sequence counts lines from 1. A log is born with
 * its first line: sequence 0 means that there was nothing at the moment of the epoch, and the log that is born next goes
 * on from there.
 */
export interface Offset {
  readonly epochMs: number;
  readonly seq: number;
}

const EPOCH_DIGITS = 9;
const SEQ_DIGITS = 8;
const PATTERN = /^([0-9a-z]{9})-([0-9a-z]{8})$/;

/** The offset as clients see it: opaque, of fixed width, so that it also grows as a string. */
export function formatOffset(offset: Offset): string {
  return `${base36(offset.epochMs, EPOCH_DIGITS)}-${base36(offset.seq, SEQ_DIGITS)}`;
}

/** The offset a client sent, or `undefined` when it was never one of ours. */
export function parseOffset(text: string): Offset | undefined {
  const match = PATTERN.exec(text);
  if (!match) return undefined;
  return { epochMs: Number.parseInt(match[1] ?? '', 36), seq: Number.parseInt(match[2] ?? '', 36) };
}

/**
 * What a client sent as an offset, written anew: it is kept as long as the client stays, and may be thousands of
 * characters, or a part of them. What is no offset becomes a short text that is none.
 */
export function ownOffset(text: string): string {
  const offset = parseOffset(text);
  return offset ? formatOffset(offset) : '-';
}

function base36(value: number, digits: number): string {
  return value.toString(36).padStart(digits, '0');
}
