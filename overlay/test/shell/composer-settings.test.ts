import { describe, expect, it } from 'vitest';
import type { Overlay } from '../../src/overlay.ts';
import { findBarriers } from '../demo/find-barriers.ts';
import { answer, until, useComposer } from './use-composer.ts';
import { settingsOf } from '../overlay-element.ts';

const open = useComposer();

describe('the composer’s settings', () => {
  it('changes the reader’s settings live, and sets them back', async () => {
    const { page, composer } = await open();
    await composer.getByRole('button', { name: 'Settings' }).click();
    await composer.getByRole('slider', { name: 'Opacity' }).fill('0.5');
    await composer.getByRole('slider', { name: 'Font size' }).fill('30');
    await composer.getByRole('radio', { name: '50 %' }).check({ force: true });
    await composer.getByRole('radio', { name: 'Show all' }).check({ force: true });
    await composer.getByRole('checkbox', { name: 'Reverse' }).uncheck({ force: true });
    expect(await settingsOf(page)).toMatchObject({
      opacity: 0.5,
      fontSize: 30,
      area: 0.5,
      density: 1,
      modes: ['scroll', 'top', 'bottom'],
    });
    await composer.getByRole('button', { name: 'Defaults' }).click();
    expect(await settingsOf(page)).toMatchObject({ opacity: 1, fontSize: 'auto', area: 1, density: 0 });
    await page.keyboard.press('Escape');
    await until(composer.getByRole('button', { name: 'Settings' }), 'aria-expanded', 'false');
  });

  it('offers how repeats, motion, held comments and screen readers are dealt with', async () => {
    const { page, composer } = await open();
    await composer.getByRole('button', { name: 'Settings' }).click();
    await composer.getByRole('switch', { name: 'Count equal comments as one' }).uncheck();
    await composer.getByRole('radio', { name: 'List' }).check({ force: true });
    await composer.getByRole('switch', { name: 'Hold comments' }).uncheck();
    await composer.getByRole('switch', { name: 'Read comments' }).check();
    const changed = { merge: false, reducedMotion: 'on', interaction: false, announce: true };
    expect(await settingsOf(page)).toMatchObject(changed);
    await composer.getByRole('button', { name: 'Defaults' }).click();
    expect(await settingsOf(page)).toMatchObject({
      merge: true,
      reducedMotion: 'auto',
      interaction: true,
      announce: false,
    });
  });

  it('lists who and what is hidden, shows each again, and hides other words', async () => {
    const { page, composer } = await open();
    await page.evaluate(() => {
      const { overlay } = document.querySelector<HTMLElement & { overlay?: Overlay }>('danmaku-overlay') ?? {};
      overlay?.set({ blockedUsers: ['g_troll'], blockedWords: ['spoiler', '剧透'] });
    });
    await composer.getByRole('button', { name: 'Settings' }).click();
    await composer.getByText('Hidden users and words (3)').click();
    await composer.getByRole('button', { name: 'Show again: spoiler' }).click();
    await composer.getByRole('button', { name: 'Show again: g_troll' }).click();
    const field = composer.getByRole('textbox', { name: 'Hide comments with this word' });
    await field.fill(' 坏话 ');
    await field.press('Enter');
    await composer.getByText('Hidden users and words (2)').waitFor();
    expect(await settingsOf(page)).toMatchObject({ blockedUsers: [], blockedWords: ['坏话', '剧透'] });
    expect(await composer.getByRole('listitem').allTextContents()).toEqual(['坏话', '剧透']);
    expect(await field.inputValue()).toBe('');
  });
});

describe('accessibility', () => {
  it.each(['light', 'dark'] as const)('has nothing to complain of in the bar and its panels, %s', async (scheme) => {
    const { page, peer, composer, field, reason } = await open();
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    await page.evaluate((theme) => {
      document.documentElement.style.cssText = `color-scheme: ${theme}; background: ${theme === 'dark' ? '#10131c' : '#f3f4f8'}`;
    }, scheme);
    await field.fill('refused');
    await field.press('Enter');
    await answer(peer, { code: 'blocked_word' });
    await expect.poll(() => reason.textContent()).not.toBe('');
    expect(await findBarriers(page, 'danmaku-composer')).toEqual([]);
    for (const name of ['Style of the comment', 'Settings']) {
      await composer.getByRole('button', { name }).click();
      await composer.getByRole('dialog', { name }).waitFor();
      expect(await findBarriers(page, 'danmaku-composer')).toEqual([]);
      await page.keyboard.press('Escape');
    }
  });
});
