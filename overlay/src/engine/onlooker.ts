/** Answers what can be seen now, in the flying scene or in the list that stands in for it. Changes nothing. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import type { EngineStats, ShownComment, VisibleComment } from '../engine.ts';
import type { QuietList } from './quiet-list.ts';
import type { Rest } from './rest.ts';
import type { Scene } from './scene.ts';
import { shownOf, undrawnOf } from './sights.ts';
import type { Tally } from './tally.ts';

export class Onlooker {
  readonly #scene: Scene;
  readonly #list: QuietList;
  readonly #rest: Rest;
  readonly #tally: Tally;

  constructor(scene: Scene, list: QuietList, rest: Rest, tally: Tally) {
    this.#scene = scene;
    this.#list = list;
    this.#rest = rest;
    this.#tally = tally;
  }

  find(id: string): ShownComment | undefined {
    if (this.#list.isOn) return this.#list.find(id);
    const flight = this.#scene.find(id);
    return flight && shownOf(flight);
  }

  /** In CSS pixels of the whole layer. Of what rests nothing is seen. */
  visible(): VisibleComment[] {
    if (this.#rest.isResting) return [];
    const { left, top } = this.#scene.layout;
    const seen = this.#list.isOn ? this.#list.visible() : this.#scene.visible();
    return seen.map((comment) => ({ ...comment, x: comment.x + left, y: comment.y + top }));
  }

  /** @param x in CSS pixels of the stage, as is `y`. */
  commentAt(x: number, y: number): DanmakuComment | undefined {
    if (this.#rest.isResting) return undefined;
    return this.#list.isOn ? this.#list.commentAt(x, y) : this.#scene.commentAt(x, y);
  }

  undrawn(): Promise<string[]> {
    return undrawnOf(this.#scene.flying(), this.#scene.stage);
  }

  stats(): EngineStats {
    const { stage } = this.#scene;
    return {
      stage: this.#list.isOn ? 'list' : (stage?.kind ?? 'loading'),
      onScreen: this.visible().length,
      shown: this.#tally.shown + this.#list.shown,
      skipped: this.#tally.skipped,
      merged: this.#tally.merged,
      frameMs: this.#tally.frameMs,
      textureBytes: stage?.textureBytes() ?? 0,
      quality: stage?.quality() ?? 1,
    };
  }
}
