import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { OverlayPage } from '../shell/overlay-page.ts';
import { comment, welcome, type Peer } from '../shell/scripted-gateway.ts';
import { useOverlayPage } from '../shell/use-overlay-page.ts';
import { openVideoPage, picture, seek } from './video-page.ts';

/** When the programme began, in seconds since 1970. */
const START = 1_764_000_000;

const room = useOverlayPage();

async function join(): Promise<[OverlayPage, Peer]> {
  const opening = openVideoPage(room, {
    gateway: room.gateway.url,
    room: 'lobby',
    settings: { sync: 'media', merge: false },
  });
  const peer = await room.gateway.peer();
  peer.say(welcome());
  return [await opening, peer];
}

/** The programme as hls.js tells it: the date of what is playing. */
const followVideo = (page: Page): Promise<void> =>
  page.evaluate((start) => {
    const hls = {
      get playingDate() {
        return new Date((start + (document.querySelector('video')?.currentTime ?? 0)) * 1000);
      },
    };
    window.overlay.follow(hls);
  }, START);

let offset = 0;
const say = (peer: Peer, ...said: readonly (readonly [id: string, seconds: number | undefined])[]): void => {
  const comments = said.map(([id, seconds]) =>
    comment(id, { mode: 'top', text: id, ...(seconds !== undefined && { media: START + seconds }) }),
  );
  peer.say({ type: 'comments', offset: String((offset += 1)), comments });
};

describe('a live room in step with the programme', () => {
  it('holds each comment until the viewer’s own player is there, and shows it again to one who goes back', async () => {
    const [overlay, peer] = await join();
    await followVideo(overlay.page);
    say(peer, ['late', -30], ['one', 1], ['five', 5], ['unknown', undefined]);
    await expect.poll(() => overlay.visible()).toEqual(['unknown']);
    await seek(overlay.page, 1);
    await expect.poll(async () => (await overlay.visible()).includes('one')).toBe(true);
    expect(await overlay.visible()).not.toContain('five');
    say(peer, ['a second late', 0.2]);
    await expect.poll(() => overlay.visible()).toContain('a second late');
    expect(await picture(overlay.page)).toHaveLength(3);
    await seek(overlay.page, 6);
    await expect.poll(() => overlay.visible()).toEqual(['five']);
    await seek(overlay.page, 0.5);
    await expect.poll(() => overlay.visible()).toEqual([]);
    await overlay.page.evaluate(() => document.querySelector('video')?.play());
    await expect.poll(() => overlay.visible()).toContain('one');
    await overlay.page.evaluate(() => document.querySelector('video')?.pause());
    const { skipped } = await overlay.page.evaluate(() => window.overlay.stats());
    expect(skipped.too_old).toBe(1);
    const still = await picture(overlay.page);
    expect(await picture(overlay.page)).toEqual(still);
  });

  it('asks the video itself, where it knows when its stream began, as Safari does', async () => {
    const [overlay, peer] = await join();
    await overlay.page.evaluate(() => {
      // Of a stream that names no time, too, it answers a date: one that is none.
      Object.assign(document.querySelector('video') ?? {}, { getStartDate: () => new Date(Number.NaN) });
    });
    say(peer, ['three', 3]);
    await seek(overlay.page, 4);
    expect(await picture(overlay.page)).toEqual([]);
    await overlay.post('nowhere');
    expect(await peer.hear('post')).not.toHaveProperty('media');
    await overlay.page.evaluate((start) => {
      Object.assign(document.querySelector('video') ?? {}, { getStartDate: () => new Date(start * 1000) });
    }, START);
    await expect.poll(() => overlay.visible()).toContain('three');
    say(peer, ['nine', 9]);
    await seek(overlay.page, 8.5);
    expect(await overlay.visible()).not.toContain('nine');
    await overlay.post('here');
    expect((await peer.hear('post'))['media']).toBe(START + 8.5);
    await seek(overlay.page, 9.5);
    await expect.poll(() => overlay.visible()).toContain('nine');
  });

  it('says with each post what its author saw', async () => {
    const [overlay, peer] = await join();
    await overlay.post('before');
    expect(await peer.hear('post')).not.toHaveProperty('media');
    await followVideo(overlay.page);
    await seek(overlay.page, 7.5);
    await overlay.post('now');
    expect((await peer.hear('post'))['media']).toBe(START + 7.5);
  });

  it('waits while the player does not know its time, and takes an offset by hand', async () => {
    const [overlay, peer] = await join();
    await overlay.page.evaluate(() =>
      window.overlay.follow(() => {
        throw new Error('not yet');
      }),
    );
    say(peer, ['two', 2]);
    await seek(overlay.page, 3);
    expect(await picture(overlay.page)).toEqual([]);
    await followVideo(overlay.page);
    await expect.poll(() => overlay.visible()).toEqual(['two']);
    say(peer, ['four', 4]);
    expect(await overlay.visible()).toEqual(['two']);
    await overlay.page.evaluate(() => window.overlay.set({ offset: -2 }));
    await expect.poll(() => overlay.visible()).toContain('four');
  });

  it('lets everything fly as it comes again when that is asked for', async () => {
    const [overlay, peer] = await join();
    await followVideo(overlay.page);
    say(peer, ['later', 50]);
    expect(await picture(overlay.page)).toEqual([]);
    await overlay.page.evaluate(() => window.overlay.set({ sync: 'arrival' }));
    await expect.poll(() => overlay.visible()).toEqual(['later']);
  });
});
