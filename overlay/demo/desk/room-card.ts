/** The room's settings: who may post and how often, what waits, what is pinned. Others' changes show at once. */
import type { RoomSettings } from '@danmaku-live/protocol';
import { element } from '../element.ts';
import type { Acts } from './acts.ts';
import type { SettingsPatch } from './room-api.ts';
import type { DeskSpeech } from './words.ts';

export interface RoomCard {
  show(settings: RoomSettings): void;
  settings(): RoomSettings | undefined;
  toggleLock(): void;
  pin(id: string | null): void;
}

export function setUpRoom(
  acts: Acts,
  askFirst: (what: 'recallAllAsk', then: () => void) => void,
  speech: DeskSpeech,
): RoomCard {
  const lock = element('room-locked', HTMLInputElement);
  const slow = element('room-slow', HTMLSelectElement);
  const guests = element('room-guests', HTMLSelectElement);
  const duplicates = element('room-duplicates', HTMLSelectElement);
  const hold = element('room-hold', HTMLSelectElement);
  const length = element('room-length', HTMLInputElement);
  const pinned = element('room-pinned', HTMLElement);
  const pinnedText = element('room-pinned-text', HTMLElement);
  let now: RoomSettings | undefined;

  function show(): void {
    if (!now) return;
    lock.checked = now.locked;
    choose(slow, String(now.slowModeMs), seconds(now.slowModeMs, speech));
    choose(guests, now.guests, now.guests);
    choose(duplicates, now.duplicates, now.duplicates);
    choose(hold, String(now.holdMs ?? 0), seconds(now.holdMs ?? 0, speech));
    if (document.activeElement !== length) length.value = String(now.maxLength);
    pinned.hidden = now.pinned === undefined;
    const { pinnedComment } = now;
    pinnedText.textContent = pinnedComment ? `${pinnedComment.user.name}: ${pinnedComment.text}` : (now.pinned ?? '');
  }

  /** What the gateway refuses jumps back to what holds. */
  async function change(patch: SettingsPatch): Promise<void> {
    if (now && !(await acts.change(patch, now))) show();
  }

  lock.addEventListener('change', () => void change({ locked: lock.checked }));
  slow.addEventListener('change', () => void change({ slowModeMs: Number(slow.value) }));
  guests.addEventListener('change', () => void change({ guests: guests.value as RoomSettings['guests'] }));
  duplicates.addEventListener(
    'change',
    () => void change({ duplicates: duplicates.value as RoomSettings['duplicates'] }),
  );
  hold.addEventListener('change', () => void change({ holdMs: Number(hold.value) }));
  length.addEventListener('change', () => {
    const maxLength = Math.round(Number(length.value));
    if (maxLength >= 1 && maxLength <= 100) void change({ maxLength });
    else if (now) length.value = String(now.maxLength);
  });
  element('room-unpin', HTMLButtonElement).addEventListener('click', () => void change({ pinned: null }));
  element('room-recall-all', HTMLButtonElement).addEventListener('click', () =>
    askFirst('recallAllAsk', () => acts.recallAll()),
  );
  speech.onChange(show);

  return {
    show(settings) {
      now = settings;
      show();
    },
    settings: () => now,
    toggleLock: () => now && void change({ locked: !now.locked }),
    pin: (id) => void change({ pinned: id }),
  };
}

/** Shows `value`, also one that somebody set elsewhere and that is not in the list. */
function choose(select: HTMLSelectElement, value: string, text: string): void {
  const has = [...select.options].some((option) => option.value === value);
  if (!has) select.add(new Option(text, value));
  select.value = value;
}

function seconds(ms: number, speech: DeskSpeech): string {
  return speech.say('seconds', { seconds: ms / 1000 });
}
