/** What moderators do: a line of the log, a change of state and an entry of the audit, all in one step. */
import { randomBytes } from 'node:crypto';
import type { Broker, RoomState, StateChange } from '../broker/broker.ts';
import { auditChange, type AuditEntry } from '../room/audit.ts';
import type { ControlLine } from '../room/log-line.ts';
import type { Actor } from '../room/sanctions.ts';
import type { Visit } from './visitor.ts';

export interface Act {
  readonly action: string;
  readonly target?: string;
  readonly detail?: AuditEntry['detail'];
  readonly line: ControlLine;
  readonly change?: StateChange;
  /** What fields of the state must still be for it to be done. */
  readonly expected?: StateChange;
}

export function actorOf({ identity }: Visit): Actor {
  const { id, name, role } = identity;
  return { id, name, role };
}

let acts = 0;

/**
 * @param state of the room, as the act was decided on.
 * @throws StateChanged when a field is not what the act expects.
 */
export async function perform(broker: Broker, visit: Visit, state: RoomState, act: Act): Promise<void> {
  const { action, target, detail, line, change, expected } = act;
  const entry: AuditEntry = {
    time: line.timeMs,
    by: actorOf(visit),
    action,
    ...(target !== undefined && { target }),
    ...(detail !== undefined && { detail }),
  };
  acts += 1;
  // Counted first: what one gateway does in one millisecond stays in order.
  const unique = `${acts.toString(36).padStart(7, '0')}${randomBytes(4).toString('hex')}`;
  await broker.control(visit.room, line, { ...change, ...auditChange(state, entry, unique) }, expected);
}
