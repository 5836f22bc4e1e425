/** Comments that wait for a moderator: pass them now, refuse them, or let their time decide. */
import { element, make, makeWord } from '../element.ts';
import type { Acts } from './acts.ts';
import type { HeldComment } from './answers.ts';
import type { DeskSpeech } from './words.ts';

/** Rows that are shown at once; the others wait behind them. */
const SHOWN = 60;
const TICK_MS = 500;
/** Its gateway may be gone, and another publishes it a moment later. */
const GRACE_MS = 4000;

export interface HeldCard {
  add(held: HeldComment): void;
  /** They were published or refused. */
  gone(ids: readonly string[]): void;
  recalledUser(user: string): void;
  clear(): void;
}

/** @param nowMs the gateway's clock. */
export function setUpHeld(acts: Acts, nowMs: () => number, speech: DeskSpeech): HeldCard {
  const list = element('held', HTMLElement);
  const note = element('held-note', HTMLElement);
  const badges = document.querySelectorAll<HTMLElement>('.held-count');
  const waiting = new Map<string, HeldComment>();
  const rows = new Map<string, { readonly row: HTMLElement; readonly left: HTMLElement }>();

  function makeRow({ comment }: HeldComment): { row: HTMLElement; left: HTMLElement } {
    const text = make('span', 'held-text', comment.text);
    text.dir = 'auto';
    const left = make('span', 'held-left');
    const act = (word: 'pass' | 'refuse', className: string, run: () => void): HTMLButtonElement => {
      const button = make('button', className, makeWord(word));
      button.type = 'button';
      button.addEventListener('click', run);
      return button;
    };
    const about = make('span', 'about', `${comment.user.name} · `, left);
    const row = make(
      'li',
      'entry',
      make('div', 'entry-body', text, about),
      act('pass', 'button button-quiet', () => void acts.pass(comment)),
      act('refuse', 'button button-quiet button-danger', () => acts.recall(comment)),
    );
    speech.word(row);
    return { row, left };
  }

  function show(): void {
    const isPointedAt = list.matches(':hover');
    for (const [id, { row }] of rows) {
      if (waiting.has(id)) continue;
      // Under the pointer nothing moves: what is gone only says so.
      row.classList.add('gone');
      for (const button of row.querySelectorAll('button')) button.disabled = true;
      if (isPointedAt) continue;
      row.remove();
      rows.delete(id);
    }
    for (const [id, held] of waiting) {
      if (rows.size >= SHOWN) break;
      if (rows.has(id)) continue;
      const made = makeRow(held);
      rows.set(id, made);
      list.append(made.row);
    }
    note.textContent = waiting.size === 0 ? speech.say('noHeld') : '';
    for (const badge of badges) {
      badge.hidden = waiting.size === 0;
      badge.textContent = waiting.size > 99 ? '99+' : String(waiting.size);
    }
    tick();
  }

  function tick(): void {
    const now = nowMs();
    let isChanged = false;
    for (const [id, { untilMs }] of waiting) {
      if (untilMs + GRACE_MS < now) isChanged = waiting.delete(id) || isChanged;
      const left = rows.get(id)?.left;
      if (left) left.textContent = speech.say('heldLeft', { seconds: Math.max(0, Math.ceil((untilMs - now) / 1000)) });
    }
    if (isChanged) show();
  }

  const drop = (ids: readonly string[]): void => {
    if (ids.filter((id) => waiting.delete(id)).length > 0) show();
  };
  setInterval(tick, TICK_MS);
  list.addEventListener('pointerleave', show);
  speech.onChange(show);
  return {
    add(held) {
      waiting.set(held.comment.id, held);
      show();
    },
    gone: drop,
    recalledUser: (user) =>
      drop([...waiting.values()].flatMap(({ comment }) => (comment.user.id === user ? comment.id : []))),
    clear() {
      waiting.clear();
      show();
    },
  };
}
