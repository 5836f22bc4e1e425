/** Which key does what. */
import type { ChosenRow } from './chosen-row.ts';
import type { LiveList } from './live-list.ts';
import type { RoomCard } from './room-card.ts';
import type { Shortcut } from './shortcuts.ts';

interface Parts {
  readonly chosen: ChosenRow;
  readonly live: LiveList;
  readonly roomCard: RoomCard;
  readonly search: HTMLInputElement;
  readonly doing: Readonly<Record<'recall' | 'mute' | 'ban' | 'shadow' | 'pin' | 'more' | 'undo', () => void>>;
}

export function shortcutsOf({ chosen, live, roomCard, search, doing }: Parts): readonly Shortcut[] {
  const { stillness } = live;
  return [
    { keys: ['ArrowDown', 'j'], word: 'keyNext', run: () => chosen.move(1) },
    { keys: ['ArrowUp', 'k'], word: 'keyPrevious', run: () => chosen.move(-1) },
    { keys: ['d', 'Delete'], word: 'keyRecall', run: doing.recall },
    { keys: ['m'], word: 'keyMute', run: doing.mute },
    { keys: ['b'], word: 'keyBan', run: doing.ban },
    { keys: ['s'], word: 'keyShadow', run: doing.shadow },
    { keys: ['u'], word: 'keyPerson', run: doing.more },
    { keys: ['p'], word: 'keyPin', run: doing.pin },
    { keys: ['z'], word: 'keyUndo', run: doing.undo },
    { keys: ['/'], word: 'keySearch', run: () => search.focus() },
    {
      keys: [' '],
      word: 'keyStill',
      run: () => (stillness.isStill() ? stillness.end() : stillness.set('wanted', true)),
    },
    { keys: ['l'], word: 'keyLock', run: roomCard.toggleLock },
    { keys: ['?'], word: 'keyHelp', run: () => document.getElementById('help-open')?.click() },
    {
      keys: ['Escape'],
      word: 'keyEscape',
      always: true,
      run: () => {
        if (document.activeElement === search) {
          search.value = '';
          search.dispatchEvent(new Event('input'));
        }
        if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
        chosen.leave();
        stillness.end();
      },
    },
  ];
}
