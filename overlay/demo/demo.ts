/**
 * The demo page: a picture of its own, the overlay over it, and everything there is to try.
 * Its query: `room`, `scene` (`night` or `day`) and `crowd` (comments per second, let in at once).
 */
import type { DanmakuOverlayElement } from '../src/element.ts';
import type { Overlay } from '../src/overlay.ts';
import { element } from './element.ts';
import { setUpFullscreen } from './fullscreen.ts';
import { askedRateOf, setUpCrowd } from './panel/crowd-card.ts';
import { setUpSettings } from './panel/settings-card.ts';
import { setUpSharing } from './panel/sharing.ts';
import { setUpStatus } from './panel/status-card.ts';
import { createPicture } from './picture.ts';
import { readChoice } from './preferences.ts';
import { setUpProgramme } from './programme.ts';
import { roomOf, socketUrl } from './room.ts';
import { SCENES } from './scene/timeline.ts';
import { createSpeech } from './speech.ts';
import { setUpTheme } from './theme.ts';
import { WORDS } from './words.ts';

const OVERLAY_ID = 'overlay';

const room = roomOf(location.search);
const speech = createSpeech(document.documentElement, WORDS, 'pageTitle');
const askedScene = SCENES.find((scene) => scene === new URLSearchParams(location.search).get('scene'));
const picture = createPicture(askedScene ?? readChoice('scene', SCENES) ?? 'night');

element('room', HTMLElement).textContent = room;
setUpTheme(document.documentElement, element('theme', HTMLButtonElement));
element('language', HTMLButtonElement).addEventListener('click', () => speech.switchLanguage());
setUpFullscreen(element('player', HTMLElement), element('fullscreen', HTMLButtonElement), speech);
setUpProgramme(picture, speech);
setUpSharing(room, speech);
const crowd = setUpCrowd(
  { url: socketUrl(location.href, room), scene: picture.scene, askedRate: askedRateOf(location.search) },
  speech,
);
const status = setUpStatus(`/v1/rooms/${room}`, speech);
mount();

/** Puts overlay and composer into the page as any page would; `/embed.js` brings them to life when it comes. */
function mount(): void {
  const overlayElement = document.createElement('danmaku-overlay') as DanmakuOverlayElement;
  overlayElement.id = OVERLAY_ID;
  overlayElement.setAttribute('gateway', location.origin);
  overlayElement.setAttribute('room', room);
  picture.element.className = 'picture';
  overlayElement.append(picture.element);
  overlayElement.addEventListener(
    'danmaku-ready',
    () => {
      if (overlayElement.overlay) follow(overlayElement.overlay);
    },
    { once: true },
  );

  const composer = document.createElement('danmaku-composer');
  composer.setAttribute('for', OVERLAY_ID);
  speech.onChange(() => composer.setAttribute('lang', document.documentElement.lang));

  element('screen', HTMLElement).prepend(overlayElement);
  element('composer', HTMLElement).replaceChildren(composer);
  const script = document.querySelector('script[src$="/embed.js"]');
  script?.addEventListener('error', () => status.showMissing());
}

function follow(overlay: Overlay): void {
  status.follow(overlay);
  setUpSettings(overlay, speech, 'settings', picture);
  crowd.offer(overlay);
  // The menu offers to report where the page listens. A site would tell its moderators now.
  overlay.on('report', ({ comment }) => console.info('reported:', comment));
}
