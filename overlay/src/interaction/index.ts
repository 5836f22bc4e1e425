/**
 * What the overlay does with people, a file of its own that is loaded when the settings want it: comments that can be
 * held, their menu, the keyboard's way to them, what screen readers hear, and the modes of the system's own players.
 */
import type { DanmakuComment } from '@danmaku-live/protocol';
import { make } from '../composer/make.ts';
import type { Engine, VisibleComment } from '../engine.ts';
import { chooseWords, languagesFor } from '../languages.ts';
import { createActs } from './acts.ts';
import { createAnnouncer } from './announcer.ts';
import { createFilledPage } from './fill-page.ts';
import { createHolding } from './holding.ts';
import { createKeyboard } from './keyboard.ts';
import { createNotice } from './notice.ts';
import type { InteractionContext, Place } from './place.ts';
import { watchPointer } from './pointing.ts';
import { INTERACTION_STYLE } from './style.ts';
import { watchSystemPlayers } from './system-players.ts';
import { OVERLAY_WORDS, type OverlayWords } from './words.ts';

export interface Interaction {
  fillPage(isFilled: boolean): void;
  /** These were taken off every screen. */
  recall(what: Parameters<Engine['recall']>[0]): void;
  destroy(): void;
}

export interface InteractionModule {
  readonly createInteraction: (context: InteractionContext) => Interaction;
}

/** What is pressed in the menu is not pressed on the player. */
const NOT_FOR_THE_PLAYER =
  'click dblclick contextmenu pointerdown pointerup mousedown mouseup touchstart touchend keydown keyup'.split(' ');

export function createInteraction(context: InteractionContext): Interaction {
  const { overlay, engine, events, layer, target, languages } = context;
  const ending = new AbortController();
  const { signal } = ending;
  const box = document.createElement('div');
  box.setAttribute('part', 'interaction');
  box.setAttribute('exportparts', 'held, menu, menu-item, notice, fill-exit');
  const root = box.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(INTERACTION_STYLE);
  root.adoptedStyleSheets = [sheet];

  const words = (): OverlayWords =>
    chooseWords(languagesFor(target), OVERLAY_WORDS, (language) => languages.get(language)?.overlay);
  const place: Place = {
    engine,
    host: layer.host,
    root,
    words,
    settings: () => overlay.settings,
    hears: (name) => events.heardBy(name),
  };
  const notice = createNotice();
  const region = make('div', { class: 'unseen', 'aria-live': 'polite', 'aria-atomic': 'true' });
  const say = (comment?: DanmakuComment, others = 0): void => {
    const said = comment ? words().said(comment.user.name, comment.text) : '';
    region.textContent = others > 0 ? `${said}, ${words().more(others)}` : said;
  };
  const announcer = createAnnouncer(say, (comment) => engine.wants(comment));
  const holding = createHolding(place, {
    ...createActs(context, place, notice, () => holding.release()),
    onFocusGone: () => keyboard.goBack(),
  });
  const keyboard = createKeyboard(place, holding, notice, signal);
  const { entry } = keyboard;
  root.append(entry, region, notice.element);
  layer.host.append(box);

  const filled = createFilledPage(
    target,
    layer,
    root,
    () => words().unfillPage,
    (isFilled) => {
      holding.release();
      events.emit('fill', { filled: isFilled });
    },
  );
  watchSystemPlayers(target, notice, words, () => filled.fill(true), signal);
  for (const type of NOT_FOR_THE_PLAYER) root.addEventListener(type, (event) => event.stopPropagation());

  let pointing: AbortController | undefined;
  const watch = (): AbortController => {
    const watching = new AbortController();
    const targets = target.contains(layer.host) || hasInShadow(target, layer.host) ? [target] : [target, layer.host];
    watchPointer(
      targets,
      box,
      {
        at: (x, y, slackPx) => commentAt(engine.visible(), layer.host, x, y, slackPx),
        isOnHeld: (x, y) => holding.isAt(x, y),
        // The keyboard is on a comment: a mouse that lies about takes nothing from it.
        onRest(id, x) {
          if (!holding.hasFocus()) holding.hold(id, 'rest', x);
        },
        onAway() {
          if (holding.way === 'rest' && !holding.hasFocus()) holding.release();
        },
        onTap(id = holding.heldId, x) {
          if (id === undefined || !holding.hold(id, 'tap', x)) return;
          const comment = engine.find(id)?.comment;
          if (comment) events.emit('select', { comment });
        },
        onElsewhere: () => holding.release(),
      },
      watching.signal,
    );
    return watching;
  };

  const offs = [
    overlay.on('comment', ({ comment, own, history }) => {
      if (!own && !history) announcer.hear(comment);
    }),
    overlay.on('settings', adapt),
  ];
  function adapt(): void {
    const { interaction, announce, focusKey } = overlay.settings;
    announcer.setOn(announce);
    entry.hidden = !interaction;
    entry.textContent = `${words().walk}${focusKey === 'none' ? '' : ` (${focusKey})`}`;
    if (interaction) pointing ??= watch();
    else {
      holding.release();
      pointing?.abort();
      pointing = undefined;
    }
  }
  adapt();

  return {
    fillPage: (isFilled) => filled.fill(isFilled),
    recall: (what) => announcer.recall(what),
    destroy() {
      for (const off of offs) off();
      holding.release();
      filled.fill(false);
      announcer.destroy();
      notice.hide();
      pointing?.abort();
      ending.abort();
      box.remove();
    },
  };
}

/** The one drawn last of those under a point of the window. */
function commentAt(
  visible: readonly VisibleComment[],
  host: HTMLElement,
  clientX: number,
  clientY: number,
  slackPx: number,
): string | undefined {
  const { left, top, width, height } = host.getBoundingClientRect();
  const [x, y] = [clientX - left, clientY - top];
  if (x < 0 || y < 0 || x > width || y > height) return undefined;
  const hit = visible.filter(
    (box) =>
      x >= box.x - slackPx &&
      x <= box.x + box.width + slackPx &&
      y >= box.y - slackPx &&
      y <= box.y + box.height + slackPx,
  );
  return hit.at(-1)?.id;
}

function hasInShadow(target: HTMLElement, node: Node): boolean {
  return target.shadowRoot?.contains(node) ?? false;
}
