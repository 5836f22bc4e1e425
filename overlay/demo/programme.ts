/** The line under the picture: what it is called, what comes next, and the choice of the scene. */
import { element } from './element.ts';
import { createChoice } from './panel/controls.ts';
import type { Picture } from './picture.ts';
import { keepPreference } from './preferences.ts';
import { momentsAt, nextMoment } from './scene/timeline.ts';
import type { Speech } from './speech.ts';

const NAMES = { night: 'nightName', day: 'dayName' } as const;

export function setUpProgramme(picture: Picture, speech: Speech): void {
  const name = element('programme-name', HTMLElement);
  const next = element('programme-next', HTMLElement);

  const tell = (): void => {
    const scene = picture.scene();
    const running = momentsAt(scene, Date.now()).at(-1);
    const coming = nextMoment(scene, Date.now());
    const text = running
      ? speech.say('now', { what: speech.say(running.kind) })
      : speech.say('next', { what: speech.say(coming.kind), seconds: Math.ceil(coming.inMs / 1000) });
    if (next.textContent !== text) next.textContent = text;
    name.textContent = speech.say(NAMES[scene]);
  };
  const choice = createChoice(
    'sceneLabel',
    [
      ['night', 'night'],
      ['day', 'day'],
    ],
    (scene) => {
      picture.show(scene);
      keepPreference('scene', scene);
      tell();
    },
  );
  choice.show(picture.scene());
  element('scenes', HTMLElement).replaceWith(choice.element);
  speech.onChange(tell);
  setInterval(() => {
    if (!document.hidden) tell();
  }, 1000);
}
