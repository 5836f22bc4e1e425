/** Every limit of the protocol, once. Units are in the names; sources are in PROTOCOL.md. */
export * as LIMITS from './limit-values.ts';

const ROOM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

/** Whether `value` may name a room. */
export function isRoomName(value: unknown): value is string {
  return typeof value === 'string' && ROOM.test(value);
}
