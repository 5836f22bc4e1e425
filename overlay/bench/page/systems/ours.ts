/** Our overlay, from its built files, as a page loads it. */
import type { createOverlay } from '../../../src/index.ts';
import type { OverlaySettings } from '../../../src/options.ts';
import type { System } from './system.ts';

type OverlayModule = { readonly createOverlay: typeof createOverlay };

/** Everything is shown, as the peers show it: nothing left out for want of a place, nothing merged. */
export const EVERYTHING: Partial<OverlaySettings> = { density: 1, maxOnScreen: 5_000, merge: false };

/** There is a lane for all of 100 comments a second, so that none waits for room: what is measured is the way to the screen. */
export const ROOMY: Partial<OverlaySettings> = { ...EVERYTHING, fontSize: 8, speed: 4 };

/** The built file as it is: a path in a variable is followed by no bundler. */
function loadBuilt(): Promise<OverlayModule> {
  const path = '/dist/overlay.js';
  return import(/* @vite-ignore */ path) as Promise<OverlayModule>;
}

/** @param room joined at this page's own server; without one comments come by `emit`. */
export async function startOurs(
  stage: HTMLElement,
  renderer: 'auto' | 'worker' | 'webgl' | 'canvas',
  settings: Partial<OverlaySettings>,
  room?: string,
  load = loadBuilt,
): Promise<System> {
  const engines: { undrawn(): Promise<string[]> }[] = [];
  Reflect.set(globalThis, Symbol.for('danmaku-live.engines'), engines);
  const module = await load();
  const options = { renderer, settings, ...(room !== undefined && { gateway: location.origin, room }) };
  const overlay = module.createOverlay(stage, options);
  overlay.on('error', (error) => console.error(error));
  return {
    emit: (comments) => overlay.emit(comments),
    boxes: () => overlay.visible(),
    undrawn: async () => (await Promise.all(engines.map((engine) => engine.undrawn()))).flat(),
    textureBytes: () => overlay.stats().textureBytes,
    onArrival: (tell) => void overlay.on('comment', ({ comment }) => tell(comment.id)),
    kind: () => overlay.stats().stage,
  };
}
