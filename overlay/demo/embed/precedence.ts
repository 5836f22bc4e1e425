/** Which word counts: the stage programme's custom CSS before the address, the address before the defaults. Pure. */
import { DEFAULT_SETTINGS, type OverlaySettings } from '../../src/options.ts';

/**
 * Every setting, so that one which is no longer said goes back to what it was.
 *
 * @param isBroadcast in a stage programme: whether its computer asks for less motion says nothing of the viewers.
 */
export function effectiveSettings(
  address: Partial<OverlaySettings>,
  customProperties: Partial<OverlaySettings>,
  isBroadcast: boolean,
): OverlaySettings {
  return {
    ...DEFAULT_SETTINGS,
    ...(isBroadcast && { reducedMotion: 'off' }),
    ...address,
    ...customProperties,
  };
}
