import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { RETURNING_PORT, startGateway, untilState } from '../demo/live-demo.ts';
import { deskOf, lastToast, MODERATED, pointAt, tokenOf, useDesk } from './desk-page.ts';

const site = useDesk();
const { ask, say, openDesk, visit } = site;

/** The texts that fly over the demo's picture. */
function flying(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { overlay } = document.querySelector<DanmakuOverlayElement>('danmaku-overlay') ?? {};
    return overlay?.visible().map(({ text }) => text) ?? [];
  });
}

/** A viewer with the demo page, who can speak. */
async function watch(room: string): Promise<Page> {
  const { page } = await visit(`?room=${room}`);
  await untilState(page, 'joined');
  return page;
}

function post(page: Page, text: string): Promise<string> {
  return page.evaluate(
    (said) =>
      document
        .querySelector<DanmakuOverlayElement>('danmaku-overlay')
        ?.overlay?.post({ text: said, mode: 'top' })
        .then(
          ({ id }) => id,
          ({ code }: { code: string }) => code,
        ) ?? '',
    text,
  );
}

describe('A moderator at the desk', () => {
  it('finds a comment, takes it back from a second browser, bans its author, and lets them in again', async () => {
    const [viewer, author] = [await watch('evening'), await watch('evening')];
    const { page: desk, complaints } = await openDesk('evening');
    await say('evening', 'ann', 'a friendly word');
    await post(author, '买粉丝加我 SPAM');
    await expect.poll(() => flying(viewer)).toContain('买粉丝加我 SPAM');

    await desk.locator('#search').fill('spam ｆａｎｓ');
    await expect.poll(() => desk.locator('.row').count()).toBe(0);
    await desk.locator('#search').fill('ｓｐａｍ 粉丝');
    await expect.poll(() => desk.locator('.row').count()).toBe(1);
    await pointAt(desk, 'SPAM');
    await desk.locator('#tool-recall').click();
    await expect.poll(() => flying(viewer)).not.toContain('买粉丝加我 SPAM');
    expect(await desk.locator('.row.recalled').count()).toBe(1);
    const { comments } = (await ask('evening', 'GET', '/comments')) as { comments: { text: string }[] };
    expect(comments.map(({ text }) => text)).toEqual(['a friendly word']);

    await desk.locator('#tool-ban').click();
    await untilState(author, 'stopped');
    await desk.locator('#tab-sanctions').click();
    await desk.locator('#sanctions .entry', { hasText: 'Banned' }).waitFor();
    await author.reload();
    await untilState(author, 'stopped');
    await desk.locator('#sanctions .entry', { hasText: 'Banned' }).getByRole('button').click();
    await expect.poll(() => desk.locator('#sanctions .entry').count()).toBe(0);
    await author.reload();
    await untilState(author, 'joined');
    await post(author, 'back again');
    await expect.poll(() => flying(viewer)).toContain('back again');

    await desk.locator('#tab-audit').click();
    const acts = desk.locator('#acts .entry-title');
    await expect
      .poll(async () => (await acts.allTextContents()).map((text) => text.split(' ')[0]))
      .toEqual(['Lifted', 'Banned', 'Took']);
    expect(complaints).toEqual([]);
    for (const page of [viewer, author, desk]) await page.context().close();
  }, 120_000);

  it('mutes, shadow-bans and takes back by the card of a user, with a reason and for a time', async () => {
    const room = 'persons';
    for (const text of ['one', 'two', 'three']) await say(room, 'eve', text);
    const { page: desk } = await openDesk(room);
    await desk.locator('.row-name', { hasText: 'eve' }).first().click();
    await expect.poll(() => desk.locator('#person-said .said').count()).toBe(3);
    await desk.locator('#person-duration').selectOption('3600');
    await desk.locator('#person-reason').fill('advertising');
    await desk.locator('#person-address').check();
    await desk.locator('#person-recall').check();
    await desk.locator('#person-shadow').click();
    await expect.poll(() => desk.locator('.row.recalled').count()).toBe(3);
    const { sanctions } = (await ask(room, 'GET', '/sanctions')) as { sanctions: Record<string, unknown>[] };
    expect(sanctions).toMatchObject([{ user: 'eve', kind: 'shadow', reason: 'advertising', byAddress: true }]);
    expect(Number(sanctions[0]?.['until']) - Number(sanctions[0]?.['since'])).toBe(3_600_000);
    await desk.locator('.row-name', { hasText: 'eve' }).first().click();
    await expect.poll(() => desk.locator('#person-holds').textContent()).toContain('Shadow-banned');
    await desk.locator('#person-lift').click();
    await expect.poll(() => ask(room, 'GET', '/sanctions')).toMatchObject({ total: 0 });
    await desk.context().close();
  });

  it('passes and refuses what is held', async () => {
    const room = 'held';
    await ask(room, 'PATCH', '/settings', { holdMs: 60_000 });
    const { page: desk } = await openDesk(room);
    await desk.locator('#tab-held').click();
    await say(room, 'ann', 'a good one');
    await say(room, 'eve', 'a bad one');
    await desk.locator('#held .entry', { hasText: 'a bad one' }).getByRole('button', { name: 'Refuse' }).click();
    await desk.locator('#held .entry', { hasText: 'a good one' }).getByRole('button', { name: 'Pass' }).click();
    await desk.locator('.row', { hasText: 'a good one' }).waitFor();
    await expect.poll(() => desk.locator('.held-count').first().isVisible()).toBe(false);
    const { comments } = (await ask(room, 'GET', '/comments')) as { comments: { text: string }[] };
    expect(comments.map(({ text }) => text)).toEqual(['a good one']);
    await desk.context().close();
  });

  it('changes the rules of the room, sees what others change, and takes a step back', async () => {
    const room = 'rules';
    const { page: desk } = await openDesk(room);
    const settings = async () => ((await ask(room, 'GET', '')) as { settings: unknown }).settings;
    await desk.locator('#tab-room').click();
    await desk.locator('#room-slow').selectOption('10000');
    await desk.locator('#room-guests').selectOption('read');
    await expect.poll(settings).toMatchObject({ slowModeMs: 10_000, guests: 'read' });
    await ask(room, 'PATCH', '/settings', { slowModeMs: 7000, duplicates: 'refuse' });
    await expect.poll(() => desk.locator('#room-slow').inputValue()).toBe('7000');
    expect(await desk.locator('#room-duplicates').inputValue()).toBe('refuse');
    await desk.locator('#live-scroller').focus();
    await desk.keyboard.press('l');
    await expect.poll(settings).toMatchObject({ locked: true });
    await expect.poll(() => desk.locator('#room-locked').isChecked()).toBe(true);
    await desk.keyboard.press('z');
    await expect.poll(settings).toMatchObject({ locked: false });
    await desk.locator('#words').fill('scam\n\n  spam* \nscam\n广告');
    await desk.locator('#words-save').click();
    await expect.poll(() => ask(room, 'GET', '/words')).toEqual({ words: ['scam', 'spam*', '广告'] });
    await desk.locator('#words').fill('***');
    await desk.locator('#words-save').click();
    await expect.poll(() => lastToast(desk)).toMatch(/must hold a letter or digit/);
    await desk.context().close();
  });

  it('works by keys alone, which `?` lists and a switch turns off', async () => {
    const room = 'keys';
    for (const text of ['first', 'second', 'third']) await say(room, text, text);
    const { page: desk } = await openDesk(room);
    await expect.poll(() => desk.locator('.row').count()).toBe(3);
    await desk.keyboard.press('k');
    await desk.keyboard.press('k');
    await expect.poll(() => desk.locator('.row[aria-current]').textContent()).toContain('second');
    await desk.keyboard.press('d');
    await expect.poll(() => desk.locator('.row.recalled').textContent()).toContain('second');
    await desk.keyboard.press('j');
    await desk.keyboard.press('p');
    await expect.poll(() => desk.locator('#room-pinned-text').textContent()).toBe('third: third');
    await desk.keyboard.press('m');
    await expect.poll(() => ask(room, 'GET', '/sanctions')).toMatchObject({ sanctions: [{ kind: 'mute' }] });
    await desk.keyboard.press('z');
    await expect.poll(() => ask(room, 'GET', '/sanctions')).toMatchObject({ total: 0 });
    await desk.keyboard.press('?');
    await desk.locator('#help[open]').waitFor();
    expect(await desk.locator('#help-keys dt').count()).toBeGreaterThan(12);
    await desk.locator('#help-on').uncheck();
    await desk.keyboard.press('Escape');
    await desk.keyboard.press('d');
    await desk.keyboard.press('/');
    expect(await desk.evaluate(() => document.activeElement?.id)).not.toBe('search');
    expect(await desk.locator('.row.recalled').count()).toBe(1);
    await desk.context().close();
  });
});

describe('The live list', () => {
  it('stands still under the pointer while hundreds come in, keeps few rows, and goes on where they are', async () => {
    const room = 'flood';
    await say(room, 'ann', 'look at me');
    const { page: desk } = await openDesk(room);
    await pointAt(desk, 'look at me');
    const row = desk.locator('.row', { hasText: 'look at me' });
    const before = await row.boundingBox();
    const flood = async (from: number): Promise<void> => {
      const posts = Array.from({ length: 300 }, (_, index) =>
        ask(room, 'POST', '/comments', { text: `n${from + index}` }),
      );
      await Promise.all(posts);
    };
    await flood(0);
    await expect.poll(() => desk.locator('#live-more').textContent()).toContain('300 new');
    expect(await row.boundingBox()).toEqual(before);
    expect(await desk.locator('.row').count()).toBe(1);
    await desk.locator('#live-more').hover();
    await expect.poll(() => desk.locator('.row').count()).toBe(250);
    await flood(300);
    await expect.poll(() => desk.locator('.row').last().textContent()).toMatch(/n[3-5]\d\d/);
    expect(await desk.locator('.row').count()).toBe(250);
    await desk.locator('#live-scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
    await desk.locator('#live-earlier').click();
    await expect.poll(() => desk.locator('.row').count()).toBe(350);
    await desk.context().close();
  });
});

describe('The way in', () => {
  it('tells a member and a server key plainly that this is not for them, and takes a token from the address', async () => {
    const { page } = await visit('moderate/door');
    const offer = async (token: string): Promise<void> => {
      await page.locator('#sign-in-token').fill(token);
      await page.locator('#sign-in-go').click();
    };
    await offer(tokenOf('jo', 'member', 'Jo'));
    await expect.poll(() => page.locator('#sign-in-note').textContent()).toContain('Jo is signed in as member');
    await offer('server-key');
    await expect.poll(() => page.locator('#sign-in-note').textContent()).toContain('That is not a token');
    await offer(tokenOf('jo', 'owner', 'Jo', 'another secret, which no gateway here knows'));
    await expect.poll(() => page.locator('#sign-in-note').textContent()).toContain('does not accept this token');
    expect(await page.locator('#live').isVisible()).toBe(false);
    await page.goto(`${site.gateway.url}moderate/door#token=${tokenOf('jo', 'owner', 'Jo')}`);
    await page.reload();
    await untilState(page, 'joined');
    expect(page.url()).toBe(`${site.gateway.url}moderate/door`);
    expect(await page.locator('#you').textContent()).toBe('Jo');
    await page.reload();
    await untilState(page, 'joined');
    await page.locator('#sign-out').click();
    await page.locator('#sign-in').waitFor();
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0);
    await page.context().close();
  });

  it('says when the gateway is away, asks anew when it takes the token no longer, and goes on from there', async () => {
    const first = await startGateway(RETURNING_PORT, MODERATED);
    const desk = deskOf({ gateway: first, browser: site.browser });
    await desk.say('lobby', 'ann', 'before');
    const { page } = await desk.openDesk('lobby');
    await page.locator('.row', { hasText: 'before' }).waitFor();
    await first.kill();
    await untilState(page, 'reconnecting');
    expect(await page.locator('#away').textContent()).toContain('The gateway is away');
    const secret = 'a second secret of the tests with forty characters';
    const again = await startGateway(RETURNING_PORT, { ...MODERATED, JWT_SECRET: secret });
    await page.locator('#sign-in').waitFor({ timeout: 40_000 });
    expect(await page.locator('#sign-in-note').textContent()).toMatch(/token/);
    await page.locator('#sign-in-token').fill(tokenOf('mika', 'moderator', 'Mika', secret));
    await page.locator('#sign-in-go').click();
    await untilState(page, 'joined');
    await page.locator('.row', { hasText: 'before' }).waitFor();
    await page.context().close();
    await again.kill();
  }, 90_000);

  it('stays open when a late answer refuses a token that another has replaced', async () => {
    const room = 'late';
    const { page } = await openDesk(room);
    const refusal = { status: 401, json: { code: 'token_expired', detail: 'The token has ended.' } };
    let answer = (): void => undefined;
    const isTime = new Promise<void>((resolve) => (answer = resolve));
    const refused = new Set<string>();
    await page.route(/\/(sanctions|audit)\?/, async (route) => {
      const { pathname } = new URL(route.request().url());
      if (refused.has(pathname)) return route.continue();
      refused.add(pathname);
      if (pathname.endsWith('sanctions')) await isTime;
      return route.fulfill(refusal);
    });
    const asked = page.waitForRequest('**/sanctions*');
    await page.locator('#tab-sanctions').click();
    await asked;
    await page.locator('#tab-audit').click();
    await page.locator('#sign-in-token').fill(tokenOf('mika', 'moderator', 'Mika again'));
    await ask(room, 'PUT', '/sanctions/ann', { kind: 'ban' });
    await page.locator('#sign-in-go').click();
    await page.locator('#sanctions li').waitFor({ state: 'attached' });
    answer();
    await expect.poll(() => page.locator('#sanctions-more').textContent()).toContain('does not answer');
    expect(await page.locator('#sign-in').isVisible()).toBe(false);
    await page.context().close();
  });
});
