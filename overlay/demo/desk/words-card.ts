/** The room's blocked words, one a line. */
import { element } from '../element.ts';
import type { Acts } from './acts.ts';
import type { RoomApi } from './room-api.ts';
import type { DeskSpeech } from './words.ts';

export interface WordsCard {
  /** Reads them anew, unless the moderator is in the middle of changing them. */
  load(): Promise<void>;
}

export function setUpWords(api: RoomApi, acts: Acts, speech: DeskSpeech): WordsCard {
  const area = element('words', HTMLTextAreaElement);
  const save = element('words-save', HTMLButtonElement);
  const discard = element('words-discard', HTMLButtonElement);
  const note = element('words-note', HTMLElement);
  /** As last read; until then nobody may type over what they can't see. */
  let saved: readonly string[] | undefined;

  const typed = (): readonly string[] => [
    ...new Set(
      area.value
        .split('\n')
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
  const isTyped = (words: readonly string[]): boolean => typed().join('\n') === words.join('\n');
  const isChanged = (): boolean => saved !== undefined && !isTyped(saved);

  function tell(): void {
    save.disabled = discard.disabled = !isChanged();
    area.readOnly = saved === undefined;
    note.textContent = speech.say('wordsCount', { count: typed().length });
  }
  function show(): void {
    area.value = saved?.join('\n') ?? '';
    tell();
  }

  area.addEventListener('input', tell);
  discard.addEventListener('click', show);
  save.addEventListener('click', () => {
    if (saved === undefined) return;
    const words = typed();
    save.disabled = true;
    void acts.setWords(words, saved).then((isSaved) => {
      if (isSaved) saved = words;
      tell();
    });
  });
  speech.onChange(tell);
  return {
    async load() {
      let read: readonly string[];
      try {
        read = await api.words();
      } catch {
        note.textContent = speech.say('troubleUnreachable');
        return;
      }
      // What was typed while they were on their way counts, too.
      const isEditing = isChanged();
      saved = read;
      // Writing the same words once more would take away what somebody has just marked.
      if (isEditing || isTyped(read)) tell();
      else show();
    },
  };
}
