/** Which word counts: the stage programme's custom CSS before the address, the address before the defaults. Pure. */
import { DEFAULT_SETTINGS, type OverlaySettings } from '../../src/options.ts';

/** Whoever runs the programme is not who watches it. */
const BROADCAST: Partial<OverlaySettings> = { reducedMotion: 'off', interaction: false, announce: false };

/**
 * Every setting, so that one which is no longer said goes back to what it was.
 *
 * @param isBroadcast in a stage programme.
 */
export function effectiveSettings(
  address: Partial<OverlaySettings>,
  customProperties: Partial<OverlaySettings>,
  isBroadcast: boolean,
): OverlaySettings {
  return {
    ...DEFAULT_SETTINGS,
    ...(isBroadcast && BROADCAST),
    ...address,
    ...customProperties,
  };
}
