/** A page with a real player under the comments: a minute of silence, made in the page itself. */
import type { Page } from 'playwright-core';
import { OverlayPage } from '../shell/overlay-page.ts';
import type { PageRoom } from '../shell/use-overlay-page.ts';

/** Eight thousand unsigned bytes a second, each the middle: a wave file of silence. */
const VIDEO = `
  const RATE = 8000, SECONDS = 120;
  const wave = new Uint8Array(44 + RATE * SECONDS).fill(128);
  const view = new DataView(wave.buffer);
  const write = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  write(0, 'RIFF'); view.setUint32(4, wave.length - 8, true); write(8, 'WAVEfmt ');
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, RATE, true); view.setUint16(32, 1, true); view.setUint16(34, 8, true);
  write(36, 'data'); view.setUint32(40, RATE * SECONDS, true);
  const video = document.querySelector('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([wave], { type: 'audio/wav' }));`;

/** Opens a page whose overlay lies over a player that has loaded and stands at its start. */
export async function openVideoPage(room: PageRoom, options: object = {}): Promise<OverlayPage> {
  const page = OverlayPage.overlayOver('#player', options, '<div id="player"><video></video></div>');
  const opened = await room.open({ ...page, script: `${page.script ?? ''}${VIDEO}` });
  await opened.page.waitForFunction(
    () => window.overlay.stats().stage !== 'loading' && (document.querySelector('video')?.readyState ?? 0) >= 3,
  );
  return opened;
}

/** Goes to `seconds` and stands there. */
export async function seek(page: Page, seconds: number): Promise<void> {
  await page.evaluate(async (to) => {
    const video = document.querySelector('video');
    if (video === null) return;
    video.pause();
    const arrived = new Promise((resolve) => video.addEventListener('seeked', resolve, { once: true }));
    video.currentTime = to;
    await arrived;
  }, seconds);
}

/** Until the page has asked for no frame for half a second. */
export async function untilFramesEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = window.requestAnimationFrame.bind(window);
    let askedMs = performance.now();
    window.requestAnimationFrame = (onFrame) => {
      askedMs = performance.now();
      return frame(onFrame);
    };
    while (performance.now() - askedMs < 500) await new Promise(frame);
    window.requestAnimationFrame = frame;
  });
}

/** What is on screen once nothing moves any more: the picture of the moment at which the player stands. */
export function picture(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const tell = (): string[] => window.overlay.visible().map((comment) => JSON.stringify(comment));
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    for (let before = tell(), same = 0; same < 5;) {
      await frame();
      const now = tell();
      same = now.join() === before.join() ? same + 1 : 0;
      before = now;
    }
    return tell();
  });
}
