/** Pages with a composer on them, as a site embeds it, and what a test asks of it. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { RoomSettings, You } from '@danmaku-live/protocol';
import { welcome, YOU, type Peer } from './scripted-gateway.ts';
import { useOverlayPage } from './use-overlay-page.ts';

export interface ComposerPage {
  readonly page: Page;
  readonly peer: Peer;
  readonly composer: Locator;
  readonly field: Locator;
  readonly send: Locator;
  readonly reason: Locator;
}

interface Asked {
  readonly room?: Partial<RoomSettings>;
  readonly lang?: string;
  readonly you?: Partial<You>;
  /** Done to the page before it loads anything. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

/**
 * Starts and stops with the test file it is called in.
 *
 * @returns what opens a page with a composer and lets the gateway welcome it.
 */
export function useComposer(): (asked?: Asked) => Promise<ComposerPage> {
  const shell = useOverlayPage();
  return async ({ room = {}, lang = 'en', you = {}, prepare } = {}) => {
    const content = {
      head: '<script src="/embed.js" async></script>',
      body:
        `<danmaku-overlay id="o" gateway="${shell.gateway.url}" room="lobby"><div id="video"></div></danmaku-overlay>` +
        `<danmaku-composer for="o" lang="${lang}"></danmaku-composer>`,
      style: '#video { height: 300px; background: #234 }',
    };
    const { page } = await shell.open(content, prepare);
    const peer = await shell.gateway.peer();
    peer.say(welcome({ settings: { ...welcome().settings, ...room }, you: { ...YOU, ...you } }));
    const composer = page.locator('danmaku-composer');
    const field = composer.getByRole('textbox');
    await field.waitFor();
    const [send, reason] = [composer.locator('[part=send]'), composer.locator('[role=alert]')];
    return { page, peer, composer, field, send, reason };
  };
}

/** The gateway's answer to the next post: an ack unless it is refused. */
export async function answer(
  peer: Peer,
  refusal?: { code: 'slow_mode' | 'blocked_word'; retryAfterMs?: number },
): Promise<void> {
  const ref = String((await peer.hear('post'))['ref']);
  if (refusal) peer.say({ type: 'refused', ref, message: 'In English.', ...refusal });
  else peer.say({ type: 'ack', ref, id: `id-${ref}` });
}

export async function until(locator: Locator, name: string, value: string): Promise<void> {
  await expect.poll(() => locator.getAttribute(name)).toBe(value);
}
