/** The panels beside the live list; on a phone the list is one of them. */
import { element, make, makeWord } from '../element.ts';
import type { DeskWord } from './words.ts';

const TABS = {
  live: ['tabLive', 'live'],
  held: ['tabHeld', 'panel-held'],
  room: ['tabRoom', 'panel-room'],
  sanctions: ['tabSanctions', 'panel-sanctions'],
  audit: ['tabAudit', 'panel-audit'],
} as const satisfies Readonly<Record<string, readonly [word: DeskWord, panel: string]>>;
export type Tab = keyof typeof TABS;

/** Its badge says how many comments are held. */
function makeTab(name: Tab): HTMLButtonElement {
  const [word, panel] = TABS[name];
  const tab = make('button', `tab tab-${name}`, makeWord(word));
  tab.type = 'button';
  tab.id = `tab-${name}`;
  tab.dataset['tab'] = name;
  tab.setAttribute('role', 'tab');
  tab.setAttribute('aria-controls', panel);
  if (name !== 'held') return tab;
  const count = make('span', 'held-count');
  count.hidden = true;
  tab.append(count);
  return tab;
}

/** Puts them into the page: before what shows figures in them. */
export function makeTabs(): void {
  element('tabs', HTMLElement).replaceChildren(...(Object.keys(TABS) as Tab[]).map(makeTab));
}

export interface Tabs {
  open(tab: Tab): void;
}

/** @param onOpen called for each panel that comes to be seen. */
export function setUpTabs(onOpen: (tab: Tab) => void): Tabs {
  const tabs = [...document.querySelectorAll<HTMLButtonElement>('[role="tab"]')];
  const nameOf = (tab: HTMLElement): Tab => tab.dataset['tab'] as Tab;

  function open(name: Tab): void {
    for (const tab of tabs) {
      const isOpen = nameOf(tab) === name;
      tab.setAttribute('aria-selected', String(isOpen));
      tab.tabIndex = isOpen ? 0 : -1;
    }
    document.body.dataset['tab'] = name;
    for (const panel of document.querySelectorAll<HTMLElement>('[role="tabpanel"]')) {
      panel.classList.toggle('open', panel.id === `panel-${name}`);
    }
    onOpen(name);
  }

  for (const tab of tabs) {
    tab.addEventListener('click', () => open(nameOf(tab)));
    tab.addEventListener('keydown', ({ key }) => {
      const seen = tabs.filter((each) => each.offsetParent !== null);
      const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
      const next = step === 0 ? undefined : seen[(seen.indexOf(tab) + step + seen.length) % seen.length];
      if (!next) return;
      open(nameOf(next));
      next.focus();
    });
  }
  return { open };
}
