/**
 * What stands for flight under reduced motion: a short list at the bottom that changes at a calm pace. Plain
 * elements with text nodes; it never animates.
 */
import type { CommentList, ListBox, ListEntry, ListStyle } from './stage.ts';

const SHOWN = 5;
/** Least time between two changes, and how long an entry stays when nothing follows. */
const PACE_MS = 1_200;
const STAY_MS = 12_000;
/** What waits longer than a few paces is passed over: the newest counts. */
const WAITING = 3;

interface Line {
  id: string;
  readonly text: string;
  readonly element: HTMLElement;
  goneTimer: ReturnType<typeof setTimeout>;
}

export class PacedList implements CommentList {
  readonly #box = document.createElement('div');
  #waiting: ListEntry[] = [];
  #lines: Line[] = [];
  #paceTimer: ReturnType<typeof setTimeout> | undefined;
  #held: string | undefined;

  constructor(parent: HTMLElement, style: ListStyle) {
    this.#box.setAttribute('part', 'list');
    const css = this.#box.style;
    css.position = 'absolute';
    css.insetInlineStart = '2%';
    css.bottom = 'var(--danmaku-list-bottom, 4%)';
    css.maxWidth = 'min(36em, 70%)';
    css.display = 'flex';
    css.flexDirection = 'column';
    css.alignItems = 'flex-start';
    css.gap = '0.3em';
    this.restyle(style);
    parent.append(this.#box);
  }

  restyle({ fontPx, fontFamily }: ListStyle): void {
    this.#box.style.font = `600 ${fontPx}px/1.35 sans-serif`;
    // What makes no sense as a family leaves that one.
    this.#box.style.fontFamily = fontFamily;
  }

  push(entry: ListEntry): string[] {
    if (entry.own) {
      this.#show(entry);
      return [];
    }
    this.#waiting.push(entry);
    const passedOver = this.#waiting.splice(0, this.#waiting.length - WAITING);
    if (this.#paceTimer === undefined) this.#step();
    return passedOver.map(({ id }) => id);
  }

  hold(id: string | undefined): void {
    this.#held = id;
  }

  #step(): void {
    const entry = this.#held === undefined ? this.#waiting.shift() : undefined;
    this.#paceTimer = undefined;
    if (entry === undefined && this.#waiting.length === 0) return;
    if (entry !== undefined) this.#show(entry);
    this.#paceTimer = setTimeout(() => this.#step(), PACE_MS);
  }

  #show({ id, name, text, color, own }: ListEntry): void {
    const element = document.createElement('div');
    const css = element.style;
    css.padding = '0.1em 0.6em';
    css.borderRadius = '0.5em';
    css.background = 'rgb(0 0 0 / 0.72)';
    css.color = '#fff';
    css.overflowWrap = 'anywhere';
    css.borderInlineStart = `0.2em solid ${own ? '#fff' : color}`;
    const author = document.createElement('span');
    author.style.opacity = '0.75';
    if (name !== '') author.style.marginInlineEnd = '0.6em';
    author.textContent = name;
    const body = document.createElement('bdi');
    body.textContent = text;
    element.append(author, body);
    this.#box.append(element);
    const line: Line = { id, text, element, goneTimer: setTimeout(() => this.#outlive(line), STAY_MS) };
    this.#lines.push(line);
    while (this.#lines.length > SHOWN) this.#drop(this.#lines.find((shown) => shown.id !== this.#held));
  }

  /** Its time is over, unless somebody holds it. */
  #outlive(line: Line): void {
    if (line.id === this.#held) line.goneTimer = setTimeout(() => this.#outlive(line), PACE_MS);
    else this.#drop(line);
  }

  #drop(line: Line | undefined): void {
    if (line === undefined) return;
    clearTimeout(line.goneTimer);
    line.element.remove();
    this.#lines = this.#lines.filter((other) => other !== line);
  }

  remove(id: string): void {
    this.#waiting = this.#waiting.filter((entry) => entry.id !== id);
    this.#drop(this.#lines.find((line) => line.id === id));
  }

  rename(temporaryId: string, id: string): void {
    for (const line of this.#lines) if (line.id === temporaryId) line.id = id;
    if (this.#held === temporaryId) this.#held = id;
  }

  clear(): void {
    clearTimeout(this.#paceTimer);
    this.#paceTimer = undefined;
    this.#waiting = [];
    for (const line of this.#lines) this.#drop(line);
  }

  visible(): ListBox[] {
    const origin = this.#box.offsetParent?.getBoundingClientRect();
    return this.#lines.map(({ id, text, element }) => {
      const { x, y, width, height } = element.getBoundingClientRect();
      return { id, text, x: x - (origin?.x ?? 0), y: y - (origin?.y ?? 0), width, height };
    });
  }

  destroy(): void {
    this.clear();
    this.#box.remove();
  }
}
