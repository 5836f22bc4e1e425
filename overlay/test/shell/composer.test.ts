import assert from 'node:assert/strict';
import axe from 'axe-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RoomSettings, You } from '@danmaku-live/protocol';
import { ScriptedGateway, welcome, YOU, type Peer } from './scripted-gateway.ts';
import { launchBrowser } from '../demo/live-demo.ts';
import { Site, watchTrouble } from './site.ts';

let browser: Browser;
let site: Site;
let gateway: ScriptedGateway;
let page: Page;
let peer: Peer;
let trouble: string[];
let composer: Locator;
let field: Locator;
let send: Locator;
let reason: Locator;

beforeAll(async () => {
  [browser, site] = await Promise.all([launchBrowser(), Site.start()]);
});
afterAll(async () => {
  await browser.close();
  await site.stop();
});
beforeEach(async () => {
  gateway = await ScriptedGateway.start();
});
afterEach(async () => {
  await page.close();
  await gateway.stop();
  assert.deepEqual(trouble, []);
});

/** Opens a page with a composer and lets the gateway welcome it. */
async function open(
  settings: Partial<RoomSettings> = {},
  options: { lang?: string; you?: Partial<You> } = {},
): Promise<void> {
  page = await browser.newPage();
  trouble = watchTrouble(page);
  site.set({
    head: '<script src="/embed.js" async></script>',
    body:
      `<danmaku-overlay id="o" gateway="${gateway.url}" room="lobby"><div id="video"></div></danmaku-overlay>` +
      `<danmaku-composer for="o" lang="${options.lang ?? 'en'}"></danmaku-composer>`,
    style: '#video { height: 300px; background: #234 }',
  });
  await page.goto(site.url);
  peer = await gateway.peer();
  peer.say(welcome({ settings: { ...welcome().settings, ...settings }, you: { ...YOU, ...options.you } }));
  composer = page.locator('danmaku-composer');
  field = composer.getByRole('textbox');
  send = composer.locator('[part=send]');
  reason = composer.locator('[role=alert]');
  await field.waitFor();
}

async function answer(refusal?: { code: 'slow_mode' | 'blocked_word'; retryAfterMs?: number }): Promise<void> {
  const ref = String((await peer.hear('post'))['ref']);
  if (refusal) peer.say({ type: 'refused', ref, message: 'In English.', ...refusal });
  else peer.say({ type: 'ack', ref, id: `id-${ref}` });
}

async function until(locator: Locator, name: string, value: string): Promise<void> {
  await expect.poll(() => locator.getAttribute(name)).toBe(value);
}

describe('<danmaku-composer>', () => {
  it('sends by Enter, with the chosen look, and is empty and focused for the next comment', async () => {
    await open();
    await composer.getByRole('button', { name: 'Style of the comment' }).click();
    await composer.getByRole('radio', { name: 'Top' }).check({ force: true });
    await composer.getByRole('radio', { name: 'Large' }).check({ force: true });
    await composer.getByRole('radio', { name: 'Yellow' }).check({ force: true });
    await page.keyboard.press('Escape');
    await field.fill('  前方高能  ');
    await field.press('Enter');
    const post = await peer.hear('post');
    expect(post).toMatchObject({ text: '前方高能', mode: 'top', size: 'large', color: '#ffd866' });
    peer.say({ type: 'ack', ref: String(post['ref']), id: 'c1' });
    await expect.poll(() => field.inputValue()).toBe('');
    expect(await field.evaluate((input) => input.matches(':focus'))).toBe(true);
  });

  it('never sends while an input method composes, nor by the Enter that confirms it', async () => {
    await open();
    await field.focus();
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Input.imeSetComposition', { text: 'ni', selectionStart: 2, selectionEnd: 2 });
    const enter = { key: 'Enter', code: 'Enter', text: '\r' };
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter, windowsVirtualKeyCode: 13 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter, windowsVirtualKeyCode: 13 });
    await devtools.send('Input.insertText', { text: '你' });
    // Safari: the composition has ended, and the Enter that ended it comes with key code 229.
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyDown', ...enter, windowsVirtualKeyCode: 229 });
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...enter, windowsVirtualKeyCode: 229 });
    expect(await field.inputValue()).toBe('你');
    await field.press('Enter');
    expect(await peer.hear('post')).toMatchObject({ text: '你' });
    expect(peer.unheard).toBe(0);
  });

  it('keeps a refused comment in the field, with its reason in the reader’s language', async () => {
    await open({}, { lang: 'zh-CN' });
    await field.fill('坏话');
    await field.press('Enter');
    await answer({ code: 'blocked_word' });
    await expect.poll(() => reason.textContent()).toBe('弹幕含有屏蔽词。');
    expect(await field.inputValue()).toBe('坏话');
    await field.fill('好话');
    await expect.poll(() => reason.textContent()).toBe('');
  });

  it('counts down what the gateway says to wait, and sends again after it', async () => {
    await open();
    await field.fill('again');
    await field.press('Enter');
    await send.evaluate((button) => {
      const labels: (string | null)[] = [];
      Object.assign(window, { labels });
      new MutationObserver(() => labels.push(button.getAttribute('aria-label'))).observe(button, { attributes: true });
    });
    await answer({ code: 'slow_mode', retryAfterMs: 1500 });
    await expect.poll(() => reason.textContent()).toBe('Slow mode is on.');
    await field.press('Enter');
    await until(send, 'aria-label', 'Send');
    expect(await reason.textContent()).toBe('');
    const labels = await page.evaluate(() => (window as unknown as { labels: string[] }).labels);
    expect([...new Set(labels)].filter((label) => label !== 'Send')).toEqual([
      'Send again in 2 s',
      'Send again in 1 s',
    ]);
    expect(peer.unheard).toBe(0);
    await field.press('Enter');
    expect(await peer.hear('post')).toMatchObject({ text: 'again' });
  });

  it('counts down the room’s slow mode after each comment, but not for moderators', async () => {
    await open({ slowModeMs: 3000 });
    await field.fill('one');
    await field.press('Enter');
    await answer();
    await expect.poll(() => send.getAttribute('aria-label')).toMatch(/^Send again in [123] s$/);
    await page.close();
    await open({ slowModeMs: 3000 }, { you: { role: 'moderator', can: ['read', 'post', 'moderate'] } });
    await field.fill('one');
    await field.press('Enter');
    await answer();
    await expect.poll(() => field.inputValue()).toBe('');
    expect(await send.getAttribute('aria-label')).toBe('Send');
  });

  it('counts what a person counts as characters, against what the room allows', async () => {
    await open({ maxLength: 5 });
    await field.fill('a👨‍👩‍👧é');
    await expect.poll(() => composer.locator('[part=counter]').textContent()).toBe('3/5');
    await field.fill('123456');
    await expect.poll(() => composer.locator('[part=counter]').textContent()).toBe('6/5');
    expect(await send.getAttribute('aria-disabled')).toBe('true');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    await field.press('Enter');
    await field.fill('12345');
    await field.press('Enter');
    expect(await peer.hear('post')).toMatchObject({ text: '12345' });
  });

  it('is closed, and says why, to those who may not post', async () => {
    await open({ locked: true });
    await until(field, 'placeholder', 'Only moderators may comment now');
    expect(await field.isDisabled()).toBe(true);
    peer.say({ type: 'settings', settings: { ...welcome().settings, locked: false } });
    await until(field, 'placeholder', 'Say something…');
    peer.say({ type: 'you', you: { ...YOU, can: ['read'] } });
    await until(field, 'placeholder', 'Sign in to comment');
    peer.close(4403, 'banned');
    await until(field, 'placeholder', 'The connection has ended');
  });

  it('changes the reader’s settings live, and sets them back', async () => {
    await open();
    const settings = () =>
      page.evaluate(() => document.querySelector<ElementWithOverlay>('danmaku-overlay')?.overlay?.settings);
    await composer.getByRole('button', { name: 'Settings' }).click();
    await composer.getByRole('slider', { name: 'Opacity' }).fill('0.5');
    await composer.getByRole('slider', { name: 'Font size' }).fill('30');
    await composer.getByRole('radio', { name: '50 %' }).check({ force: true });
    await composer.getByRole('radio', { name: 'Show all' }).check({ force: true });
    await composer.getByRole('checkbox', { name: 'Reverse' }).uncheck({ force: true });
    expect(await settings()).toMatchObject({
      opacity: 0.5,
      fontSize: 30,
      area: 0.5,
      density: 1,
      modes: ['scroll', 'top', 'bottom'],
    });
    await composer.getByRole('button', { name: 'Defaults' }).click();
    expect(await settings()).toMatchObject({ opacity: 1, fontSize: 'auto', area: 1, density: 0 });
    await page.keyboard.press('Escape');
    await until(composer.getByRole('button', { name: 'Settings' }), 'aria-expanded', 'false');
  });

  it('is all within reach of the keyboard, and its keys are no shortcuts of the player’s', async () => {
    await open();
    await page.evaluate(() => {
      document.querySelector('danmaku-overlay')?.setAttribute('interaction', 'off');
      document.addEventListener('keydown', (event) => {
        document.body.dataset['heard'] = `${document.body.dataset['heard'] ?? ''}${event.key}`;
      });
    });
    const names: (string | null)[] = [];
    for (let n = 0; n < 5; n += 1) {
      await page.keyboard.press('Tab');
      names.push(await composer.evaluate((host) => host.shadowRoot?.activeElement?.getAttribute('aria-label') ?? null));
    }
    expect(names).toEqual(['Show comments', 'Style of the comment', 'Write a comment', 'Settings', 'Send']);
    await field.press('f');
    await field.press('Space');
    expect(await page.evaluate(() => document.body.dataset['heard'] ?? '')).toBe('Tab');
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'] as const)('has nothing to complain of in the bar and its panels, %s', async (scheme) => {
    await open();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate((theme) => {
      document.documentElement.style.cssText = `color-scheme: ${theme}; background: ${theme === 'dark' ? '#10131c' : '#f3f4f8'}`;
    }, scheme);
    await page.evaluate(axe.source);
    await field.fill('refused');
    await field.press('Enter');
    await answer({ code: 'blocked_word' });
    await expect.poll(() => reason.textContent()).not.toBe('');
    expect(await violations()).toEqual([]);
    for (const name of ['Style of the comment', 'Settings']) {
      await composer.getByRole('button', { name }).click();
      await composer.getByRole('dialog', { name }).waitFor();
      expect(await violations()).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });

  function violations(): Promise<unknown[]> {
    return page.evaluate(async () => {
      const { axe: checker } = window as unknown as { axe: typeof axe };
      const { violations: found } = await checker.run('danmaku-composer');
      return found.map(({ id, nodes }) => [
        id,
        nodes.map(({ html, failureSummary }) => `${html} ${failureSummary ?? ''}`),
      ]);
    });
  }
});

interface ElementWithOverlay extends HTMLElement {
  readonly overlay?: { readonly settings: object };
}
