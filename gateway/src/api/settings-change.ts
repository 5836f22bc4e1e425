/** Settings are changed as they are at that moment, whoever else changes them in the same one. */
import { BrokerAway, StateChanged, type RoomState, type StateChange } from '../broker/broker.ts';
import { SETTINGS_FIELD } from '../room/settings.ts';

/** Each time somebody else was faster: as many as may be at it at once. */
const MAX_TRIES = 30;

/** What the state must still hold for a change of settings that was decided on `state`. */
export function sameSettings(state: RoomState): StateChange {
  return { [SETTINGS_FIELD]: state.get(SETTINGS_FIELD) ?? null };
}

/** Reads, decides and writes again when the state was changed in between. */
export async function untilDone<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof StateChanged)) throw error;
      if (tries === MAX_TRIES) throw new BrokerAway('the settings never stay the same', { cause: error });
    }
  }
}
