/**
 * An engine before the file that draws has arrived: keeps what it is told, and hands it on when there is one.
 * Comments wait no longer than they would be worth showing; a file that can't be loaded is asked for again.
 */
import { LIMITS } from '@danmaku-live/protocol';
import type { DrawnComment } from './draft.ts';
import type { EmitOptions, Engine, EngineHooks, EngineStats, ProgrammeTime } from './engine.ts';
import { requestFile } from './file-request.ts';
import type { OverlaySettings } from './options.ts';
import type { Drawing, Parts } from './parts.ts';

const MAX_KEPT = 300;

interface Kept {
  comments: readonly DrawnComment[];
  readonly options: EmitOptions;
  readonly atMs: number;
}

const LOADING: EngineStats = {
  stage: 'loading',
  onScreen: 0,
  shown: 0,
  skipped: { no_lane: 0, too_many: 0, too_old: 0, blocked: 0, mode_off: 0, hidden: 0, duplicate_id: 0 },
  merged: 0,
  frameMs: 0,
  textureBytes: 0,
  quality: 1,
};

/** The same contract as {@link Engine}, from the first moment on. */
export interface DeferredEngine extends Engine {
  /** The file that draws; rejects where it could not be loaded when it was last asked for. */
  drawing(): Promise<Drawing>;
  /** The same, however often it has to be asked for; `undefined` when the engine ended before it came. */
  readonly drawn: Promise<Drawing | undefined>;
}

export function deferEngine(
  host: HTMLElement,
  settings: OverlaySettings,
  hooks: Omit<EngineHooks, 'loadStage' | 'loadRecording' | 'loadEmotes'>,
  { loadDrawing, loadRecording, loadEmotes }: Parts,
): DeferredEngine {
  let engine: Engine | undefined;
  let loading: Promise<Drawing>;
  let kept: Kept[] = [];
  let lost = 0;
  let hidden = false;
  let current = settings;
  let ended = false;
  let programme: ProgrammeTime | undefined;
  let failedRecordings = 0;
  let settle: (drawing?: Drawing) => void = () => undefined;
  const drawn = new Promise<Drawing | undefined>((resolve) => (settle = resolve));

  const giveUp = requestFile(
    (attempt) => (loading = loadDrawing(attempt)),
    (drawing) => {
      engine = drawing.createEngine(host, current, {
        ...hooks,
        loadRecording: () =>
          loadRecording(failedRecordings).catch((error: unknown) => {
            failedRecordings += 1;
            throw error;
          }),
        loadEmotes,
        loadStage: () => Promise.resolve(drawing),
      });
      if (hidden) engine.hide();
      engine.follow(programme);
      settle(drawing);
      // Nobody wants the talk of a minute ago in a heap.
      for (const { comments, options, atMs } of kept) {
        if (options.own === true || performance.now() - atMs < LIMITS.freshMs) engine.emit(comments, options);
      }
      kept = [];
    },
    (cause) => hooks.onError(new Error('What draws comments could not be loaded; trying again.', { cause })),
  );
  const change = (edit: (comments: readonly DrawnComment[]) => DrawnComment[]): void => {
    for (const batch of kept) batch.comments = edit(batch.comments);
  };

  return {
    drawing: () => loading,
    drawn,
    load: (comments, options) => drawn.then(() => engine?.load(comments, options) ?? { loaded: 0, skipped: {} }),
    follow(source) {
      programme = source;
      engine?.follow(source);
    },
    mediaSeconds: () => engine?.mediaSeconds(),
    emit(comments, options = {}) {
      if (engine) return engine.emit(comments, options);
      if (ended) return;
      kept.push({ comments, options, atMs: performance.now() });
      if (kept.length > MAX_KEPT) lost += kept.shift()?.comments.length ?? 0;
    },
    rename(temporaryId, id) {
      if (engine) return engine.rename(temporaryId, id);
      change((comments) =>
        comments.map((comment) => (comment.id === temporaryId ? Object.assign({}, comment, { id }) : comment)),
      );
    },
    recall(what) {
      if (engine) return engine.recall(what);
      const isMeant = ({ id = '', user }: DrawnComment): boolean =>
        'ids' in what ? what.ids.includes(id) : user?.id === what.user;
      change((comments) => comments.filter((comment) => !isMeant(comment)));
    },
    set(settingsChange) {
      current = { ...current, ...settingsChange };
      engine?.set(settingsChange);
    },
    pause: () => engine?.pause(),
    resume: () => engine?.resume(),
    clear() {
      kept = [];
      engine?.clear();
    },
    hide() {
      hidden = true;
      engine?.hide();
    },
    show() {
      hidden = false;
      engine?.show();
    },
    hold: (id) => engine?.hold(id) ?? false,
    find: (id) => engine?.find(id),
    wants: (comment) => engine?.wants(comment) ?? false,
    visible: () => engine?.visible() ?? [],
    stats: () => engine?.stats() ?? { ...LOADING, skipped: { ...LOADING.skipped, too_many: lost } },
    destroy() {
      ended = true;
      giveUp();
      settle();
      engine?.destroy();
      engine = undefined;
      kept = [];
    },
  };
}
