import { describe, expect, it } from 'vitest';
import { RETURNING_PORT, startGateway, untilState, untilVisible } from './live-demo.ts';
import { useLiveDemo } from './use-live-demo.ts';

const demo = useLiveDemo();
const { visit } = demo;

describe('the demo page', () => {
  it('loads under the strict policy of its gateway, and complains of nothing', async () => {
    const { page, complaints } = await visit();
    const policy = await page.evaluate(async () => (await fetch('/')).headers.get('content-security-policy'));
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain('unsafe');
    await untilState(page, 'joined');
    await page.locator('danmaku-composer input, danmaku-composer textarea').first().waitFor();
    for (const name of ['theme', 'language']) await page.locator(`#${name}`).click();
    await page.locator('.programme .choice-option').nth(1).click();
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('plays its own moving picture in a real, muted video', async () => {
    const { page } = await visit();
    const video = await page.waitForFunction(() => {
      const element = document.querySelector('video');
      return element && element.currentTime > 0.3 && { width: element.videoWidth, muted: element.muted };
    });
    expect(await video.jsonValue()).toEqual({ width: 1280, muted: true });
    await page.context().close();
  });

  it('paints no picture while it is hidden, and goes on when it is seen again', async () => {
    const { page } = await visit();
    await page.waitForFunction(
      () => (document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0) > 5,
    );
    const setHidden = (hidden: boolean): Promise<void> =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'hidden', { value: now, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    /** Frames that the video got while the browser drew `ticks` frames of the page. */
    const framesDuring = (ticks: number): Promise<number> =>
      page.evaluate(async (count) => {
        const frames = (): number => document.querySelector('video')?.getVideoPlaybackQuality().totalVideoFrames ?? 0;
        const before = frames();
        for (let tick = 0; tick < count; tick += 1) await new Promise((resolve) => requestAnimationFrame(resolve));
        return frames() - before;
      }, ticks);
    await setHidden(true);
    // What was painted last may still be on its way into the video.
    await framesDuring(20);
    expect(await framesDuring(40)).toBe(0);
    await setHidden(false);
    await expect.poll(() => framesDuring(10)).toBeGreaterThan(0);
    await page.context().close();
  });

  it('lets a crowd in whose comments come through the gateway and fly', async () => {
    const { page, complaints } = await visit('?room=crowded');
    await untilState(page, 'joined');
    await page.getByRole('switch', { name: 'Crowd' }).click();
    const texts = await untilVisible(page, 5);
    expect(new Set(texts).size).toBeGreaterThan(1);
    const { comments } = (await (await fetch(`${demo.gateway.url}v1/rooms/crowded/comments`)).json()) as {
      comments: { text: string; user: { id: string } }[];
    };
    expect(comments.length).toBeGreaterThan(4);
    expect(new Set(comments.map(({ user }) => user.id)).size).toBeGreaterThan(1);
    await expect
      .poll(() => page.locator('#crowd-report').textContent())
      .toMatch(/^\d+ guests, [\d.]+ comments a second/);
    await page.getByRole('switch', { name: 'Crowd' }).click();
    expect(await page.locator('#crowd-report').textContent()).not.toContain('guests,');
    await expect.poll(() => viewersOf('crowded')).toBe(1);
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it('offers the crowd in a quiet room, and only there', async () => {
    const { page } = await visit('?room=quiet');
    const offer = page.getByRole('button', { name: 'It is quiet here' });
    await offer.click();
    expect(await offer.isVisible()).toBe(false);
    expect(await page.getByRole('switch', { name: 'Crowd' }).isChecked()).toBe(true);
    await untilVisible(page, 1);
    const { page: late } = await visit('?room=quiet');
    await untilVisible(late, 1);
    expect(await late.locator('#quiet-room').isVisible()).toBe(false);
    await late.context().close();
    await page.context().close();
  });

  it('shows the same comments in a second window of the same room', async () => {
    const { page } = await visit('?room=pair&crowd=6');
    const invitation = await page.locator('#invite-open').getAttribute('href');
    expect(invitation).toBe(`${demo.gateway.url}?room=pair`);
    const { page: second } = await visit(invitation ?? '');
    await untilVisible(second, 3);
    await second.context().close();
    await page.context().close();
  });

  it('says plainly that the gateway is away, and comes back by itself when it does', async () => {
    const first = await startGateway(RETURNING_PORT);
    const { page } = await visit(`${first.url}?crowd=5`);
    await untilState(page, 'joined');
    await first.kill();
    await untilState(page, 'reconnecting');
    expect(await page.locator('#state').textContent()).toContain('Reconnecting');
    expect(await page.locator('#away').isVisible()).toBe(true);
    const again = await startGateway(RETURNING_PORT);
    await untilState(page, 'joined');
    expect(await page.locator('#away').isVisible()).toBe(false);
    // The crowd finds its way back, too.
    await expect
      .poll(
        async () => (await (await fetch(`${again.url}v1/rooms/lobby/comments`)).json()) as { comments: unknown[] },
        {
          timeout: 25_000,
        },
      )
      .toMatchObject({ comments: expect.arrayContaining([expect.anything()]) as unknown });
    await page.context().close();
    await again.kill();
  }, 60_000);
});

async function viewersOf(room: string): Promise<number> {
  const answer = (await (await fetch(`${demo.gateway.url}v1/rooms/${room}`)).json()) as { viewers: number };
  return answer.viewers;
}
