import type { Page, Route } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { useDesk } from './desk-page.ts';

const { ask, say, openDesk } = useDesk();

/** Presses `key`, whose request stays on its way, and then the key that undoes; @returns the request. */
async function undoUnanswered(desk: Page, key: string): Promise<Route> {
  const held: Route[] = [];
  await desk.route('**/sanctions/*', (route) => void held.push(route), { times: 1 });
  await desk.keyboard.press(key);
  await desk.keyboard.press('z');
  await expect.poll(() => held.length).toBe(1);
  const [request] = held;
  if (!request) throw new Error('no request');
  return request;
}

describe('A step back by key', () => {
  it('waits for the act it means, and takes back nothing else when that one fails', async () => {
    const room = 'undo';
    await say(room, 'rin', 'hello');
    const { page: desk } = await openDesk(room);
    const pinned = async () =>
      ((await ask(room, 'GET', '')) as { settings: { pinnedComment?: { text: string } } }).settings.pinnedComment?.text;
    await desk.locator('.row', { hasText: 'hello' }).waitFor();
    await desk.keyboard.press('k');
    await desk.keyboard.press('p');
    await expect.poll(pinned).toBe('hello');

    await (await undoUnanswered(desk, 'm')).continue();
    await desk.locator('.toast', { hasText: 'Undone' }).waitFor();
    expect(await ask(room, 'GET', '/sanctions')).toMatchObject({ total: 0 });
    expect(await pinned()).toBe('hello');

    await (await undoUnanswered(desk, 'b')).abort();
    await desk.locator('.toast-trouble').waitFor();
    expect(await pinned()).toBe('hello');
    await desk.keyboard.press('z');
    await expect.poll(pinned).toBeUndefined();
    await desk.context().close();
  });
});
