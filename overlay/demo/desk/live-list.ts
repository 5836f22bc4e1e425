/**
 * The live list: the newest comments at its end, at most a few hundred rows, changed once a frame at most. It stands
 * still while the moderator looks at something in it.
 */
import { element } from '../element.ts';
import type { CommentBook, Entry, Query } from './comment-book.ts';
import { makeRow, markRecalled } from './row.ts';
import { createStillness, type Stillness } from './stillness.ts';
import type { DeskSpeech } from './words.ts';

/** Rows of a list that follows the room. */
const ROWS = 250;
/** Rows of a list in which earlier comments are read. */
const MOST_ROWS = 1000;
const EARLIER_ROWS = 100;
/** Nearer to the end than this is at the end. */
const END_PX = 24;

export interface LiveList {
  readonly stillness: Stillness;
  /** The book has grown. */
  grown(): void;
  recalled(entries: readonly Entry[]): void;
  search(query: Query): void;
  /** The rows that are there, oldest first. */
  rows(): readonly HTMLElement[];
  /** Shows the newest anew, earlier ones among them that the book did not know before. */
  renew(): void;
}

/** @param loadEarlier brings more into the book; answers whether there was any, `undefined` where that is not known. */
export function createLiveList(
  book: CommentBook,
  loadEarlier: () => Promise<boolean | undefined>,
  speech: DeskSpeech,
): LiveList {
  const scroller = element('live-scroller', HTMLElement);
  const list = element('live-rows', HTMLOListElement);
  const pill = element('live-more', HTMLButtonElement);
  const earlier = element('live-earlier', HTMLButtonElement);
  const empty = element('live-empty', HTMLElement);
  const rows = new Map<string, HTMLElement>();
  let query: Query;
  let shown = 0;
  let renewals = 0;
  let isLoading = false;
  let frame: number | undefined;
  const stillness = createStillness(() => {
    list.classList.toggle('still', stillness.isStill());
    schedule();
  });

  function schedule(): void {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      if (stillness.isStill()) tell();
      else follow();
    });
  }

  function follow(): void {
    const fresh = book.after(shown, query, ROWS);
    shown = book.lastSeq;
    const kept = Math.max(0, ROWS - fresh.length);
    while (list.children.length > kept) drop(list.firstElementChild);
    list.append(...fresh.map(rowOf));
    if (fresh.length > 0) scroller.scrollTop = scroller.scrollHeight;
    tell();
  }

  function rowOf(entry: Entry): HTMLElement {
    const row = makeRow(entry, speech);
    rows.set(entry.comment.id, row);
    return row;
  }

  function drop(row: Element | null): void {
    if (!(row instanceof HTMLElement)) return;
    rows.delete(row.dataset['id'] ?? '');
    row.remove();
  }

  /** What waits below while the list stands still, and whether there is anything at all. */
  function tell(): void {
    const waiting = stillness.isStill() ? book.countAfter(shown, query) : 0;
    pill.hidden = !stillness.isStill() || (waiting === 0 && stillness.has('pointer'));
    const text = speech.say(waiting === 0 ? 'still' : 'moreBelow', { count: waiting });
    if (!pill.hidden && pill.textContent !== text) pill.textContent = text;
    const nothing = list.children.length === 0;
    empty.hidden = !nothing;
    if (nothing) empty.textContent = speech.say(query ? 'nothingFound' : 'nothingYet');
    earlier.hidden = nothing || list.children.length >= MOST_ROWS;
  }

  /** Puts `ROWS` of the newest there instead of what is. */
  function renew(): void {
    renewals += 1;
    list.replaceChildren();
    rows.clear();
    shown = 0;
    const fresh = book.before(Number.POSITIVE_INFINITY, query, ROWS);
    shown = book.lastSeq;
    list.append(...fresh.map(rowOf));
    scroller.scrollTop = scroller.scrollHeight;
    tell();
  }

  /** What goes before the first row; `undefined` where there is none. */
  function earlierThanFirst(): readonly Entry[] | undefined {
    const top = list.firstElementChild;
    const first = top instanceof HTMLElement ? book.find(top.dataset['id'] ?? '') : undefined;
    return first && book.before(first.seq, query, EARLIER_ROWS);
  }

  /** Rows come and go while a page is loaded, and a search may want others. */
  async function showEarlier(): Promise<void> {
    if (isLoading) return;
    const asOf = renewals;
    const isAnother = (): boolean => asOf !== renewals;
    stillness.set('scroll', true);
    let found = earlierThanFirst();
    let brought: boolean | undefined = true;
    isLoading = true;
    while (found?.length === 0 && !isAnother() && brought === true) {
      brought = await loadEarlier();
      found = earlierThanFirst();
    }
    isLoading = false;
    if (found === undefined || isAnother()) return;
    const heightBefore = scroller.scrollHeight;
    const room = Math.max(0, MOST_ROWS - list.children.length);
    list.prepend(...found.slice(Math.max(0, found.length - room)).map(rowOf));
    scroller.scrollTop += scroller.scrollHeight - heightBefore;
    tell();
    if (found.length === 0 && brought === false) earlier.hidden = true;
  }

  // A finger leaves no pointer behind: it chooses by tapping.
  scroller.addEventListener('pointerenter', ({ pointerType }) => {
    if (pointerType === 'mouse') stillness.set('pointer', true);
  });
  scroller.addEventListener('pointerleave', () => stillness.set('pointer', false));
  scroller.addEventListener('scroll', () => {
    const toEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    stillness.set('scroll', toEnd > END_PX && (stillness.isStill() || toEnd > scroller.clientHeight / 4));
  });
  pill.addEventListener('click', () => stillness.end());
  earlier.addEventListener('click', () => void showEarlier());
  speech.onChange(tell);

  return {
    stillness,
    grown: schedule,
    recalled(entries) {
      for (const { comment } of entries) {
        const row = rows.get(comment.id);
        if (row) markRecalled(row, speech);
      }
    },
    search(next) {
      query = next;
      renew();
    },
    rows: () => [...rows.values()],
    renew,
  };
}
