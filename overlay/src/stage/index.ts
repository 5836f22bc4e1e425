/** Entry of the stage: picks what this device draws on best, and loads it. */
import { PacedList } from './list.ts';
import type { CommentList, ListStyle, Stage, StageOptions } from './stage.ts';
import { paintingAddress } from './worker/start-worker.ts';
import { WorkerStage } from './worker/worker-stage.ts';

let failures = 0;

export async function createStage(options: StageOptions): Promise<Stage> {
  const { renderer } = options;
  if (renderer === 'auto' || renderer === 'worker') {
    try {
      return await WorkerStage.create(options);
    } catch {
      // The page's own thread does as well.
    }
  }
  const { LocalStage } = await loadPainting();
  return LocalStage.create(renderer === 'worker' ? { ...options, renderer: 'webgl' } : options);
}

/** Browsers remember that an address failed: another try needs another address. */
async function loadPainting(): Promise<typeof import('./painting.ts')> {
  try {
    if (failures === 0) return await import('./painting.ts');
    return (await import(/* @vite-ignore */ `${paintingAddress()}?try=${failures}`)) as typeof import('./painting.ts');
  } catch (cause) {
    failures += 1;
    throw new Error('What draws comments could not be loaded.', { cause });
  }
}

export function createList(parent: HTMLElement, style: ListStyle): CommentList {
  return new PacedList(parent, style);
}
