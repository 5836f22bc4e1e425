import type { Locator } from 'playwright-core';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { DanmakuOverlayElement } from '../../src/element.ts';
import { settingsOf, untilJoined } from '../overlay-element.ts';
import { findBarriers } from './find-barriers.ts';
import { PHONE, untilVisible } from './live-demo.ts';
import { useLiveDemo } from './use-live-demo.ts';

const demo = useLiveDemo({ DEMO: '0' });
const { visit } = demo;

describe('the builder', () => {
  it('turns room and settings into the address, the frame and the tag that bring them about', async () => {
    const { page, complaints } = await visit('builder?speed=2', {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    await untilVisible(page, 3);
    await page.getByRole('textbox', { name: 'Room' }).fill('my stream');
    expect(await page.getByRole('textbox', { name: 'Room' }).getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#obs-code').textContent()).toBe(`${demo.gateway.url}embed/lobby?speed=2`);
    await page.getByRole('textbox', { name: 'Room' }).fill('my-stream');
    await page.getByLabel('Opacity', { exact: true }).fill('0.5');
    await page.getByLabel('Kept free below').fill('12');
    await page.getByRole('checkbox', { name: 'Reverse' }).click();
    await page.getByRole('switch', { name: 'With test comments' }).click();
    await page.getByRole('button', { name: 'Copy' }).first().click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.locator('#obs-code').textContent());
    const { searchParams, pathname } = new URL(copied);
    expect([pathname, Object.fromEntries(searchParams)]).toEqual([
      '/embed/my-stream',
      { opacity: '0.5', speed: '2', modes: 'scroll,top,bottom', 'safe-area': '0 0 12% 0', test: '1' },
    ]);
    expect(await page.locator('#tag-code').textContent()).toContain('  safe-area="0 0 12% 0"\n');
    expect(await page.locator('#frame-code').textContent()).toContain('/embed/my-stream?opacity=0.5&amp;speed=2');

    const opening = page.context().waitForEvent('page');
    await page.getByRole('link', { name: 'Open it' }).click();
    const opened = await opening;
    await untilVisible(opened, 2);
    expect(
      await opened.evaluate(() => document.querySelector<DanmakuOverlayElement>('danmaku-overlay')?.overlay?.settings),
    ).toMatchObject({ opacity: 0.5, speed: 2, safeArea: { bottom: '12%' }, modes: ['scroll', 'top', 'bottom'] });
    expect(complaints).toEqual([]);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await page.locator('#obs-code').textContent()).toBe(`${demo.gateway.url}embed/my-stream?test=1`);
    await page.context().close();
  });

  it('takes fonts and hidden words as they are written, shows them at once, and gives the tag what is the tag’s', async () => {
    const { page, complaints } = await visit('builder?remember&offset=3');
    await untilVisible(page, 1);
    const field = (name: string): Locator => page.getByRole('textbox', { name, exact: true });
    await page.getByRole('combobox', { name: 'Font' }).fill('"Noto Serif CJK SC", serif');
    await field('Words').pressSequentially('spoiler, <end>,');
    expect(await field('Words').inputValue()).toBe('spoiler, <end>,');
    await field('Users').fill('u1,u2');
    await page.getByRole('radio', { name: 'With the picture' }).check();
    await page.getByRole('switch', { name: 'Tell screen readers' }).click();
    expect(await settingsOf(page)).toMatchObject({
      fontFamily: '"Noto Serif CJK SC", serif',
      blockedWords: ['spoiler', '<end>'],
      blockedUsers: ['u1', 'u2'],
      sync: 'media',
      offset: 3,
      announce: true,
    });
    const somebodys = await demo.browser.newPage();
    await somebodys.setContent((await page.locator('#tag-code').textContent()) ?? '');
    await untilJoined(somebodys);
    expect(await settingsOf(somebodys)).toEqual(await settingsOf(page));
    expect(await somebodys.locator('danmaku-overlay').getAttribute('remember')).toBe('');
    await somebodys.close();
    const { searchParams } = new URL((await page.locator('#obs-code').textContent()) ?? '');
    expect([...searchParams.keys()]).toEqual(['font-family', 'blocked-words', 'blocked-users', 'announce']);
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await page.locator('#tag-code').textContent()).toContain('room="lobby">\n');
    expect(await field('Words').inputValue()).toBe('');
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('takes emotes, tries them out in its preview, and says what is wrong with them', async () => {
    const { page, complaints } = await visit('builder');
    await page.route(/\/emotes\.json$/, (route) => route.fulfill({ json: { cat: '/cat.png', dog: '/dog.png' } }));
    const body = PNG.sync.write(new PNG({ width: 32, height: 32 }));
    await page.route(/\/(cat|dog)\.png$/, (route) => route.fulfill({ body }));
    await untilVisible(page, 1);
    const table = page.getByRole('textbox', { name: 'Address of their table' });
    await table.fill('https://cdn.example/emotes.json');
    await table.blur();
    await page.getByText('The table of emotes comes from a host that is not allowed (see emoteHosts).').waitFor();
    await page.getByRole('textbox', { name: 'Hosts they come from' }).fill('cdn.example');
    await page.getByRole('switch', { name: 'Badges' }).click();
    await page.getByRole('switch', { name: 'Gradients' }).click();
    const fetched = page.waitForResponse(/\/(cat|dog)\.png$/);
    await table.fill('/emotes.json');
    await table.blur();
    await fetched;
    const { searchParams } = new URL((await page.locator('#obs-code').textContent()) ?? '');
    const { styles, ...rest } = Object.fromEntries(searchParams);
    expect(rest).toEqual({ badges: 'true', emotes: '/emotes.json', 'emote-hosts': 'cdn.example' });
    expect(JSON.parse(styles ?? '')).toHaveProperty('owner.gradient');
    await page.getByRole('button', { name: 'Reset' }).click();
    expect(await page.locator('#obs-code').textContent()).toBe(`${demo.gateway.url}embed/lobby`);
    expect(await table.inputValue()).toBe('');
    expect(complaints.filter((complaint) => !complaint.includes('cdn.example'))).toEqual([]);
    await page.context().close();
  });

  it('speaks Chinese, and keeps to the page’s width on a phone', async () => {
    const { page } = await visit('builder', { locale: 'zh-CN', ...PHONE });
    await page.getByRole('heading', { name: 'OBS 等直播软件' }).waitFor();
    expect(await page.title()).toBe('Danmaku Live：给你的画面加上弹幕');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.context().close();
  });

  it.each([
    ['dark', {}],
    ['light', PHONE],
  ] as const)('has no barrier in the %s', async (colorScheme, device) => {
    const { page } = await visit('builder', { colorScheme, ...device });
    await untilVisible(page, 1);
    expect(await findBarriers(page)).toEqual([]);
    await page.context().close();
  });
});
