import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { untilState } from '../demo/live-demo.ts';
import { tokenOf, useDesk } from './desk-page.ts';

const { ask, say, openDesk } = useDesk();

describe('The room’s log on the desk', () => {
  it('is there beyond what was said while the desk was open', async () => {
    const room = 'earlier';
    const posts = Array.from({ length: 480 }, (_, index) => ask(room, 'POST', '/comments', { text: `n${index}` }));
    await Promise.all(posts);
    const { page: desk } = await openDesk(room);
    const rows = desk.locator('.row');
    await expect.poll(() => rows.count()).toBe(200);
    // The first page is long in coming: nobody waits idly.
    let asked = 0;
    let answer = (): void => undefined;
    const isTime = new Promise<void>((resolve) => (answer = resolve));
    await desk.route(/comments\?.*before=/, async (route) => {
      asked += 1;
      await isTime;
      await route.continue();
    });
    const goBack = async () => {
      await desk.locator('#live-scroller').evaluate((scroller) => scroller.scrollTo(0, 0));
      await desk.locator('#live-earlier').click();
    };
    await goBack();
    await goBack();
    await expect.poll(() => asked).toBe(1);
    answer();
    await expect.poll(() => rows.count()).toBe(300);
    await goBack();
    await expect.poll(() => rows.count()).toBe(400);
    // A page that could not be read is still to be had.
    await desk.route(/comments\?.*before=/, (route) => route.abort(), { times: 1 });
    const failed = desk.waitForEvent('requestfailed');
    await goBack();
    await failed;
    await goBack();
    await expect.poll(() => rows.count()).toBe(480);
    expect(new Set(await rows.evaluateAll((all) => all.map(({ dataset }) => dataset['id']))).size).toBe(480);
    await desk.context().close();
  });

  it('brings what was said while the token had ended, however much, in the room’s order', async () => {
    const room = 'absence';
    await say(room, 'ann', 'before');
    const { page } = await openDesk(room);
    await page.locator('.row', { hasText: 'before' }).waitFor();
    await page.route('**/sanctions*', (route) =>
      route.fulfill({ status: 401, json: { code: 'token_expired', detail: 'The token has ended.' } }),
    );
    await page.locator('#tab-sanctions').click();
    await page.locator('#sign-in').waitFor();
    await page.unrouteAll();
    const texts = Array.from({ length: 70 }, (_, index) => `n${index}`);
    for (const text of texts) await ask(room, 'POST', '/comments', { text });
    await page.locator('#sign-in-token').fill(tokenOf('mika', 'moderator'));
    // A mouse that rests on the list would hold it still.
    await page.locator('#sign-in-token').press('Enter');
    await page.mouse.move(0, 0);
    await untilState(page, 'joined');
    const said = page.locator('.row .row-text');
    await expect.poll(() => said.allTextContents()).toEqual(['before', ...texts]);
    await say(room, 'ann', 'afterwards');
    await expect.poll(() => said.last().textContent()).toBe('afterwards');
    expect(await said.count()).toBe(texts.length + 2);
    await page.context().close();
  });

  it('can be saved as a file', async () => {
    await say('saved', 'ann', 'for <later>');
    const { page, complaints } = await openDesk('saved');
    await page.locator('#tab-room').click();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'bilibili XML' }).click();
    const file = await saving;
    expect(file.suggestedFilename()).toBe('saved.xml');
    expect(readFileSync(await file.path(), 'utf8')).toContain('>for &lt;later&gt;</d>');
    expect(complaints).toEqual([]);
    await page.context().close();
  });
});
