import { describe, expect, it } from 'vitest';
import { welcome, YOU } from './scripted-gateway.ts';
import { answer, until, useComposer } from './use-composer.ts';

const open = useComposer();

/** What a phone's browser tells of its keyboard; a desktop's has none to open. */
function phoneKeyboard(): void {
  const view = Object.assign(new EventTarget(), {
    offsetTop: 0,
    scale: 1,
    height: innerHeight,
    shrinkTo(px: number) {
      view.height = px;
      view.dispatchEvent(new Event('resize'));
    },
  });
  Object.assign(window, { view });
  Object.defineProperty(window, 'visualViewport', { value: view });
}

describe('<danmaku-composer>', () => {
  it('sends by Enter, with the chosen look, and is empty and focused for the next comment', async () => {
    const { page, peer, composer, field } = await open();
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
    const { page, peer, field } = await open();
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
    const { peer, field, reason } = await open({ lang: 'zh-CN' });
    await field.fill('坏话');
    await field.press('Enter');
    await answer(peer, { code: 'blocked_word' });
    await expect.poll(() => reason.textContent()).toBe('弹幕含有屏蔽词。');
    expect(await field.inputValue()).toBe('坏话');
    await field.fill('好话');
    await expect.poll(() => reason.textContent()).toBe('');
  });

  it('counts down what the gateway says to wait, and sends again after it', async () => {
    const { page, peer, field, send, reason } = await open();
    await field.fill('again');
    await field.press('Enter');
    await send.evaluate((button) => {
      const labels: (string | null)[] = [];
      Object.assign(window, { labels });
      new MutationObserver(() => labels.push(button.getAttribute('aria-label'))).observe(button, { attributes: true });
    });
    await answer(peer, { code: 'slow_mode', retryAfterMs: 1500 });
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
    const { page, peer, field, send } = await open({ room: { slowModeMs: 3000 } });
    await field.fill('one');
    await field.press('Enter');
    await answer(peer);
    await expect.poll(() => send.getAttribute('aria-label')).toMatch(/^Send again in [123] s$/);
    await page.close();
    const moderators = await open({
      room: { slowModeMs: 3000 },
      you: { role: 'moderator', can: ['read', 'post', 'moderate'] },
    });
    await moderators.field.fill('one');
    await moderators.field.press('Enter');
    await answer(moderators.peer);
    await expect.poll(() => moderators.field.inputValue()).toBe('');
    expect(await moderators.send.getAttribute('aria-label')).toBe('Send');
  });

  it('counts what a person counts as characters, against what the room allows', async () => {
    const { peer, composer, field, send } = await open({ room: { maxLength: 5 } });
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
    const { peer, field } = await open({ room: { locked: true } });
    await until(field, 'placeholder', 'Only moderators may comment now');
    expect(await field.isDisabled()).toBe(true);
    peer.say({ type: 'settings', settings: { ...welcome().settings, locked: false } });
    await until(field, 'placeholder', 'Say something…');
    peer.say({ type: 'you', you: { ...YOU, can: ['read'] } });
    await until(field, 'placeholder', 'Sign in to comment');
    peer.close(4403, 'banned');
    await until(field, 'placeholder', 'The connection has ended');
  });

  it('speaks a language that the page brings, and English where that has no word', async () => {
    const { page, composer, field, send } = await open({ lang: 'pt-BR' });
    await page.evaluate(() => {
      const { Danmaku } = window as unknown as { Danmaku: typeof import('../../src/index.ts') };
      Danmaku.addLanguage('pt', { composer: { send: 'Enviar', placeholder: 'Diga algo…' } });
      document.querySelector('danmaku-composer')?.setAttribute('lang', 'pt');
    });
    await until(field, 'placeholder', 'Diga algo…');
    expect(await send.getAttribute('aria-label')).toBe('Enviar');
    expect(await composer.getByRole('button', { name: 'Settings' }).count()).toBe(1);
  });

  it('is lifted over a phone’s keyboard while somebody types, and comes back when it closes', async () => {
    const { page, composer, field } = await open({ prepare: (fresh) => fresh.addInitScript(phoneKeyboard) });
    const bottom = (): Promise<number> =>
      composer.locator('[part=bar]').evaluate((bar) => bar.getBoundingClientRect().bottom);
    const natural = await bottom();
    await field.focus();
    await page.evaluate((px) => window.view.shrinkTo(px), natural - 40);
    await expect.poll(bottom).toBeLessThanOrEqual(natural - 40);
    await page.evaluate(() => window.view.shrinkTo(innerHeight));
    await expect.poll(bottom).toBe(natural);
  });

  it('keeps what is typed, and its look, when the page puts it elsewhere', async () => {
    const { page, composer, field } = await open();
    await composer.getByRole('button', { name: 'Style of the comment' }).click();
    await composer.getByRole('radio', { name: 'Top' }).check({ force: true });
    await page.keyboard.press('Escape');
    await field.fill('half a comm');
    await page.evaluate(() => document.body.prepend(document.querySelector('danmaku-composer') ?? ''));
    await expect.poll(() => field.inputValue()).toBe('half a comm');
    await composer.getByRole('button', { name: 'Style of the comment' }).click();
    expect(await composer.getByRole('radio', { name: 'Top' }).isChecked()).toBe(true);
  });

  it('finds no fault with a comment that was taken in after its overlay went', async () => {
    const { peer, composer, field, reason } = await open();
    await field.fill('taken in');
    await field.press('Enter');
    const post = await peer.hear('post');
    await composer.evaluate((host: HTMLElement & { overlay?: unknown }) => {
      host.setAttribute('for', 'nobody');
      host.overlay = undefined;
    });
    peer.say({ type: 'ack', ref: String(post['ref']), id: 'c1' });
    await expect.poll(() => field.inputValue()).toBe('');
    expect(await reason.textContent()).toBe('');
  });

  it('is all within reach of the keyboard, and its keys are no shortcuts of the player’s', async () => {
    const { page, composer, field } = await open();
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

declare global {
  interface Window {
    view: { shrinkTo(px: number): void };
  }
}
