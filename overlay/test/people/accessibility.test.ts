import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { findBarriers } from '../demo/find-barriers.ts';
import { comment, type Peer } from '../shell/scripted-gateway.ts';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { card, listen, menu, sayStanding, told } from './held-page.ts';

const room = useOverlayPage();

const PAGE = '<main><h1>A stream</h1><button id="before">before</button><div id="player"></div></main>';

const focused = (page: Page): Promise<string | null | undefined> =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active?.getAttribute('aria-label') ?? active?.textContent;
  });

describe('by the keyboard', () => {
  it('the newest comment is reached by a combination, others by the arrows, its menu by Enter', async () => {
    const [{ page }, peer] = await room.join('#player', PAGE);
    await listen(page, 'block');
    const user = { id: 'u', name: 'Ann' };
    await sayStanding(
      page,
      peer,
      { id: 'a', text: 'first', user, time: Date.now() - 200 },
      { id: 'b', text: 'second', user, time: Date.now() },
    );
    await page.focus('#before');
    await page.keyboard.press('Alt+Shift+D');
    await expect.poll(() => focused(page)).toBe('Ann: second');
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => focused(page)).toBe('Ann: first');
    await page.keyboard.press('ArrowUp');
    expect(await focused(page)).toBe('Ann: first');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Copy');
    await page.keyboard.press('ArrowLeft');
    expect(await focused(page)).toBe('Hide word');
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('Ann: first');
    expect(await menu(page).count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await focused(page)).toBe('before');
    expect(await card(page).count()).toBe(0);
    await page.keyboard.press('Alt+Shift+D');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Copy');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('second');
    await page.keyboard.press('Enter');
    expect(await told(page, 'block')).toMatchObject([{ word: 'second' }]);
    await expect.poll(() => focused(page)).toBe('before');
  });

  it('there is a way in by Tab, too, that says when no comment is on screen', async () => {
    const [{ page }] = await room.join('#player', PAGE);
    await page.getByRole('button', { name: 'Walk through the comments (Alt+Shift+D)' }).waitFor({ state: 'attached' });
    await page.focus('#before');
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Walk through the comments (Alt+Shift+D)');
    await page.keyboard.press('Enter');
    await page.getByRole('status').getByText('No comment is on screen.').waitFor();
  });

  it('the combination is typed, not pressed, in a text field, and can be another or none', async () => {
    const [{ page }, peer] = await room.join('#player', `<input id="field">${PAGE}`);
    await sayStanding(page, peer, { id: 'a', text: 'first' });
    await page.focus('#field');
    await page.keyboard.press('Alt+Shift+D');
    expect(await card(page).count()).toBe(0);
    await page.focus('#before');
    await page.evaluate(() => window.overlay.set({ focusKey: 'none' }));
    await page.keyboard.press('Alt+Shift+D');
    expect(await card(page).count()).toBe(0);
    await page.evaluate(() => window.overlay.set({ focusKey: 'F8' }));
    await page.keyboard.press('F8');
    await expect.poll(() => focused(page)).toBe('Other: first');
  });
});

declare global {
  interface Window {
    heardIds: string[];
  }
}

interface Region {
  /** The room says these, each by its id. */
  say(offset: string, ...ids: readonly string[]): void;
  /** What stood in the live region, one after the other. */
  heard(): Promise<string[]>;
}

async function listenToRegion(page: Page, peer: Peer): Promise<Region> {
  const region = page.locator('[part=interaction] [aria-live=polite]');
  await region.waitFor({ state: 'attached' });
  await region.evaluate((element) => {
    const told: (string | null)[] = [];
    new MutationObserver(() => {
      told.push(element.textContent);
      document.body.dataset['heard'] = told.join('|');
    }).observe(element, { childList: true });
  });
  return {
    say: (offset, ...ids) =>
      peer.say({ type: 'comments', offset, comments: ids.map((id) => comment(id, { text: id })) }),
    heard: () => page.evaluate(() => document.body.dataset['heard']?.split('|') ?? []),
  };
}

describe('screen readers', () => {
  it('are told the newest comment at a calm pace, and only when they are to be', async () => {
    const [{ page }, peer] = await room.join('#player', PAGE);
    const { say, heard } = await listenToRegion(page, peer);
    say('1', 'unheard');
    await expect.poll(() => page.evaluate(() => window.overlay.visible().length)).toBe(1);
    await page.evaluate(() => window.overlay.set({ announce: true }));
    say('2', 'one');
    await expect.poll(heard).toEqual(['Other: one']);
    say('3', 'two', 'three', 'four');
    await expect.poll(heard).toEqual(['Other: one', 'Other: four, and 2 more']);
  });

  it('are spared what eyes are spared: blocked users and words, modes that are off, and all while nothing is shown', async () => {
    const [{ page }, peer] = await room.join('#player', PAGE);
    const { say, heard } = await listenToRegion(page, peer);
    const isIn = async (id: string): Promise<void> => {
      await expect.poll(() => page.evaluate(() => window.heardIds)).toContain(id);
    };
    await page.evaluate(() => {
      window.heardIds = [];
      window.overlay.on('comment', ({ comment: { id } }) => window.heardIds.push(id));
      window.overlay.set({ announce: true, blockedWords: ['insult'], modes: ['scroll', 'top'], paused: true });
    });
    say('1', 'while paused');
    await isIn('while paused');
    await page.evaluate(() => window.overlay.set({ paused: false }));
    await page.evaluate(() => window.overlay.hide());
    say('2', 'while hidden');
    await isIn('while hidden');
    await page.evaluate(() => window.overlay.show());
    say('3', 'one', 'an insult');
    peer.say({ type: 'comments', offset: '4', comments: [comment('below', { mode: 'bottom' })] });
    await isIn('below');
    await expect.poll(heard).toEqual(['Other: one']);
  });

  it('find no more what was recalled', async () => {
    const [{ page }, peer] = await room.join('#player', PAGE);
    const { say, heard } = await listenToRegion(page, peer);
    await page.evaluate(() => window.overlay.set({ announce: true }));
    say('1', 'slander');
    await expect.poll(heard).toEqual(['Other: slander']);
    peer.say({ type: 'recall', ids: ['slander'] });
    await expect.poll(heard).toEqual(['Other: slander', '']);
  });
});

describe('axe', () => {
  it.each(['flying', 'listed'] as const)(
    'finds nothing on the page, the held comment and its menu: %s',
    async (way) => {
      const [{ page }, peer] = await room.join('#player', PAGE);
      await page.evaluate(
        (isListed) => window.overlay.set({ reducedMotion: isListed ? 'on' : 'off' }),
        way === 'listed',
      );
      await listen(page, 'report');
      await sayStanding(page, peer, { id: 'a', text: '前方高能 spoiler' });
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Alt+Shift+D');
      await card(page).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.keyboard.press('Enter');
      await menu(page).waitFor();
      expect(await findBarriers(page)).toEqual([]);
      await page.getByRole('menuitem', { name: 'Hide word' }).click();
      expect(await findBarriers(page)).toEqual([]);
      await page.evaluate(() => window.overlay.fillPage());
      await page.getByRole('button', { name: 'Back to the page' }).waitFor();
      expect(await findBarriers(page)).toEqual([]);
    },
  );
});
