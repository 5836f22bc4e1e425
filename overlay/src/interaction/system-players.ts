/**
 * Two places belong to the system, and comments can't be drawn there: the window of picture-in-picture, and the native
 * fullscreen player of iPhones. The reader is told, and offered what there is instead.
 */
import type { Notice } from './notice.ts';
import type { OverlayWords } from './words.ts';

export function watchSystemPlayers(
  target: HTMLElement,
  notice: Notice,
  words: () => OverlayWords,
  fillPage: () => void,
  signal: AbortSignal,
): void {
  let isInPicture = false;
  const setInPicture = (now: boolean): void => {
    if (now === isInPicture) return;
    isInPicture = now;
    if (now) notice.show(words().pictureInPicture, words().close);
    else notice.hide();
  };
  const offerPage = (): void => {
    const { nativeFullscreen, close, fillPage: label } = words();
    notice.show(nativeFullscreen, close, { label, run: fillPage });
  };
  // Captured, because not all of them bubble.
  const options = { signal, capture: true };
  target.addEventListener('enterpictureinpicture', () => setInPicture(true), options);
  target.addEventListener('leavepictureinpicture', () => setInPicture(false), options);
  // Safari has its own name for it.
  target.addEventListener(
    'webkitpresentationmodechanged',
    ({ target: video }) =>
      setInPicture((video as { webkitPresentationMode?: string }).webkitPresentationMode === 'picture-in-picture'),
    options,
  );
  // While it is open nothing of the page is seen: the offer stands there afterwards.
  target.addEventListener('webkitendfullscreen', offerPage, options);
}
