/** The one row the moderator is at, by mouse, finger or key, and the tools that lie on it. */
import { element, make, makeWord } from '../element.ts';
import type { CommentBook, Entry } from './comment-book.ts';
import type { LiveList } from './live-list.ts';

/** By the name of what they do. */
const TOOLS = { recall: 'recall', mute: 'mute10', ban: 'ban', pin: 'pin', more: 'more' } as const;
export type Tool = keyof typeof TOOLS;

export interface ChosenRow {
  entry(): Entry | undefined;
  /** Goes `step` rows down, or up when negative; to the newest when there was none. */
  move(step: number): void;
  leave(): void;
}

/**
 * @param onOpen the moderator wants to know more about a comment's author.
 * @param onTool a tool was used on the chosen row.
 */
export function createChosenRow(
  book: CommentBook,
  live: LiveList,
  onOpen: (entry: Entry) => void,
  onTool: (tool: Tool) => void,
): ChosenRow {
  const list = element('live-rows', HTMLOListElement);
  const tools = element('row-tools', HTMLElement);
  let chosen: HTMLElement | undefined;
  tools.replaceChildren(
    ...(Object.keys(TOOLS) as Tool[]).map((name) => {
      const tool = makeWord(TOOLS[name]);
      const button = make('button', 'row-tool', tool);
      button.type = 'button';
      button.id = `tool-${name}`;
      button.addEventListener('click', () => onTool(name));
      return button;
    }),
  );

  const entryOf = (row: HTMLElement | undefined): Entry | undefined =>
    row?.isConnected ? book.find(row.dataset['id'] ?? '') : undefined;

  function choose(row: HTMLElement | undefined): void {
    if (row === chosen) return;
    chosen?.removeAttribute('aria-current');
    chosen = row;
    row?.setAttribute('aria-current', 'true');
    tools.hidden = row === undefined;
    if (row) row.append(tools);
    else document.getElementById('live')?.append(tools);
  }

  function leave(): void {
    choose(undefined);
    live.stillness.set('selection', false);
  }

  const rowAt = (target: EventTarget | null): HTMLElement | undefined =>
    target instanceof Element ? (target.closest<HTMLElement>('.row') ?? undefined) : undefined;

  list.addEventListener('pointerover', ({ target, pointerType }) => {
    const row = rowAt(target);
    if (pointerType === 'mouse' && row && !live.stillness.has('selection')) choose(row);
  });
  list.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse' && !live.stillness.has('selection')) choose(undefined);
  });
  list.addEventListener('click', ({ target }) => {
    const row = rowAt(target);
    const entry = entryOf(row);
    if (!row || !entry || (target instanceof Element && target.closest('#row-tools'))) return;
    choose(row);
    if (target instanceof Element && target.closest('.row-name')) onOpen(entry);
    else live.stillness.set('selection', true);
  });
  list.addEventListener('focusin', ({ target }) => {
    const row = rowAt(target);
    if (!row) return;
    choose(row);
    live.stillness.set('selection', true);
  });

  element('live-more', HTMLButtonElement).addEventListener('click', leave);

  return {
    entry: () => entryOf(chosen),
    move(step) {
      const rows = [...list.children].filter((row) => row instanceof HTMLElement);
      const at = chosen ? rows.indexOf(chosen) : -1;
      const next = at < 0 ? rows.at(-1) : rows[Math.min(rows.length - 1, Math.max(0, at + step))];
      if (!next) return;
      live.stillness.set('selection', true);
      choose(next);
      next.focus({ preventScroll: true });
      next.scrollIntoView({ block: 'nearest' });
    },
    leave,
  };
}
