/** Entry of the drawing chunk: picks what this device draws on best. */
import { PacedList } from './list.ts';
import { LocalStage } from './local-stage.ts';
import type { CommentList, ListStyle, Stage, StageOptions } from './stage.ts';

export function createStage(options: StageOptions): Promise<Stage> {
  return LocalStage.create(options);
}

export function createList(parent: HTMLElement, style: ListStyle): CommentList {
  return new PacedList(parent, style);
}
