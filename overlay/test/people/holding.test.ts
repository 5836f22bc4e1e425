import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../src/overlay.ts';
import { comment, type Peer } from '../shell/scripted-gateway.ts';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { card, hover, listen, menu, middleOf, sayStanding, told } from './held-page.ts';

const room = useOverlayPage();

/** A player that counts its clicks, with a button of its own over the picture. */
const PLAYER = '<div id="player"><button id="play">play</button></div>';

async function join(settings: Partial<Omit<Overlay['settings'], 'mask'>> = {}): Promise<[Page, Peer]> {
  const [{ page }, peer] = await room.join('#player', PLAYER);
  await page.evaluate((change) => {
    window.overlay.set(change);
    document.querySelector('#player')?.addEventListener('click', (event) => {
      const count = (event.target as Element).id || 'elsewhere';
      document.body.dataset[count] = String(Number(document.body.dataset[count] ?? 0) + 1);
    });
  }, settings);
  return [page, peer];
}

const clicks = (page: Page, on: 'player' | 'play'): Promise<string | undefined> =>
  page.evaluate((name) => document.body.dataset[name], on);

describe('a comment under the mouse', () => {
  it('stands still after a moment, raised, with its menu, while the rest flies on; and flies on when left', async () => {
    const [page, peer] = await join();
    peer.say({
      type: 'comments',
      offset: '1',
      comments: [comment('held', { text: 'a long comment that is easily met' }), comment('other')],
    });
    const placeOf = (id: string): Promise<number | undefined> =>
      page.evaluate((wanted) => window.overlay.visible().find((shown) => shown.id === wanted)?.x, id);
    await hover(page, 'held');
    await menu(page).waitFor();
    expect(await card(page).textContent()).toBe('a long comment that is easily met');
    const [heldX, otherX] = [await placeOf('held'), await placeOf('other')];
    await expect.poll(() => placeOf('other')).not.toBe(otherX);
    expect(await placeOf('held')).toBe(heldX);
    await page.mouse.move(5, 350);
    await menu(page).waitFor({ state: 'detached' });
    await expect.poll(async () => (await placeOf('held')) ?? -Infinity).toBeLessThan(heldX ?? -Infinity);
  });

  it('keeps its menu on the way to it, and gives it up to another comment', async () => {
    const [page, peer] = await join();
    await sayStanding(page, peer, { id: 'a', text: 'first' }, { id: 'b', text: 'second', mode: 'bottom' });
    await hover(page, 'a');
    await page.getByRole('menuitem', { name: 'Copy' }).hover();
    expect(await card(page).textContent()).toBe('first');
    await hover(page, 'b');
    await expect.poll(() => card(page).allTextContents()).toEqual(['second']);
  });

  it('does not stand where a button of the player’s is, whose clicks it never takes', async () => {
    const [page, peer] = await join();
    await page.evaluate(() => {
      const button = document.querySelector<HTMLElement>('#play');
      if (button) button.style.cssText = 'position:absolute;inset:0 0 auto 0;height:60px';
    });
    await sayStanding(page, peer, { id: 'a' });
    const { x, y } = await middleOf(page, 'a');
    await page.mouse.move(x - 1, y);
    await page.mouse.move(x, y);
    await page.mouse.click(x, y);
    expect(await clicks(page, 'play')).toBe('1');
    expect(await card(page).count()).toBe(0);
  });

  it('takes the click that is meant for it, tells the page, and stays held; a click on nothing is the player’s', async () => {
    const [page, peer] = await join();
    await listen(page, 'select');
    await sayStanding(page, peer, { id: 'a' });
    const { x, y } = await middleOf(page, 'a');
    await hover(page, 'a');
    await menu(page).waitFor();
    await page.mouse.click(x, y);
    expect(await clicks(page, 'player')).toBeUndefined();
    expect(await told(page, 'select')).toMatchObject([{ comment: { id: 'a' } }]);
    await page.mouse.click(x, y + 250);
    expect(await clicks(page, 'player')).toBe('1');
    expect(await card(page).count()).toBe(0);
  });

  it('is let go when it is recalled, and the menu goes with it', async () => {
    const [page, peer] = await join();
    await sayStanding(page, peer, { id: 'a' });
    await hover(page, 'a');
    await menu(page).waitFor();
    peer.say({ type: 'recall', ids: ['a'] });
    await menu(page).waitFor({ state: 'detached' });
    expect(await card(page).count()).toBe(0);
  });

  it('is nothing but drawn where `interaction` is off, from that moment on', async () => {
    const [page, peer] = await join();
    await sayStanding(page, peer, { id: 'a' });
    await hover(page, 'a');
    await menu(page).waitFor();
    await page.evaluate(() => window.overlay.set({ interaction: false }));
    expect(await card(page).count()).toBe(0);
    const { x, y } = await middleOf(page, 'a');
    await page.mouse.click(x, y);
    expect(await clicks(page, 'player')).toBe('1');
    expect(await card(page).count()).toBe(0);
  });
});

describe('a tap', () => {
  it('on a comment holds it and is no click on the player; elsewhere it lets go and is', async () => {
    const [page, peer] = await join();
    await listen(page, 'select');
    await sayStanding(page, peer, { id: 'a' });
    const { x, y } = await middleOf(page, 'a');
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Emulation.setTouchEmulationEnabled', { enabled: true });
    const tap = async (touchY: number): Promise<void> => {
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: touchY }] });
      await devtools.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    };
    await page.locator('[part=interaction]').waitFor({ state: 'attached' });
    await tap(y);
    await menu(page).waitFor();
    expect(await told(page, 'select')).toMatchObject([{ comment: { id: 'a' } }]);
    expect(await clicks(page, 'player')).toBeUndefined();
    await tap(y + 250);
    await expect.poll(() => clicks(page, 'player')).toBe('1');
    expect(await card(page).count()).toBe(0);
  });
});

describe('the menu', () => {
  it('copies, likes and takes it back, and reports where the page listens', async () => {
    const [page, peer] = await join();
    await listen(page, 'like', 'report');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', {
        value: { writeText: (text: string) => Promise.resolve(void (document.body.dataset['copied'] = text)) },
      });
    });
    await sayStanding(page, peer, { id: 'a', text: '前方高能' });
    await hover(page, 'a');
    await page.getByRole('menuitem', { name: 'Copy' }).click();
    expect(await page.evaluate(() => document.body.dataset['copied'])).toBe('前方高能');
    await page.getByRole('status').getByText('Copied.').waitFor();
    const like = page.getByRole('menuitemcheckbox', { name: 'Like' });
    await like.click();
    expect(await like.getAttribute('aria-checked')).toBe('true');
    await like.click();
    await page.getByRole('menuitem', { name: 'Report' }).click();
    expect(await told(page, 'like')).toMatchObject([
      { liked: true, comment: { id: 'a' } },
      { liked: false, comment: { id: 'a' } },
    ]);
    expect(await told(page, 'report')).toMatchObject([{ comment: { id: 'a', text: '前方高能' } }]);
    expect(await clicks(page, 'player')).toBeUndefined();
  });

  it('hides a user, whose other comments go, too; and that can be undone', async () => {
    const [page, peer] = await join();
    await listen(page, 'block');
    const user = { id: 'troll', name: 'Troll' };
    await sayStanding(
      page,
      peer,
      { id: 'a', user },
      { id: 'b', user, text: 'more' },
      { id: 'c', text: 'from another' },
    );
    await hover(page, 'a');
    await page.getByRole('menuitem', { name: 'Hide user' }).click();
    await expect.poll(() => page.evaluate(() => window.overlay.visible().map(({ id }) => id))).toEqual(['c']);
    expect(await page.evaluate(() => window.overlay.settings.blockedUsers)).toEqual(['troll']);
    expect(await told(page, 'block')).toMatchObject([{ user: 'troll', comment: { id: 'a' } }]);
    await page.getByRole('button', { name: 'Undo' }).click();
    expect(await page.evaluate(() => window.overlay.settings.blockedUsers)).toEqual([]);
  });

  it('hides a word that the reader chooses from the comment’s', async () => {
    const [page, peer] = await join();
    await listen(page, 'block');
    await sayStanding(
      page,
      peer,
      { id: 'a', text: 'huge spoiler ahead' },
      { id: 'b', text: 'Spoiler!' },
      { id: 'c', text: 'fine' },
    );
    await hover(page, 'a');
    await page.getByRole('menuitem', { name: 'Hide word' }).click();
    expect(await menu(page).getByRole('menuitem').allTextContents()).toEqual([
      'Back',
      'huge',
      'spoiler',
      'ahead',
      'huge spoiler ahead',
    ]);
    await page.getByRole('menuitem', { name: 'spoiler', exact: true }).click();
    await expect.poll(() => page.evaluate(() => window.overlay.visible().map(({ id }) => id))).toEqual(['c']);
    expect(await told(page, 'block')).toMatchObject([{ word: 'spoiler', comment: { id: 'a' } }]);
  });

  it('offers only to copy what the reader said, and no report where nobody takes it', async () => {
    const [page, peer] = await join();
    await page.evaluate(() => void window.overlay.post({ text: 'mine', mode: 'top' }));
    peer.say({ type: 'ack', ref: String((await peer.hear('post'))['ref']), id: 'mine' });
    await sayStanding(page, peer, { id: 'a' });
    await hover(page, 'mine');
    await expect.poll(() => menu(page).locator('button').allTextContents()).toEqual(['Copy']);
    await page.mouse.move(5, 350);
    await menu(page).waitFor({ state: 'detached' });
    await hover(page, 'a');
    await expect
      .poll(() => menu(page).locator('button').allTextContents())
      .toEqual(['Copy', 'Like', 'Hide user', 'Hide word']);
  });
});
