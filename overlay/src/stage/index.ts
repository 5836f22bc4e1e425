/** Entry of the stage: picks what this device draws on best, and loads it. */
import { PacedList } from './list.ts';
import type { CommentList, ListStyle, Stage, StageFailure, StageOptions, StagePlace } from './stage.ts';
import { paintingAddress } from './worker/start-worker.ts';
import { WorkerStage } from './worker/worker-stage.ts';

/** A browser takes the oldest GL context away when a page has more than sixteen, on some phones eight. */
const MOST_CONTEXTS = 8;

/** One for each stage that has a GL context or may get one. */
const contexts = new Set<symbol>();
let failures = 0;

export async function createStage(options: StageOptions): Promise<Stage> {
  const context = Symbol();
  const mayUseGl = contexts.size < MOST_CONTEXTS;
  if (mayUseGl) contexts.add(context);
  const onEnd = (): void => void contexts.delete(context);
  try {
    const stage = await placeStage({ ...options, mayUseGl, onEnd });
    if (stage.kind !== 'worker' && stage.kind !== 'webgl') onEnd();
    return stage;
  } catch (cause) {
    onEnd();
    throw cause;
  }
}

async function placeStage(options: StagePlace): Promise<Stage> {
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
    const error = new Error('What draws comments could not be loaded; trying again.', { cause });
    throw Object.assign(error, { isNotLoaded: true } satisfies Omit<StageFailure, keyof Error>);
  }
}

export function createList(parent: HTMLElement, style: ListStyle): CommentList {
  return new PacedList(parent, style);
}
