/** Whether motion is to be reduced, and the list that stands for flight then. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { DEFAULT_STYLE } from '@danmaku-live/protocol';
import type { ShownComment, VisibleComment } from '../engine.ts';
import type { Layout } from '../lanes/layout.ts';
import type { OverlaySettings } from '../options.ts';
import type { CommentList, StageModule } from '../stage/stage.ts';

/** More than the list shows at once. */
const KEPT = 30;

export class QuietList {
  readonly #parent: HTMLElement;
  readonly #onChange: () => void;
  readonly #query = matchMedia('(prefers-reduced-motion: reduce)');
  #choice: OverlaySettings['reducedMotion'] = 'auto';
  #module: StageModule | undefined;
  #list: CommentList | undefined;
  #style = { fontPx: 16, fontFamily: 'sans-serif' };
  #comments: { readonly comment: DanmakuComment; readonly own: boolean }[] = [];
  isOn = false;
  shown = 0;

  /** @param onChange told when motion is to be reduced from now on, or no longer. */
  constructor(parent: HTMLElement, onChange: () => void) {
    this.#parent = parent;
    this.#onChange = onChange;
    this.#query.addEventListener('change', this.#decide);
  }

  set({ reducedMotion, fontFamily }: OverlaySettings, { fontPx }: Layout): void {
    this.#style = { fontPx: Math.round(fontPx * 0.8), fontFamily };
    this.#list?.restyle(this.#style);
    this.#choice = reducedMotion;
    this.#decide();
  }

  readonly #decide = (): void => {
    const isOn = this.#choice === 'on' || (this.#choice === 'auto' && this.#query.matches);
    if (isOn === this.isOn) return;
    this.isOn = isOn;
    if (isOn) this.#open();
    else this.#close();
    this.#onChange();
  };

  /** Whether there is nothing to wait for. */
  get isOpen(): boolean {
    return this.#list !== undefined;
  }

  setModule(module: StageModule): void {
    this.#module = module;
    this.#open();
  }

  #open(): void {
    if (!this.isOn || this.#list !== undefined) return;
    this.#list = this.#module?.createList(this.#parent, this.#style);
    for (const { comment, own } of this.#comments) this.#add(comment, own);
  }

  #close(): void {
    this.#list?.destroy();
    this.#list = undefined;
    this.#comments = [];
  }

  /** Returns those that had to be passed over for it. */
  push(comment: DanmakuComment, own: boolean): DanmakuComment[] {
    this.shown += 1;
    this.#comments.push({ comment, own });
    this.#comments.splice(0, this.#comments.length - KEPT);
    const ids = this.#add(comment, own);
    const passedOver = this.#comments.filter(({ comment: { id } }) => ids.includes(id)).map((entry) => entry.comment);
    this.shown -= passedOver.length;
    return passedOver;
  }

  #add({ id, text, user, color }: DanmakuComment, own: boolean): string[] {
    return this.#list?.push({ id, text, name: user.name, color: color ?? DEFAULT_STYLE.color, own }) ?? [];
  }

  remove(matches: (comment: DanmakuComment) => boolean): void {
    for (const { comment } of this.#comments) if (matches(comment)) this.#list?.remove(comment.id);
    this.#comments = this.#comments.filter(({ comment }) => !matches(comment));
  }

  rename(temporaryId: string, id: string): void {
    this.#list?.remove(id);
    this.#list?.rename(temporaryId, id);
    this.#comments = this.#comments.map((entry) =>
      entry.comment.id === temporaryId ? { ...entry, comment: { ...entry.comment, id } } : entry,
    );
  }

  /** What is held stays, and the list waits. Answers whether it is shown. */
  hold(id: string | undefined): boolean {
    this.#list?.hold(id);
    return id !== undefined && this.visible().some((shown) => shown.id === id);
  }

  find(id: string): ShownComment | undefined {
    const entry = this.#comments.find(({ comment }) => comment.id === id);
    return entry && { ...entry, fontPx: this.#style.fontPx, count: 1 };
  }

  visible(): VisibleComment[] {
    return (this.#list?.visible() ?? []).map((box, lane) => ({ ...box, lane, mode: 'bottom' }));
  }

  commentAt(x: number, y: number): DanmakuComment | undefined {
    const hit = this.visible().find(
      (box) => x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height,
    );
    return this.#comments.find(({ comment }) => comment.id === hit?.id)?.comment;
  }

  destroy(): void {
    this.#query.removeEventListener('change', this.#decide);
    this.#close();
  }
}
