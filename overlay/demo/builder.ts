/**
 * `/builder`: choose a room and settings over a moving picture, and copy the tag, the frame or the address that does the
 * same elsewhere. Nothing here talks to the gateway. Its query: `room`, and settings (and `remember`) by the names of their
 * attributes.
 */
import { isRoomName } from '@danmaku-live/protocol';
import type { DanmakuOverlayElement } from '../src/element.ts';
import { DEFAULT_SETTINGS, type OverlaySettings } from '../src/options.ts';
import type { Overlay } from '../src/overlay.ts';
import { parseSettings } from '../src/parse-settings.ts';
import { startChatter } from './builder/chatter.ts';
import { addEmotes } from './builder/emotes.ts';
import { addMoreSettings } from './builder/more-settings.ts';
import { addOwnPage } from './builder/own-page.ts';
import { embedAddress, frameLines, tagLines } from './builder/snippets.ts';
import { element } from './element.ts';
import { createChoice, createSwitch } from './panel/controls.ts';
import { setUpCopy } from './panel/copy-button.ts';
import { setUpSettings } from './panel/settings-card.ts';
import { createPicture } from './picture.ts';
import { readChoice } from './preferences.ts';
import { roomOf } from './room.ts';
import { SCENES } from './scene/timeline.ts';
import { createSpeech } from './speech.ts';
import { setUpTheme } from './theme.ts';
import { WORDS } from './words.ts';

const { origin } = location;
const speech = createSpeech(document.documentElement, WORDS, 'builderTitle');
const picture = createPicture(readChoice('scene', SCENES) ?? 'night');
let room = roomOf(location.search);
let settings: OverlaySettings = DEFAULT_SETTINGS;
let withTest = false;
const query = new URLSearchParams(location.search);
let remembers = query.has('remember');
query.delete('remember');
query.delete('room');

const results = {
  obs: () => embedAddress(origin, room, settings, withTest),
  tag: () => tagLines(origin, room, settings, remembers),
  frame: () => frameLines(origin, room, settings),
};

setUpTheme(document.documentElement, element('theme', HTMLButtonElement));
element('language', HTMLButtonElement).addEventListener('click', () => speech.switchLanguage());
setUpRoom();
setUpScenes();
setUpResults();
showResults();
mount();

function setUpRoom(): void {
  const field = element('room-name', HTMLInputElement);
  field.value = room;
  field.addEventListener('input', () => {
    const name = field.value.trim();
    const isRoom = isRoomName(name);
    field.setAttribute('aria-invalid', String(!isRoom));
    if (!isRoom) return;
    room = name;
    showResults();
  });
}

function setUpScenes(): void {
  const choice = createChoice(
    'sceneLabel',
    SCENES.map((scene) => [scene, scene] as const),
    (scene) => picture.show(scene),
  );
  choice.show(picture.scene());
  element('scenes', HTMLElement).replaceWith(choice.element);
}

function setUpResults(): void {
  for (const name of Object.keys(results) as (keyof typeof results)[]) {
    setUpCopy(element(`${name}-copy`, HTMLButtonElement), results[name], speech);
  }
  const test = createSwitch('builderTest', (on) => {
    withTest = on;
    showResults();
  });
  element('obs-test', HTMLElement).append(test.element);
}

function showResults(): void {
  for (const name of Object.keys(results) as (keyof typeof results)[]) {
    element(`${name}-code`, HTMLElement).textContent = results[name]();
  }
  element('obs-open', HTMLAnchorElement).href = results.obs();
}

function mount(): void {
  const preview = document.createElement('danmaku-overlay') as DanmakuOverlayElement;
  picture.element.className = 'picture';
  preview.append(picture.element);
  preview.addEventListener('danmaku-ready', () => preview.overlay && follow(preview.overlay), { once: true });
  element('screen', HTMLElement).append(preview);
}

function follow(overlay: Overlay): void {
  overlay.on('settings', (changed) => {
    settings = changed;
    showResults();
  });
  setUpSettings(overlay, speech, 'builder');
  addMoreSettings(overlay);
  const emotes = addEmotes(overlay);
  addOwnPage(overlay, remembers, (on) => {
    remembers = on;
    showResults();
  });
  speech.refresh();
  overlay.set(parseSettings(Object.fromEntries(query)).settings);
  startChatter(overlay, picture.scene, emotes);
}
