/** The room's log as a file. It is asked for with the moderator's token, so a plain link would not do. */
import { element, make } from '../element.ts';
import { troubleText } from './acts.ts';
import type { FileFormat, Refused, RoomApi } from './room-api.ts';
import type { Toasts } from './toasts.ts';
import type { DeskSpeech, DeskWord } from './words.ts';

const KEPT_MS = 60_000;
const FORMATS: readonly (readonly [FileFormat, DeskWord])[] = [
  ['xml', 'exportXml'],
  ['ass', 'exportAss'],
  ['ndjson', 'exportNdjson'],
];

export function setUpExport(room: string, api: Pick<RoomApi, 'file'>, toasts: Toasts, speech: DeskSpeech): void {
  const save = async (button: HTMLButtonElement, format: FileFormat): Promise<void> => {
    button.disabled = true;
    try {
      const link = document.createElement('a');
      const href = URL.createObjectURL(await api.file(format));
      link.href = href;
      link.download = `${room}.${format}`;
      link.click();
      // Some browsers look at it only after the click.
      setTimeout(() => URL.revokeObjectURL(href), KEPT_MS);
    } catch (error) {
      toasts.show({ text: troubleText(error as Refused, speech), isTrouble: true });
    }
    button.disabled = false;
  };
  for (const [format, word] of FORMATS) {
    const button = make('button', 'button button-quiet');
    button.type = 'button';
    button.dataset['word'] = word;
    button.addEventListener('click', () => void save(button, format));
    element('exports', HTMLElement).append(button);
  }
}
