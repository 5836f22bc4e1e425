/** What the browser tests of engine and stage work with: put on the page as `lab`. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { createEngine } from '../../src/engine.ts';
import type { Engine, SkipReason, VisibleComment } from '../../src/engine.ts';
import * as emotes from '../../src/emotes/index.ts';
import { DEFAULT_SETTINGS } from '../../src/options.ts';
import type { OverlaySettings, Renderer } from '../../src/options.ts';
import * as recording from '../../src/recording.ts';
import * as stage from '../../src/stage/index.ts';
import type { Stage } from '../../src/stage/stage.ts';

/** An engine on the page's host, and what it has told. */
export interface Running {
  readonly engine: Engine;
  readonly errors: string[];
  readonly skipped: [string, SkipReason][];
  readonly selected: string[];
}

function start(renderer: Renderer, settings: Partial<OverlaySettings> = {}): Running {
  const host = document.getElementById('host');
  if (host === null) throw new Error('the page has no host');
  const errors: string[] = [];
  const skipped: [string, SkipReason][] = [];
  const selected: string[] = [];
  const engine = createEngine(
    host,
    { ...DEFAULT_SETTINGS, ...settings },
    {
      loadStage: () => Promise.resolve(stage),
      loadRecording: () => Promise.resolve(recording),
      loadEmotes: () => Promise.resolve(emotes),
      renderer,
      onError: (error) => errors.push(error.message),
      onSkip: ({ id }, reason) => skipped.push([id, reason]),
      onSelect: ({ id }) => selected.push(id),
    },
  );
  return { engine, errors, skipped, selected };
}

const refused: number[] = [];

/** A stage without an engine, on the page's host. */
function startStage(
  renderer: Renderer,
  pixelRatio = 1,
  onLost: (error: Error) => void = (error) => console.error(error),
): Promise<Stage> {
  const parent = document.getElementById('host');
  if (parent === null) throw new Error('the page has no host');
  return stage.createStage({
    parent,
    renderer,
    size: { width: innerWidth, height: innerHeight, pixelRatio },
    fontFamily: DEFAULT_SETTINGS.fontFamily,
    onLost,
    onStale: () => undefined,
    onRefused: (keys) => refused.push(...keys),
    onFontsChanged: () => undefined,
  });
}

let made = 0;
function comment(text: string, look: Partial<DanmakuComment> = {}): DanmakuComment {
  made += 1;
  return { id: `c${made}`, text, time: Date.now(), user: { id: 'u', name: 'Ann' }, ...look };
}

function frames(count: number): Promise<void> {
  return new Promise((resolve) => {
    const step = (): void => {
      if ((count -= 1) < 0) resolve();
      else requestAnimationFrame(step);
    };
    step();
  });
}

/** Pairs of boxes that cover one another. */
function overlaps(boxes: readonly VisibleComment[]): string[] {
  const found: string[] = [];
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) {
      const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      if (across > 0.01 && down > 0.01) found.push(`${a.text} and ${b.text}`);
    }
  });
  return found;
}

export const lab = { start, startStage, comment, frames, overlaps, refused };

declare global {
  var lab: typeof import('./lab-page.ts').lab;
  var running: Running;
}

Object.assign(globalThis, { lab });
