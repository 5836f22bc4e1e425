import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useDesk } from './desk-page.ts';

const { ask, openDesk } = useDesk();

/** Keeps back what the gateway says of the blocked words, until the answer is called. */
async function holdWords(desk: Page): Promise<() => void> {
  let answer = (): void => undefined;
  const isTime = new Promise<void>((resolve) => (answer = resolve));
  await desk.route('**/words', async (route) => {
    if (route.request().method() === 'GET') await isTime;
    await route.continue();
  });
  return answer;
}

describe('The blocked words at the desk', () => {
  it('can’t be typed over before they were read, and leave alone what is typed while they are read again', async () => {
    const room = 'hasty';
    await ask(room, 'PUT', '/words', { words: ['scam'] });
    const { page: desk } = await openDesk(room);
    const words = desk.locator('#words');
    const letFirst = await holdWords(desk);
    const asked = desk.waitForRequest('**/words');
    await desk.reload();
    await asked;
    await desk.locator('#tab-room').click();
    expect(await words.isEditable()).toBe(false);
    letFirst();
    await expect.poll(() => words.inputValue()).toBe('scam');
    expect(await words.isEditable()).toBe(true);

    await desk.unroute('**/words');
    const letAgain = await holdWords(desk);
    await desk.locator('#tab-held').click();
    const askedAgain = desk.waitForRequest('**/words');
    await desk.locator('#tab-room').click();
    await askedAgain;
    await words.fill('scam\nspam');
    const readAgain = desk.waitForResponse('**/words');
    letAgain();
    await readAgain;
    await desk.locator('#words-save').click();
    await expect.poll(() => ask(room, 'GET', '/words')).toEqual({ words: ['scam', 'spam'] });
    await desk.context().close();
  });

  it('leave alone what is marked while those just saved are read again', async () => {
    const room = 'marked';
    const { page: desk } = await openDesk(room);
    const read = desk.waitForResponse('**/words');
    await desk.locator('#tab-room').click();
    await read;
    await desk.locator('#words').fill('scam\n\n spam ');
    const answer = await holdWords(desk);
    const asked = desk.waitForRequest((request) => request.url().endsWith('/words') && request.method() === 'GET');
    await desk.locator('#words-save').click();
    await asked;
    await desk.locator('#words').selectText();
    const readAgain = desk.waitForResponse('**/words');
    answer();
    await readAgain;
    await desk.keyboard.type('fraud');
    await expect.poll(() => desk.locator('#words').inputValue()).toBe('fraud');
    await desk.context().close();
  });

  it('are not taken for none where an answer breaks off', async () => {
    const room = 'torn';
    await ask(room, 'PUT', '/words', { words: ['scam'] });
    const { page: desk } = await openDesk(room);
    await desk.locator('#tab-room').click();
    await expect.poll(() => desk.locator('#words').inputValue()).toBe('scam');
    await desk.route('**/words', (route) => route.fulfill({ contentType: 'application/json', body: '{"words":["sc' }));
    await desk.locator('#tab-held').click();
    await desk.locator('#tab-room').click();
    await expect.poll(() => desk.locator('#words-note').textContent()).toContain('does not answer');
    expect(await desk.locator('#words').inputValue()).toBe('scam');
    await desk.context().close();
  });
});
