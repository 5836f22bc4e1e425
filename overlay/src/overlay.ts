/** The overlay: a connection, the reader's own comments on their way, and an engine, put together. */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { createConnection } from './connection/connect.ts';
import type { Arrival, Connection, ConnectionState, RoomView } from './connection/connection.ts';
import { watchPage } from './connection/page-signals.ts';
import { NOT_CONNECTED, type Refusal } from './connection/pending-posts.ts';
import { deferEngine } from './deferred-engine.ts';
import { NOBODY, PostRefused, type Draft } from './draft.ts';
import { createEvents } from './events.ts';
import { createLayer } from './layer.ts';
import { languages } from './languages.ts';
import { DEFAULT_SETTINGS, type OverlaySettings } from './options.ts';
import type { Overlay, OverlayOptions } from './overlay-api.ts';
import type { OverlayEvents, OverlayStats } from './overlay-events.ts';
import { createOwnComments } from './own-comments.ts';
import { parseSettings } from './parse-settings.ts';
import type { Parts } from './parts.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import { meetPeople } from './people.ts';

export type { Overlay, OverlayEvents, OverlayOptions, OverlayStats };

/**
 * Lays comments over a video, or over the container of a player, and connects them to a room.
 *
 * @param target a `<video>` (left where it is, the comments lie over it) or a container that goes fullscreen with it.
 * @example
 * const overlay = createOverlay(video, { gateway: 'https://gateway.example', room: 'my-stream' });
 * await overlay.post({ text: '前方高能' });
 */
export function createOverlay(target: HTMLElement, options: OverlayOptions, parts: Parts): Overlay {
  // What `querySelector` did not find, most often.
  if ((target as Element | null)?.nodeType !== 1) throw new TypeError('createOverlay needs an element to lie over.');
  const events = createEvents<OverlayEvents>();
  const own = createOwnComments();
  const layer = createLayer(target, options.root);
  let settings: OverlaySettings = DEFAULT_SETTINGS;
  let room: RoomView | undefined;
  let latencyMs: number | undefined;
  let leftOut = 0;
  let posted = 0;
  let remembers = false;
  let ended = false;
  let keeper: SettingsKeeper | undefined;
  /** Changed while the keeper was still loaded. */
  let unkept: Partial<OverlaySettings> = {};
  let statsTimer: ReturnType<typeof setInterval> | undefined;

  const fail = (error: Error): void => {
    if (events.heardBy('error')) events.emit('error', error);
    // oxlint-disable-next-line no-console -- whoever builds the page is the only reader left
    else console.warn('danmaku:', error.message, error.cause ?? '');
  };
  const accept = (change: unknown): Partial<OverlaySettings> => {
    const parsed = parseSettings(change);
    for (const { field, reason } of parsed.problems) fail(new Error(`The setting "${field}" ${reason}.`));
    settings = { ...settings, ...parsed.settings };
    return parsed.settings;
  };
  accept(options.settings ?? {});

  const engine = deferEngine(
    layer.host,
    settings,
    {
      onSelect: (comment) => events.emit('select', { comment }),
      onError: fail,
      pointerTarget: layer.pointerTarget,
      renderer: options.renderer,
      gateway: options.gateway ?? parts.home,
    },
    parts,
  );
  const people = meetPeople(() => ({ overlay, engine, events, layer, target, languages }), parts.loadInteraction, fail);
  engine.follow(options.programmeTime);
  if (options.remember === true) remember();
  const connection = options.room === undefined ? undefined : connect(options.room);
  const stopWatching = connection && watchPage(() => connection.probe());
  connection?.start();

  function connect(name: string): Connection {
    const { gateway = parts.home, token } = options;
    return createConnection(
      { gateway, room: name, ...(token !== undefined && { token }) },
      {
        onState: (state) => events.emit('state', state),
        onRoom(view) {
          room = view;
          events.emit('room', view);
        },
        onComments: arrive,
        onRecall(what) {
          engine.recall(what);
          people.recall(what);
        },
        onError: fail,
      },
    );
  }

  function arrive(comments: readonly DanmakuComment[], arrival: Arrival): void {
    const clockOffsetMs = connection?.clockOffsetMs() ?? 0;
    leftOut += arrival.leftOut;
    const { history } = arrival;
    const mine: DanmakuComment[] = [];
    const others: DanmakuComment[] = [];
    for (const comment of comments) {
      const isMine = comment.user.id === room?.you.id;
      const flying = isMine ? own.match(comment) : undefined;
      if (flying) engine.rename(flying.id, comment.id);
      // What the reader said long ago comes back with the history, and is as old as the rest of it.
      else (isMine && !history ? mine : others).push(comment);
    }
    if (others.length > 0) engine.emit(others, { serverClockOffsetMs: clockOffsetMs });
    if (mine.length > 0) engine.emit(mine, { own: true, serverClockOffsetMs: clockOffsetMs });
    const newest = comments.at(-1);
    if (newest && !history) {
      const ageMs = Math.max(0, Date.now() + clockOffsetMs - newest.time);
      latencyMs = latencyMs === undefined ? ageMs : latencyMs + (ageMs - latencyMs) / 5;
    }
    for (const comment of comments) {
      events.emit('comment', { comment, own: comment.user.id === room?.you.id, history });
    }
  }

  async function post(draft: Draft): Promise<{ readonly id: string }> {
    const { checkDraft } = await engine.drawing().catch(() => refuse(draft.text, NOT_LOADED));
    const checked = checkDraft(draft, room?.settings.maxLength);
    if (!checked.ok) return refuse(draft.text, checked.refusal);
    if (!connection || connection.state().state === 'stopped') return refuse(draft.text, NOT_CONNECTED);
    const media = checked.fields.media ?? engine.mediaSeconds();
    const fields = { ...checked.fields, ...(media !== undefined && { media: Math.round(media * 1000) / 1000 }) };
    posted += 1;
    const comment: DanmakuComment = {
      ...fields,
      id: `own:${posted}`,
      user: room?.you ?? NOBODY,
      time: Date.now() + (connection.clockOffsetMs() ?? 0),
    };
    own.add(comment);
    engine.emit([comment], { own: true });
    try {
      const { id } = await connection.post(fields);
      if (own.take(comment.id)) {
        engine.rename(comment.id, id);
        events.emit('comment', { comment: { ...comment, id }, own: true, history: false });
      }
      return { id };
    } catch (error) {
      own.take(comment.id);
      engine.recall({ ids: [comment.id] });
      return refuse(draft.text, error as Refusal);
    }
  }

  function refuse(text: string, refusal: Refusal): never {
    events.emit('refused', { ...refusal, text });
    throw new PostRefused(refusal);
  }

  function set(change: Partial<OverlaySettings>, isKept = true): void {
    const accepted = accept(change);
    engine.set(accepted);
    if (isKept && keeper) keeper.keep(accepted);
    else if (isKept && remembers) unkept = { ...unkept, ...accepted };
    people.want(settings);
    events.emit('settings', settings);
  }

  function remember(): void {
    if (remembers) return;
    remembers = true;
    // What draws is asked for already; without it nothing is there to set.
    void engine.drawn.then((drawing) => {
      if (!ended) keeper = drawing?.keepSettings((kept) => set(kept, false), unkept);
    });
  }

  function stats(): OverlayStats {
    const { state } = connection?.state() ?? IDLE;
    return { state, ...engine.stats(), latencyMs, viewers: room?.viewers ?? 0, leftOut };
  }

  function tellStats(): void {
    if (events.heardBy('stats')) return events.emit('stats', stats());
    clearInterval(statsTimer);
    statsTimer = undefined;
  }

  const overlay: Overlay = {
    post,
    // Copies: they may wait for the file that draws, and are the page's to change.
    emit: (comments) =>
      engine.emit(
        [comments].flat().map((comment) => ({ ...comment })),
        { given: true },
      ),
    load: (comments, playing) => engine.load(comments, playing),
    follow: (programme) => engine.follow(programme),
    set: (change) => set(change),
    remember,
    get settings() {
      return settings;
    },
    get room() {
      return room;
    },
    get state() {
      return connection?.state() ?? IDLE;
    },
    pause: () => set({ paused: true }),
    resume: () => set({ paused: false }),
    clear: () => engine.clear(),
    hide: () => engine.hide(),
    show: () => engine.show(),
    fillPage: (filled = true) => people.fillPage(filled),
    destroy() {
      people.destroy();
      ended = true;
      keeper?.end();
      stopWatching?.();
      connection?.destroy();
      clearInterval(statsTimer);
      events.clear();
      engine.destroy();
      layer.destroy();
    },
    on(name, handler) {
      if (name === 'stats') statsTimer ??= setInterval(tellStats, 1000);
      return events.on(name, handler);
    },
    visible: () => engine.visible(),
    stats,
  };
  people.want(settings);
  return overlay;
}

const NOT_LOADED: Refusal = { code: 'closed', message: 'What checks comments could not be loaded yet.' };
const IDLE: ConnectionState = { state: 'idle' };
